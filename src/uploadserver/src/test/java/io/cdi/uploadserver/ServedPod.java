// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.pod.PodFiles;
import io.cdi.testkit.Command;
import io.cdi.testkit.TestAuthority;
import io.cdi.uploadserver.http.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A server in this process with files below a folder, and curl as its client.
public final class ServedPod implements AutoCloseable {

    static final String CLIENT = "client.upload-server.cdi.kubevirt.io";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path root;
    private final TestAuthority authority;
    private final Map<String, String> environment = new HashMap<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private Duration silence = LONG;
    private Duration nextPart = LONG;
    private Thread thread = Thread.currentThread();

    /// How curl ended.
    ///
    /// @param status 0 when there was no answer
    record Reply(int status, String headersAndBody) {}

    public ServedPod(Path root) throws IOException {
        this.root = root;
        for (String folder : List.of("data", "dev", "etc/tls")) {
            Files.createDirectories(root.resolve(folder));
        }
        Path tls = root.resolve("etc/tls");
        authority = TestAuthority.in(tls);
        authority.issue("tls", "/CN=upload", "IP:127.0.0.1");
        authority.issue("client", "/CN=" + CLIENT, "DNS:client");
        environment.putAll(Map.of(
                "TLS_KEY_FILE", "/etc/tls/tls.key",
                "TLS_CERT_FILE", "/etc/tls/tls.crt",
                "CLIENT_CERT_FILE", "/etc/tls/ca.crt",
                "CLIENT_NAME", CLIENT,
                "LISTEN_PORT", "0"));
    }

    /// For a connection as the proxy makes it.
    public SSLContext proxy() {
        Path tls = root.resolve("etc/tls");
        return authority.trustAs(new TestAuthority.Identity(tls.resolve("client.key"), tls.resolve("client.crt")));
    }

    TestAuthority authority() {
        return authority;
    }

    public ServedPod with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    ServedPod onDevice(Path device) throws IOException {
        Files.createSymbolicLink(root.resolve("dev/cdi-block-volume"), device);
        return this;
    }

    ServedPod withScratch() throws IOException {
        Files.createDirectories(root.resolve("scratch"));
        return this;
    }

    ServedPod waiting(Duration forBytes, Duration forParts) {
        silence = forBytes;
        nextPart = forParts;
        return this;
    }

    public ServedPod start() {
        Limits limits = new Limits(Duration.ofSeconds(10), LONG, silence, Duration.ofSeconds(5));
        var patience = new UploadServer.Patience(limits, nextPart, Duration.ofSeconds(20));
        UploadServer server = new UploadServer(new PodFiles(root), environment, patience);
        thread = Thread.ofPlatform().name("server").start(() -> exit.complete(server.run(port::complete)));
        return this;
    }

    public Path disk() {
        return root.resolve("data/disk.img");
    }

    Path data() {
        return root.resolve("data");
    }

    public int port() {
        return port.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public String url(String path) {
        return "https://127.0.0.1:" + port() + path;
    }

    /// Waits for the end.
    public int exitCode() {
        return exit.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    boolean isRunning() {
        return !exit.isDone();
    }

    String lastWords() throws IOException {
        return Files.readString(root.resolve("dev/termination-log"));
    }

    /// @param words after the options for TLS; `-X POST` and its like, and last the path
    Reply curl(String... words) {
        return curlAs("client", words);
    }

    /// @param client the name of its files, empty for none
    Reply curlAs(String client, String... words) {
        List<Object> command = command(client, words);
        Command.Result result = Command.tryRun(command.toArray());
        int mark = result.output().lastIndexOf("\nstatus=");
        return new Reply(
                Integer.parseInt(result.output().substring(mark + 8).strip()),
                result.output().substring(0, mark));
    }

    /// The same without waiting for its end.
    Process startCurl(String... words) throws IOException {
        List<String> command =
                command("client", words).stream().map(Object::toString).toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<Object> command(String client, String... words) {
        Path tls = root.resolve("etc/tls");
        List<Object> command =
                new ArrayList<>(List.of("curl", "-sS", "-i", "--max-time", "120", "--cacert", authority.certificate()));
        if (!client.isEmpty()) {
            command.addAll(List.of("--cert", tls.resolve(client + ".crt"), "--key", tls.resolve(client + ".key")));
        }
        command.addAll(List.of("-w", "\\nstatus=%{http_code}"));
        command.addAll(Arrays.asList(words).subList(0, words.length - 1));
        command.add(url(words[words.length - 1]));
        return command;
    }

    @Override
    public void close() {
        thread.interrupt();
        exitCode();
    }
}
