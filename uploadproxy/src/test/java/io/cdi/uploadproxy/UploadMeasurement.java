// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.TestAuthority.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much the proxy costs: curl to nginx with TLS, which writes to disk, against the same with the proxy
/// between, whose upload server is that nginx with client certificates. `src/benchmarks/uploads` runs it; a
/// normal build does not.
class UploadMeasurement {

    private static final int MIB = Integer.getInteger("upload.mib", 2048);
    private static final int ROUNDS = 3;
    private static final String CLAIM = "measured";

    @Test
    void theProxyCostsLittle(@TempDir Path folder) throws Exception {
        Path image = image(folder.resolve("image"));
        try (RunningProxy proxy = RunningProxy.start(folder)) {
            String host = "127.84.251.251";
            Process nginx = nginx(proxy, folder, host);
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
                    direct.add(seconds(proxy, image, "-k", "https://" + host + ":8444/v1beta1/upload"));
                    proxied.add(
                            seconds(proxy, image, "-H", Curl.bearer(proxy.token(CLAIM)), proxy.url("/v1beta1/upload")));
                    System.out.printf(
                            "round %d: curl to nginx %.2f s (%.0f MiB/s), through the proxy %.2f s (%.0f MiB/s), peak RSS %s%n",
                            round,
                            direct.getLast(),
                            MIB / direct.getLast(),
                            proxied.getLast(),
                            MIB / proxied.getLast(),
                            peak(proxy));
                }
                double ratio = direct.stream().min(Double::compare).orElseThrow()
                        / proxied.stream().min(Double::compare).orElseThrow();
                System.out.printf("%d MiB, best of %d: %.2f of curl to nginx%n", MIB, ROUNDS, ratio);
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

    private static double seconds(RunningProxy proxy, Path image, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("-X", "PUT", "-T", image.toString(), "-H", "Expect:"));
        words.addAll(List.of(options));
        long begin = System.nanoTime();
        Curl answer = Curl.run(proxy, words.toArray(String[]::new));
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(answer.status()).as(answer.output()).isIn(201, 204);
        return seconds;
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

    /// Two servers of one nginx: a plain one for curl, and an upload server's port.
    private static Process nginx(RunningProxy proxy, Path folder, String host) throws Exception {
        String name = "cdi-upload-" + CLAIM + ".default.svc";
        Identity identity = proxy.servers().issue("nginx", "/CN=" + name, "DNS:" + name);
        Files.writeString(proxy.hosts(), Files.readString(proxy.hosts()) + host + " " + name + "\n");
        Path files = folder.resolve("files");
        Files.createDirectories(files.resolve("v1beta1"));
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
                  server {
                    listen HOST:8443 ssl;
                    ssl_client_certificate CLIENTS;
                    ssl_verify_client on;
                    location / { dav_methods PUT; }
                  }
                }
                """.replace("FOLDER", folder.toString())
                .replace("FILES", files.toString())
                .replace("HOST", host)
                .replace("CERTIFICATE", identity.certificate().toString())
                .replace("KEY", identity.key().toString())
                .replace("CLIENTS", proxy.clients().certificate().toString()));
        return new ProcessBuilder("nginx", "-p", folder.toString(), "-c", configuration.toString())
                .inheritIO()
                .start();
    }
}
