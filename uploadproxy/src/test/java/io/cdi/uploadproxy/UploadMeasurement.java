// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import io.cdi.testkit.TestAuthority.Identity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long an upload takes through the proxy and the upload server, beside curl's PUT of the same to nginx with TLS;
/// all on loopback, onto the same file system, and until the bytes are on the disk. `src/benchmarks/uploads` runs it
/// as root; a normal build does not.
class UploadMeasurement {

    private static final int MIB = Integer.getInteger("upload.mib", 2048);
    private static final int ROUNDS = 3;
    private static final String CLAIM = "measured";
    private static final String HOST = "127.84.251.251";
    private static final Path UPLOAD_SERVER = Path.of("../src/uploadserver/target/cdi-uploadserver/cdi-uploadserver")
            .toAbsolutePath();

    @Test
    void besideNginx(@TempDir Path folder) throws Exception {
        Path image = image(folder.resolve("image"));
        try (RunningProxy proxy = RunningProxy.start(folder)) {
            Identity identity = proxy.uploadServerAt(HOST, CLAIM);
            Path files = Files.createDirectories(folder.resolve("files"));
            Process nginx = nginx(identity, folder, files);
            try {
                proxy.create("""
                        apiVersion: v1
                        kind: PersistentVolumeClaim
                        metadata:
                          name: measured
                          namespace: default
                          annotations: {cdi.kubevirt.io/storage.upload.target: '', cdi.kubevirt.io/storage.pod.ready: 'true'}
                        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                        """);
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                List<Double> direct = new ArrayList<>();
                List<Double> proxied = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    direct.add(toNginx(proxy, image, files.resolve("image")));
                    proxied.add(throughTheProxy(proxy, identity, image, folder.resolve("data")));
                    System.out.printf(
                            "round %d: curl to nginx %.2f s (%.0f MiB/s), through proxy and upload server %.2f s (%.0f MiB/s),"
                                    + " the proxy's peak RSS %s%n",
                            round,
                            direct.getLast(),
                            MIB / direct.getLast(),
                            proxied.getLast(),
                            MIB / proxied.getLast(),
                            peak(proxy));
                }
                double ratio = direct.stream().min(Double::compare).orElseThrow()
                        / proxied.stream().min(Double::compare).orElseThrow();
                System.out.printf("%d MiB, best of %d: %.2f times as fast as curl to nginx%n", MIB, ROUNDS, ratio);
                assertThat(ratio).isPositive();
            } finally {
                nginx.destroy();
            }
        }
    }

    private static Path image(Path file) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        new Random(1).nextBytes(block.array());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < MIB; i++) {
                channel.write(block.clear());
            }
        }
        return file;
    }

    private static double toNginx(RunningProxy proxy, Path image, Path target) throws Exception {
        Files.deleteIfExists(target);
        Command.run("sync");
        long begin = System.nanoTime();
        send(proxy, image, "PUT", 201, "-k", "https://" + HOST + ":8444/image");
        Command.run("sync", target);
        return (System.nanoTime() - begin) / 1e9;
    }

    /// The upload server takes one upload and ends.
    private static double throughTheProxy(RunningProxy proxy, Identity identity, Path image, Path data)
            throws Exception {
        Files.createDirectories(data);
        Files.deleteIfExists(data.resolve("disk.img"));
        Process server = uploadServer(proxy, identity, data);
        try {
            Command.run("sync");
            long begin = System.nanoTime();
            send(proxy, image, "POST", 200, "-H", Curl.bearer(proxy.token(CLAIM)), proxy.url("/v1beta1/upload"));
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(server.waitFor()).isZero();
            return seconds;
        } finally {
            server.destroy();
        }
    }

    private static void send(RunningProxy proxy, Path image, String method, int expected, String... options)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("-X", method, "-T", image.toString(), "-H", "Expect:"));
        words.addAll(List.of(options));
        Curl answer = Curl.run(proxy, words.toArray(String[]::new));
        assertThat(answer.status()).as(answer.output()).isEqualTo(expected);
    }

    /// The program of the upload pod, with its volume where it looks for it; ready.
    private static Process uploadServer(RunningProxy proxy, Identity identity, Path data) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mkdir -p /data && mount --bind \"$1\" /data && exec \"$2\"",
                        "sh",
                        data.toString(),
                        UPLOAD_SERVER.toString())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "TLS_KEY_FILE", identity.key().toString(),
                        "TLS_CERT_FILE", identity.certificate().toString(),
                        "CLIENT_CERT_FILE", proxy.clients().certificate().toString(),
                        "CLIENT_NAME", RunningProxy.CLIENT_NAME.substring("/CN=".length()),
                        "LISTEN_ADDRESS", HOST,
                        "UPLOAD_IMAGE_SIZE", MIB + "Mi"));
        Process server = builder.start();
        BufferedReader log = server.inputReader();
        for (String line = ""; !line.contains("ready"); line = log.readLine()) {
            assertThat(line).as("the upload server's log").isNotNull();
        }
        return server;
    }

    private static String peak(RunningProxy proxy) throws IOException {
        return Files.readAllLines(
                        Path.of("/proc", Long.toString(proxy.program().process().pid()), "status"))
                .stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.substring(6).strip())
                .findFirst()
                .orElse("?");
    }

    private static Process nginx(Identity identity, Path folder, Path files) throws IOException {
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid FOLDER/nginx.pid;
                error_log FOLDER/nginx.log;
                events {}
                http {
                  access_log off;
                  client_max_body_size 0;
                  client_body_temp_path FOLDER/temporary;
                  ssl_certificate CERTIFICATE;
                  ssl_certificate_key KEY;
                  root FILES;
                  server { listen HOST:8444 ssl; location / { dav_methods PUT; } }
                }
                """.replace("FOLDER", folder.toString())
                .replace("FILES", files.toString())
                .replace("HOST", HOST)
                .replace("CERTIFICATE", identity.certificate().toString())
                .replace("KEY", identity.key().toString()));
        return new ProcessBuilder("nginx", "-p", folder.toString(), "-c", configuration.toString())
                .inheritIO()
                .start();
    }
}
