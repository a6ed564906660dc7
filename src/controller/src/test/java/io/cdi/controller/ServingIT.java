// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.config.ImportProxy;
import io.cdi.api.install.CDI;
import io.cdi.api.storage.StorageProfile;
import io.cdi.contract.Verbosity;
import io.cdi.controller.worker.WorkerClient;
import io.cdi.metrics.MetricsServer;
import io.cdi.testkit.ApiServer;
import io.cdi.testkit.ForeignKind;
import io.cdi.testkit.TestAuthority;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the controller tells about the installation: settings found out, profiles, metrics.
class ServingIT {

    @TempDir
    private static Path folder;

    /// The first byte of a handshake.
    private static final int TLS_RECORD = 22;

    private static ApiServer server;
    private static KubernetesClient client;
    private static Controllers controllers;
    private static MetricsServer metrics;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(folder);
        client = Installed.client(server, new CountedRequests());
        Installed.crds(client);
        client.resource(Given.object(Namespace.class, "metadata: {name: cdi}")).create();
        controllers = Controllers.start(
                client,
                Settings.parse(
                        Map.of("IMPORTER_IMAGE", "importer", "LEADER_ELECTION", "false"), "cdi", Verbosity.NORMAL),
                Clock.systemUTC());
        metrics = MetricsServer.start(0, "test", client, controllers::tls, controllers::metrics);
    }

    @AfterAll
    static void stop() {
        metrics.close();
        controllers.close();
        client.close();
        server.close();
    }

    @Test
    void findsTheUploadProxyBehindAnIngress() throws Exception {
        TestAuthority.Identity shown =
                TestAuthority.in(Files.createDirectories(folder.resolve("ca"))).issue("DNS:upload.example");
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("cdi")
                        .withName("shown")
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withData(Map.of("tls.crt", base64(shown.certificate()), "tls.key", base64(shown.key())))
                        .build())
                .create();
        Ingress ingress = client.resource(Given.object(Ingress.class, """
                metadata: {name: upload, namespace: cdi}
                spec:
                  defaultBackend: {service: {name: cdi-uploadproxy, port: {number: 443}}}
                  rules: [{host: upload.example}]
                  tls: [{secretName: shown}]
                """)).create();

        CDIConfig found =
                await(config -> config.getStatus() != null && config.getStatus().uploadProxyCA() != null);
        client.resource(ingress).delete();

        assertThat(found.getStatus().uploadProxyURL()).isEqualTo("upload.example");
        assertThat(found.getStatus().uploadProxyCA()).isEqualTo(Files.readString(shown.certificate()));
        await(config -> config.getStatus().uploadProxyURL() == null
                && config.getStatus().uploadProxyCA() == null);
    }

    /// The Gateway API is installed, and used, after the controller was started.
    @Test
    void findsTheUploadProxyBehindAGateway() {
        install(new ForeignKind("gateway.networking.k8s.io", "v1alpha2", "TLSRoute", "tlsroutes", "Namespaced"));
        GenericKubernetesResource route = client.resource(Given.object(GenericKubernetesResource.class, """
                apiVersion: gateway.networking.k8s.io/v1alpha2
                kind: TLSRoute
                metadata: {name: upload, namespace: cdi}
                spec: {hostnames: [gateway.example], rules: [{backendRefs: [{name: cdi-uploadproxy, port: 443}]}]}
                status: {parents: [{conditions: [{type: Accepted, status: "True"}]}]}
                """))
                .create();

        CDIConfig found = await(config -> config.getStatus() != null
                && "gateway.example".equals(config.getStatus().uploadProxyURL()));
        client.resource(route).delete();

        assertThat(found.getStatus().uploadProxyCA()).isNull();
        await(config -> config.getStatus().uploadProxyURL() == null);
    }

    /// OpenShift's; the administrator of this system has named no other.
    @Test
    void takesTheProxyOfTheCluster() {
        create(Namespace.class, "metadata: {name: openshift-config}");
        create(ConfigMap.class, """
                metadata: {name: user-ca, namespace: openshift-config}
                data: {ca-bundle.crt: certificates}
                """);
        install(new ForeignKind("config.openshift.io", "v1", "Proxy", "proxies", "Cluster"));
        create(GenericKubernetesResource.class, """
                apiVersion: config.openshift.io/v1
                kind: Proxy
                metadata: {name: cluster}
                spec: {trustedCA: {name: user-ca}}
                status: {httpProxy: "http://proxy.example", httpsProxy: "https://proxy.example", noProxy: .local}
                """);

        ImportProxy wanted = new ImportProxy("http://proxy.example", "https://proxy.example", ".local", "user-ca");
        await(config ->
                config.getStatus() != null && wanted.equals(config.getStatus().importProxy()));

        assertThat(client.configMaps()
                        .inNamespace("cdi")
                        .withName("user-ca")
                        .get()
                        .getData())
                .containsExactly(Map.entry("ca.crt", "certificates"));
    }

    @Test
    void takesBackWhatTheInstallationDoesNotWishAnyMore() throws Exception {
        create(CDI.class, """
                metadata: {name: cdi, annotations: {cdi.kubevirt.io/configAuthority: ""}}
                spec: {config: {preallocation: true}}
                """);
        var cdi = client.resources(CDI.class).withName("cdi");
        await(config -> Boolean.TRUE.equals(config.getStatus().preallocation()));

        client.resources(CDIConfig.class)
                .withName("config")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"preallocation\":false}}");
        client.v1()
                .events()
                .inNamespace("default")
                .withField("reason", "ChangeReverted")
                .informOnCondition(events -> !events.isEmpty())
                .get(30, TimeUnit.SECONDS);
        await(config -> Boolean.TRUE.equals(config.getSpec().preallocation()));
        cdi.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"config\":null}}");

        await(config -> config.getSpec().preallocation() == null
                && Boolean.FALSE.equals(config.getStatus().preallocation()));
        cdi.delete();
    }

    @Test
    void writesAProfileAnewWhenSnapshotsAreInstalledAndVolumesComeByHand() {
        create(StorageClass.class, """
                metadata: {name: by-hand}
                provisioner: kubernetes.io/no-provisioner
                """);
        create(StorageClass.class, """
                metadata: {name: snapping}
                provisioner: topolvm.io.example
                """);
        profile("snapping", status -> status.contains("cloneStrategy: \"copy\""));
        profile("by-hand", status -> status.contains("by-hand"));

        install(new ForeignKind(
                "snapshot.storage.k8s.io", "v1", "VolumeSnapshotClass", "volumesnapshotclasses", "Cluster"));
        create(GenericKubernetesResource.class, """
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshotClass
                metadata: {name: snaps}
                driver: topolvm.io.example
                deletionPolicy: Delete
                """);
        profile("snapping", status -> status.contains("snapshotClass: \"snaps\""));

        create(PersistentVolume.class, """
                metadata: {name: pv}
                spec:
                  storageClassName: by-hand
                  accessModes: [ReadWriteMany]
                  volumeMode: Block
                  capacity: {storage: 1Gi}
                  hostPath: {path: /nowhere}
                """);
        profile("by-hand", status -> status.contains("ReadWriteMany") && status.contains("Block"));
    }

    @Test
    void tellsItsMetricsToThoseWhoMayReadThem() throws Exception {
        create(StorageClass.class, """
                metadata: {name: "metered", annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
                provisioner: unknown.example
                """);
        create(ClusterRole.class, """
                metadata: {name: reader}
                rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
                """);
        create(ClusterRoleBinding.class, """
                metadata: {name: reader}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
                subjects: [{kind: ServiceAccount, name: reader, namespace: cdi}]
                """);

        try (HttpClient scraper = WorkerClient.create()) {
            assertThat(scrape(scraper, "nonsense").statusCode()).isEqualTo(401);
            assertThat(scrape(scraper, token("stranger")).statusCode()).isEqualTo(403);
            HttpResponse<String> told = scrape(scraper, token("reader"));
            assertThat(told.statusCode()).isEqualTo(200);
            assertThat(told.body())
                    .contains("\nkubevirt_cdi_datavolume_pending 0\n")
                    .contains(
                            "\nkubevirt_cdi_storageprofile_info{complete=\"false\",default=\"true\",degraded=\"true\","
                                    + "provisioner=\"unknown.example\",rwx=\"false\",smartclone=\"false\","
                                    + "storageclass=\"metered\",virtdefault=\"false\"} 1\n");
        }
    }

    @Test
    void waitsForNobodyForEver() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), metrics.port())) {
            slow.getOutputStream().write(TLS_RECORD);
            slow.setSoTimeout(30_000);

            slow.getInputStream().readAllBytes(); // to the end, in time
        }
    }

    @Test
    void answersWhenNobodyCanCheckTheToken() throws Exception {
        Config nowhere = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient lost =
                        new KubernetesClientBuilder().withConfig(nowhere).build();
                MetricsServer alone = MetricsServer.start(0, "test", lost, controllers::tls, controllers::metrics);
                HttpClient scraper = WorkerClient.create()) {
            assertThat(scrape(scraper, alone, "any").statusCode()).isEqualTo(500);
        }
    }

    @Test
    void speaksTlsAsTheProfileSays() throws Exception {
        SSLParameters old = new SSLParameters(null, new String[] {"TLSv1.2"});
        try (HttpClient scraper = WorkerClient.create()) {
            assertThat(scrape(scraper, "nonsense").statusCode()).isEqualTo(401);
        }
        client.resource(Given.object(CDIConfig.class, "metadata: {name: config}"))
                .edit(config -> {
                    config.setSpec(Given.object(
                            io.cdi.api.config.CDIConfigSpec.class,
                            "tlsSecurityProfile:\n  type: Modern\n  modern: {}"));
                    return config;
                });

        try (HttpClient scraper = WorkerClient.create();
                HttpClient oldScraper = WorkerClient.create(old)) {
            await(_ -> controllers.tls().protocols().equals(List.of("TLSv1.3")));
            assertThat(scrape(scraper, "nonsense").statusCode()).isEqualTo(401);
            assertThatThrownBy(() -> scrape(oldScraper, "nonsense")).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static HttpResponse<String> scrape(HttpClient scraper, String token)
            throws IOException, InterruptedException {
        return scrape(scraper, metrics, token);
    }

    private static HttpResponse<String> scrape(HttpClient scraper, MetricsServer server, String token)
            throws IOException, InterruptedException {
        return scraper.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/metrics"))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String token(String account) {
        create(ServiceAccount.class, "metadata: {namespace: cdi, name: " + account + "}");
        return client.serviceAccounts()
                .inNamespace("cdi")
                .withName(account)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
    }

    private static CDIConfig await(Predicate<CDIConfig> wanted) {
        return client.resources(CDIConfig.class)
                .withName("config")
                .waitUntilCondition(config -> config != null && wanted.test(config), 30, TimeUnit.SECONDS);
    }

    private static void profile(String name, Predicate<String> wanted) {
        client.resources(StorageProfile.class)
                .withName(name)
                .waitUntilCondition(
                        profile -> profile != null && wanted.test(Given.yaml(profile.getStatus())),
                        30,
                        TimeUnit.SECONDS);
    }

    private static void install(ForeignKind kind) {
        create(CustomResourceDefinition.class, kind.definition());
        ApiServer.awaitKind(client, kind.definitionName());
    }

    private static <T extends HasMetadata> void create(Class<T> type, String yaml) {
        client.resource(Given.object(type, yaml)).create();
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
