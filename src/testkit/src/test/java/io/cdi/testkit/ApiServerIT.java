// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerIT {

    @TempDir
    private static Path folder;

    private static ApiServer server;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder);
        client = ApiServer.client(server.kubeconfig());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void storesObjectsOfACustomKindAndChecksThemAgainstItsSchema() {
        client.load(getClass().getResourceAsStream("disk-crd.yaml")).serverSideApply();
        ApiServer.awaitKind(client, "disks.test.cdi");

        client.resource(disk("good", "10Gi")).create();

        GenericKubernetesResource stored = client.genericKubernetesResources("test.cdi/v1", "Disk")
                .inNamespace("default")
                .withName("good")
                .get();
        assertThat(Objects.<Object>requireNonNull(stored.get("spec", "size"))).isEqualTo("10Gi");
        assertThatThrownBy(() -> client.resource(disk("bad", "much")).create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("spec.size");
    }

    @Test
    void runsBesideAnother(@TempDir Path other) {
        try (ApiServer second = ApiServer.start(other);
                KubernetesClient secondClient = ApiServer.client(second.kubeconfig())) {
            secondClient.resource(configMap("only-there")).create();

            assertThat(secondClient.resource(configMap("only-there")).get()).isNotNull();
            assertThat(client.resource(configMap("only-there")).get()).isNull();
        }
    }

    @Test
    void givesAUserOnlyTheRightsOfItsRoles() {
        try (KubernetesClient jane = ApiServer.client(server.kubeconfig("jane", "readers"))) {
            assertThatThrownBy(() -> jane.configMaps().inNamespace("default").list())
                    .hasMessageContaining("User \"jane\" cannot list resource");
        }
    }

    @Test
    void asksAWebhookThatRunsOnTheLoopback() throws IOException {
        HttpsServer webhook = refusingWebhook(server.authority().issue("IP:127.0.0.1"));
        webhook.start();
        ValidatingWebhookConfiguration configuration = client.getKubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: refusing}
                webhooks:
                - name: refusing.test.cdi
                  clientConfig: {url: "https://127.0.0.1:%d/", caBundle: %s}
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}]
                  sideEffects: None
                  admissionReviewVersions: [v1]
                """.formatted(webhook.getAddress().getPort(), server.caBundle()),
                        ValidatingWebhookConfiguration.class);
        client.resource(configuration).create();
        try {
            assertThat(refusal()).contains("not on a Sunday");
        } finally {
            client.resource(configuration).delete();
            webhook.stop(0);
        }
    }

    /// The server notices a new webhook only a moment after it was stored.
    private static String refusal() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                client.load(ApiServerIT.class.getResourceAsStream("secret.yaml"))
                        .inNamespace("default")
                        .serverSideApply();
                client.secrets().inNamespace("default").withName("refused").delete();
            } catch (KubernetesClientException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return "never refused";
    }

    private static HttpsServer refusingWebhook(TestAuthority.Identity identity) throws IOException {
        SSLContext context = identity.serve();
        HttpsServer webhook = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.setHttpsConfigurator(new HttpsConfigurator(context));
        Pattern uid = Pattern.compile("\"uid\":\"([^\"]+)\"");
        webhook.createContext("/", exchange -> {
            String review = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = uid.matcher(review);
            byte[] answer =
                    """
                    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response":
                     {"uid": "%s", "allowed": false, "status": {"message": "not on a Sunday"}}}""".formatted(matcher.find() ? matcher.group(1) : "").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        return webhook;
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .build();
    }

    private static GenericKubernetesResource disk(String name, String size) {
        GenericKubernetesResource disk = new GenericKubernetesResource();
        disk.setApiVersion("test.cdi/v1");
        disk.setKind("Disk");
        disk.setMetadata(configMap(name).getMetadata());
        disk.setAdditionalProperty("spec", Map.of("size", size));
        return disk;
    }
}
