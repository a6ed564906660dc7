// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import io.cdi.testkit.ApiServer;
import io.cdi.testkit.FreePort;
import io.cdi.testkit.TestAuthority.Identity;
import io.cdi.tokens.SigningKey;
import io.cdi.tokens.TokenIssuer;
import io.cdi.tokens.TokenReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The packaged program beside a real API server that has our kinds, with the rights of its manifest only.
record RunningProgram(ApiServer server, KubernetesClient client, Process process, int port, Identity identity)
        implements AutoCloseable {

    private static final Path K8S = Path.of("../../k8s");
    private static final String ACCOUNT = "system:serviceaccount:cdi:cdi-apiserver";
    private static final String NAMESPACE = "cdi";

    static RunningProgram start(Path folder) throws IOException, InterruptedException {
        ApiServer server = ApiServer.start(Files.createDirectory(folder.resolve("server")));
        KubernetesClient client = ApiServer.client(server.kubeconfig());
        try (Stream<Path> kinds = Files.list(K8S.resolve("crds"))) {
            kinds.sorted().forEach(kind -> create(client, text(kind)));
        }
        create(client, "apiVersion: v1\nkind: Namespace\nmetadata: {name: cdi}");
        objects(client, manifest("apiserver.yaml")).stream()
                .filter(object -> object.getKind().contains("Role"))
                .forEach(object -> client.resource(object).create());
        Identity issued = server.authority().issue("IP:127.0.0.1,DNS:cdi-api.cdi.svc");
        Identity identity = new Identity(
                Files.copy(issued.key(), folder.resolve("tls.key")),
                Files.copy(issued.certificate(), folder.resolve("tls.crt")));
        int port = FreePort.onLoopback();
        Path log = folder.resolve("program.log");
        Process process = program(server.kubeconfig(ACCOUNT, "system:serviceaccounts"), identity, port, log);
        RunningProgram running = new RunningProgram(server, client, process, port, identity);
        running.awaitHealth(log);
        return running;
    }

    private static Process program(Path kubeconfig, Identity identity, int port, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG", kubeconfig.toString(),
                        "KUBERNETES_NAMESPACE", NAMESPACE,
                        "CERT_FILE", identity.certificate().toString(),
                        "KEY_FILE", identity.key().toString(),
                        "CDI_PORT", Integer.toString(port)));
        return builder.start();
    }

    private void awaitHealth(Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (served() == null) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError("the program does not listen; it printed:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /// The certificate that the program shows now, null when it does not listen.
    @Nullable
    X509Certificate served() {
        var trust = server.authority().trust();
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException notYet) {
            return null;
        }
    }

    /// Reads what the program signs.
    TokenReader tokens() {
        Map<String, String> key = client.secrets()
                .inNamespace(NAMESPACE)
                .withName("cdi-api-signing-key")
                .get()
                .getData();
        String pem = new String(Base64.getDecoder().decode(key.get("id_rsa.pub")), StandardCharsets.US_ASCII);
        return new TokenReader(SigningKey.publicKey(pem), TokenIssuer.API_SERVER, Clock.systemUTC());
    }

    /// A file of `k8s/`.
    static String manifest(String name) {
        return text(K8S.resolve(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<HasMetadata> objects(String yaml) {
        return objects(client, yaml);
    }

    private static List<HasMetadata> objects(KubernetesClient client, String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    private static void create(KubernetesClient client, String yaml) {
        objects(client, yaml).forEach(object -> client.resource(object).create());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        client.close();
        server.close();
    }
}
