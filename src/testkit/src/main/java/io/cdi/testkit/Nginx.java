// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A real nginx on a free port of the loopback or another address of this machine, which serves the files of a
/// directory.
public final class Nginx implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Process process;
    private final URI base;
    private final Path accessLog;

    private Nginx(Process process, URI base, Path accessLog) {
        this.process = process;
        this.base = base;
        this.accessLog = accessLog;
    }

    /// What it is to do, before it starts.
    public static final class Setup {
        private final Path work;
        private final Path files;
        private final List<String> directives = new ArrayList<>();
        private final List<String> globals = new ArrayList<>();
        private String listenOptions = "";
        private String address = "127.0.0.1";

        private Setup(Path work, Path files) {
            this.work = work;
            this.files = files;
        }

        /// Adds a line of nginx's own configuration to its `server` block: `limit_rate 1m;`, `max_ranges 0;`.
        public Setup with(String directive) {
            directives.add(directive);
            return this;
        }

        /// Adds a line to its `http` block.
        public Setup withGlobal(String directive) {
            globals.add(directive);
            return this;
        }

        /// Listens on this address of the machine, not on the loopback.
        public Setup at(String address) {
            this.address = address;
            return this;
        }

        /// HTTPS with a certificate for these names, such as `IP:127.0.0.1`.
        public Setup withTls(TestAuthority authority, String names) {
            TestAuthority.Identity identity = authority.issue(names);
            listenOptions = " ssl";
            with("ssl_certificate " + identity.certificate() + ";");
            return with("ssl_certificate_key " + identity.key() + ";");
        }

        /// Asks every client for this user and password.
        public Setup withLogin(String user, String password) {
            Path passwords = work.resolve("passwords");
            write(passwords, user + ":{PLAIN}" + password + "\n");
            return with("auth_basic images;").with("auth_basic_user_file " + passwords + ";");
        }

        public Nginx start() {
            int port = FreePort.at(address);
            Path accessLog = work.resolve("access.log");
            write(work.resolve("nginx.conf"), configuration(address + ":" + port, accessLog));
            try {
                Process process = new ProcessBuilder(
                                program(), "-p", work.toString(), "-c", "nginx.conf", "-e", "error.log")
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("output").toFile())
                        .start();
                String scheme = listenOptions.isEmpty() ? "http" : "https";
                Nginx nginx = new Nginx(process, URI.create(scheme + "://" + address + ":" + port + "/"), accessLog);
                nginx.awaitPort(address, port, work);
                return nginx;
            } catch (IOException e) {
                throw new UncheckedIOException("start nginx: " + e.getMessage(), e);
            }
        }

        private String configuration(String socket, Path accessLog) {
            boolean root = System.getProperty("user.name").equals("root");
            return """
                    %1$s
                    daemon off;
                    worker_processes 1;
                    pid nginx.pid;
                    events { worker_connections 256; }
                    http {
                        log_format test '$connection $request_method $request_uri $status $bytes_sent "$http_range"';
                        access_log %2$s test;
                        client_body_temp_path %5$s; proxy_temp_path %5$s; fastcgi_temp_path %5$s;
                        uwsgi_temp_path %5$s; scgi_temp_path %5$s;
                        sendfile on;
                        %7$s
                        default_type application/octet-stream;
                        server {
                            listen %3$s;
                            root %4$s;
                            %6$s
                        }
                    }
                    """.formatted(
                            root ? "user root;" : "",
                            accessLog,
                            socket + listenOptions,
                            files,
                            work.resolve("temp"),
                            String.join("\n        ", directives),
                            String.join("\n    ", globals));
        }
    }

    /// @param work an empty directory for its own files
    /// @param files what it serves
    public static Setup serving(Path work, Path files) {
        return new Setup(work, files);
    }

    private static String program() {
        Path debian = Path.of("/usr/sbin/nginx");
        return Files.isExecutable(debian) ? debian.toString() : "nginx";
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(String address, int port, Path work) throws IOException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 1000);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        close();
        throw new AssertionError("nginx did not start: " + Files.readString(work.resolve("output")));
    }

    /// The URL of a file.
    public URI uri(String path) {
        return base.resolve(path);
    }

    /// A request that is over.
    ///
    /// @param connection nginx's number of the TCP connection
    /// @param range the header, or `-`
    public record Served(long connection, String method, String target, int status, long bytesSent, String range) {}

    public List<Served> served() {
        try {
            List<Served> all = new ArrayList<>();
            for (String line : Files.readAllLines(accessLog)) {
                String[] words = line.split(" ", 6);
                all.add(new Served(
                        Long.parseLong(words[0]),
                        words[1],
                        words[2],
                        Integer.parseInt(words[3]),
                        Long.parseLong(words[4]),
                        words[5].replace("\"", "")));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the access log is as wanted: requests are logged when they are over, a little after their
    /// client.
    public List<Served> awaitServed(Predicate<List<Served>> wanted) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<Served> now = served();
        while (!wanted.test(now)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nginx's access log never became as wanted: " + now);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            now = served();
        }
        return now;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
