// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.testkit.ApiServer;
import io.cdi.testkit.FreePort;
import io.cdi.testkit.QuarkusProgram;
import io.cdi.testkit.TestAuthority;
import io.cdi.testkit.TestAuthority.Identity;
import io.cdi.tokens.SigningKey;
import io.cdi.tokens.Token;
import io.cdi.tokens.TokenIssuer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The packaged proxy, with the rights of its manifest only, beside a real API server.
///
/// @param clients the authority of client certificates
/// @param client the proxy's own, in files that a test may change
record RunningProxy(
        ApiServer api,
        KubernetesClient admin,
        QuarkusProgram program,
        int port,
        SigningKey key,
        TestAuthority servers,
        TestAuthority clients,
        Identity client,
        Path hosts)
        implements AutoCloseable {

    static final String CLIENT_NAME = "/CN=client.upload-server.cdi.kubevirt.io";
    private static final Path K8S = Path.of("../k8s");
    private static final String ACCOUNT = "system:serviceaccount:cdi:cdi-uploadproxy";

    static RunningProxy start(Path folder) throws IOException {
        ApiServer api = ApiServer.start(Files.createDirectory(folder.resolve("api")));
        KubernetesClient admin = ApiServer.client(api.kubeconfig());
        TestAuthority servers = TestAuthority.in(Files.createDirectory(folder.resolve("servers")));
        TestAuthority clients = TestAuthority.in(Files.createDirectory(folder.resolve("clients")));
        objects(admin, Files.readString(K8S.resolve("crds/cdiconfigs.yaml")))
                .forEach(object -> admin.resource(object).create());
        objects(admin, "apiVersion: v1\nkind: Namespace\nmetadata: {name: cdi}")
                .forEach(object -> admin.resource(object).create());
        objects(admin, Files.readString(K8S.resolve("uploadproxy.yaml"))).stream()
                .filter(object -> object.getKind().contains("Role"))
                .forEach(object -> admin.resource(object).create());
        admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("cdi-uploadserver-signer-bundle")
                        .withNamespace("cdi")
                        .endMetadata()
                        .addToData("ca-bundle.crt", Files.readString(servers.certificate()))
                        .build())
                .create();
        Identity issued = clients.issue("client", CLIENT_NAME, "DNS:client");
        Identity client = new Identity(
                Files.copy(issued.key(), folder.resolve("client.key")),
                Files.copy(issued.certificate(), folder.resolve("client.crt")));
        SigningKey key = SigningKey.generate();
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        int port = FreePort.onLoopback();
        Identity server = api.authority().issue("IP:127.0.0.1");
        QuarkusProgram program = QuarkusProgram.start(
                options(hosts),
                Map.of(
                        "KUBECONFIG",
                                api.kubeconfig(ACCOUNT, "system:serviceaccounts", "system:authenticated")
                                        .toString(),
                        "KUBERNETES_NAMESPACE", "cdi",
                        "SERVER_CERT_FILE", server.certificate().toString(),
                        "SERVER_KEY_FILE", server.key().toString(),
                        "UPLOAD_CLIENT_CERT_FILE", client.certificate().toString(),
                        "UPLOAD_CLIENT_KEY_FILE", client.key().toString(),
                        "APISERVER_PUBLIC_KEY", key.publicPem(),
                        "CDI_PORT", Integer.toString(port)),
                port,
                api.authority(),
                folder.resolve("proxy.log"));
        return new RunningProxy(api, admin, program, port, key, servers, clients, client, hosts);
    }

    private static List<String> options(Path hosts) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=96m",
                // Names of upload servers, which a cluster's DNS would know.
                "-Dvertx.disableDnsResolver=true",
                "-Djdk.net.hosts.file=" + hosts,
                "-Dsun.net.inetaddr.ttl=0",
                "-Dsun.net.inetaddr.negative.ttl=0");
    }

    private static List<HasMetadata> objects(KubernetesClient client, String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    void create(String yaml) {
        objects(admin, yaml).forEach(object -> admin.resource(object).create());
    }

    /// An upload server for a claim of the default namespace, on an address of its own.
    UploadServerPeer uploadServer(String claim, int number) throws Exception {
        String address = "127.84." + ProcessHandle.current().pid() % 250 + "." + number;
        Path folder = Files.createDirectory(hosts.resolveSibling("server-" + claim));
        Identity issued = uploadServerAt(address, claim);
        Identity identity = new Identity(
                Files.copy(issued.key(), folder.resolve("tls.key")),
                Files.copy(issued.certificate(), folder.resolve("tls.crt")));
        return UploadServerPeer.start(InetAddress.getByName(address), identity, clients);
    }

    /// Lets the proxy find the upload server of a claim of the default namespace at an address.
    ///
    /// @return what the server there proves itself with
    Identity uploadServerAt(String address, String claim) throws IOException {
        String name = "cdi-upload-" + claim + ".default.svc";
        Files.writeString(hosts, Files.readString(hosts) + address + " " + name + "\n");
        return servers.issue("upload-" + claim, "/CN=" + name, "DNS:" + name);
    }

    String token(String claim) {
        return new TokenIssuer(key.privateKey(), TokenIssuer.API_SERVER, Clock.systemUTC())
                .issue(Token.upload("default", claim, Optional.empty()), Duration.ofMinutes(5));
    }

    String url(String path) {
        return "https://127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        program.close();
        admin.close();
        api.close();
    }
}
