// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import io.cdi.testkit.ApiServer;
import io.cdi.testkit.FreePort;
import io.cdi.testkit.QuarkusProgram;
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
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The packaged program beside a real API server that has our kinds, with the rights of its manifest only.
record RunningProgram(ApiServer server, KubernetesClient client, QuarkusProgram program, int port, Identity identity)
        implements AutoCloseable {

    private static final Path K8S = Path.of("../../k8s");
    private static final String ACCOUNT = "system:serviceaccount:cdi:cdi-apiserver";
    private static final String NAMESPACE = "cdi";

    static RunningProgram start(Path folder) throws IOException {
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
        QuarkusProgram program = QuarkusProgram.start(
                List.of("-XX:TieredStopAtLevel=1"),
                Map.of(
                        "KUBECONFIG",
                                server.kubeconfig(ACCOUNT, "system:serviceaccounts")
                                        .toString(),
                        "KUBERNETES_NAMESPACE", NAMESPACE,
                        "CERT_FILE", identity.certificate().toString(),
                        "KEY_FILE", identity.key().toString(),
                        "CDI_PORT", Integer.toString(port)),
                port,
                server.authority(),
                folder.resolve("program.log"));
        return new RunningProgram(server, client, program, port, identity);
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
        program.close();
        client.close();
        server.close();
    }
}
