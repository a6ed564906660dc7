// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import io.cdi.testkit.TestAuthority.Identity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real Kubernetes API server with an etcd of its own, and nothing else of a cluster: objects are stored,
/// checked, watched and sent to webhooks, but no controller, scheduler or kubelet acts on them, so that pods
/// stay pending, claims stay unbound, and a deleted owner's dependents stay. Several may run side by side.
///
/// A webhook that a test runs on the loopback is registered with `clientConfig.url` and a `caBundle`:
///
/// ```java
/// ApiServer server = ApiServer.start(folder);
/// Identity identity = server.authority().issue("IP:127.0.0.1"); // for the webhook's HTTPS
/// String caBundle = server.caBundle();
/// ```
///
/// An API of a test's own is registered as an APIService whose Service is an `ExternalName` for `localhost`.
/// The API server calls it with the certificate and headers of a front proxy.
public final class ApiServer implements AutoCloseable {

    private static final String ADMINISTRATORS = "system:masters";
    private static final String FRONT_PROXY = "front-proxy-client";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerProcess etcd;
    private final ServerProcess server;
    private final URI url;
    private final Path folder;
    private final TestAuthority authority;
    private final Path kubeconfig;

    private ApiServer(ServerProcess etcd, ServerProcess server, URI url, Path folder, TestAuthority authority) {
        this.etcd = etcd;
        this.server = server;
        this.url = url;
        this.folder = folder;
        this.authority = authority;
        this.kubeconfig = kubeconfig("admin", ADMINISTRATORS);
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param folder an empty folder for its files
    /// @param options further options of kube-apiserver, such as `--feature-gates=...`
    public static ApiServer start(Path folder, String... options) {
        Path etcdProgram = Programs.builtForCluster("etcd");
        Path serverProgram = Programs.builtForCluster("kube-apiserver");
        long begin = System.nanoTime();
        TestAuthority authority = TestAuthority.in(folder);
        int port = FreePort.onLoopback();
        String etcdUrl = "http://127.0.0.1:" + FreePort.onLoopback();
        ServerProcess etcd =
                ServerProcess.start(etcdCommand(etcdProgram, folder, etcdUrl), Map.of(), folder.resolve("etcd.log"));
        List<String> command = serverCommand(serverProgram, folder, authority, etcdUrl, port);
        command.addAll(List.of(options));
        ServerProcess server = ServerProcess.start(command, Map.of(), folder.resolve("kube-apiserver.log"));
        URI url = URI.create("https://127.0.0.1:" + port);
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(authority.trust()).build()) {
            HttpRequest ready = HttpRequest.newBuilder(url.resolve("/readyz"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            server.awaitOk(client, () -> ready);
        } catch (Throwable e) {
            etcd.kill();
            throw e;
        }
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        System.Logger log = System.getLogger(ApiServer.class.getName());
        log.log(System.Logger.Level.INFO, "API server {0} ready after {1} ms", url.toString(), millis);
        return new ApiServer(etcd, server, url, folder, authority);
    }

    private static List<String> etcdCommand(Path program, Path folder, String url) {
        String peers = "http://127.0.0.1:" + FreePort.onLoopback();
        return List.of(
                program.toString(),
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--log-level=warn",
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers);
    }

    private static List<String> serverCommand(
            Path program, Path folder, TestAuthority authority, String etcdUrl, int port) {
        Identity identity = authority.issue("apiserver", "/CN=kube-apiserver", "IP:127.0.0.1,DNS:localhost");
        Path serviceAccounts = folder.resolve("service-accounts.key");
        Command.run("openssl", "genrsa", "-out", serviceAccounts, 2048);
        TestAuthority frontProxy = TestAuthority.in(folder(folder.resolve("front-proxy")));
        Identity proxyClient = frontProxy.issue("client", "/CN=" + FRONT_PROXY, "DNS:" + FRONT_PROXY);
        return new ArrayList<>(List.of(
                program.toString(),
                "--etcd-servers=" + etcdUrl,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--secure-port=" + port,
                "--tls-cert-file=" + identity.certificate(),
                "--tls-private-key-file=" + identity.key(),
                "--client-ca-file=" + authority.certificate(),
                "--requestheader-client-ca-file=" + frontProxy.certificate(),
                "--requestheader-allowed-names=" + FRONT_PROXY,
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                "--proxy-client-cert-file=" + proxyClient.certificate(),
                "--proxy-client-key-file=" + proxyClient.key(),
                "--authorization-mode=RBAC",
                "--allow-privileged",
                // Nobody makes the default service accounts here that pods would have to wait for.
                "--disable-admission-plugins=ServiceAccount",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-key-file=" + serviceAccounts,
                "--service-account-signing-key-file=" + serviceAccounts));
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return url;
    }

    /// The authority that has signed the server's certificate and signs those of its users. It can issue
    /// others.
    public TestAuthority authority() {
        return authority;
    }

    /// The authority's certificate as the `caBundle` of a webhook or API service: base64 of PEM.
    public String caBundle() {
        return base64(authority.certificate());
    }

    /// The file that a cluster administrator's client reads.
    public Path kubeconfig() {
        return kubeconfig;
    }

    /// A file for another user, who has only the rights that RBAC objects give.
    ///
    /// @param user such as `jane`, or `system:serviceaccount:cdi:cdi-sa`
    public Path kubeconfig(String user, String... groups) {
        String subject = Stream.of(groups).map(group -> "/O=" + group).collect(Collectors.joining()) + "/CN=" + user;
        String file = "user-" + user.replace(':', '.');
        Identity identity = authority.issue(file, subject, "DNS:user");
        String text = """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: user, user: {client-certificate-data: %s, client-key-data: %s}}]
                contexts: [{name: test, context: {cluster: test, user: user, namespace: default}}]
                current-context: test
                """.formatted(url, caBundle(), base64(identity.certificate()), base64(identity.key()));
        try {
            return Files.writeString(folder.resolve(file + ".kubeconfig"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A client for the user of such a file. Its caller closes it.
    public static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    /// Waits until objects of a custom kind can be made. Its definition says so (`Established`) a moment before clients
    /// can look it up, which need that for kinds that they have no class for.
    ///
    /// @param definition the name of its CustomResourceDefinition
    public static void awaitKind(KubernetesClient client, String definition) {
        var wanted = client.apiextensions().v1().customResourceDefinitions().withName(definition);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isServed(client, wanted.get())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no objects of " + definition + " can be made after " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static boolean isServed(KubernetesClient client, @Nullable CustomResourceDefinition definition) {
        if (definition == null) {
            return false;
        }
        String group = definition.getSpec().getGroup();
        String plural = definition.getSpec().getNames().getPlural();
        return definition.getSpec().getVersions().stream()
                .map(version -> client.getApiResources(group + "/" + version.getName()))
                .allMatch(served -> served != null
                        && served.getResources().stream()
                                .anyMatch(kind -> kind.getName().equals(plural)));
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.kill();
        etcd.kill();
    }
}
