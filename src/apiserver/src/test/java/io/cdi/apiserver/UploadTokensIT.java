// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.api.upload.UploadTokenRequest;
import io.cdi.api.upload.UploadTokenRequestSpec;
import io.cdi.testkit.ApiServer;
import io.cdi.tokens.InvalidTokenException;
import io.cdi.tokens.Token;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The token API as users see it: asked through a real API server, which is its front proxy.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadTokensIT {

    private static final String GROUP = "/apis/upload.cdi.kubevirt.io";
    private static final String REQUESTS = GROUP + "/v1beta1/namespaces/default/uploadtokenrequests";

    private @Nullable RunningProgram running;
    private @Nullable Path log;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        RunningProgram started = RunningProgram.start(folder);
        running = started;
        log = folder.resolve("program.log");
        create("""
                apiVersion: v1
                kind: Service
                metadata: {name: cdi-api, namespace: cdi}
                spec: {type: ExternalName, externalName: localhost}
                """);
        started.objects(RunningProgram.manifest("apiservices.yaml")
                        .replace("    port: 443", "    port: " + started.port())
                        .replaceAll(
                                "(?m)^spec:$",
                                "spec:\n  caBundle: " + started.server().caBundle()))
                .forEach(service -> started.client().resource(service).create());
        create("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: disk, namespace: default}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: upload, namespace: default}
                rules: [{apiGroups: [upload.cdi.kubevirt.io], resources: [uploadtokenrequests], verbs: [create]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: upload, namespace: default}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: upload}
                subjects: [{kind: User, name: jane, apiGroup: rbac.authorization.k8s.io}]
                """);
        await("the API is available", () -> isAvailable(started.client()));
    }

    @AfterAll
    void stop() {
        running().close();
    }

    private RunningProgram running() {
        return Objects.requireNonNull(running);
    }

    private void create(String yaml) {
        running()
                .objects(yaml)
                .forEach(object -> running().client().resource(object).create());
    }

    private static boolean isAvailable(KubernetesClient client) {
        try {
            return request(client, "default", "nothing").isPresent();
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static Optional<String> request(KubernetesClient client, String namespace, String claim) {
        UploadTokenRequest request = new UploadTokenRequest();
        request.setMetadata(
                new ObjectMetaBuilder().withName("any").withNamespace(namespace).build());
        request.setSpec(new UploadTokenRequestSpec(claim));
        UploadTokenRequest answer = client.resource(request).create();
        return Optional.ofNullable(answer.getStatus().token());
    }

    private KubernetesClient user(String name) {
        return ApiServer.client(running().server().kubeconfig(name));
    }

    private Secret key() {
        return running()
                .client()
                .secrets()
                .inNamespace("cdi")
                .withName("cdi-api-signing-key")
                .get();
    }

    private static String text(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.US_ASCII);
    }

    @Test
    void givesATokenForTheClaimAndItsUid() throws Exception {
        HasMetadata claim = running()
                .client()
                .persistentVolumeClaims()
                .inNamespace("default")
                .withName("disk")
                .get();
        try (KubernetesClient jane = user("jane")) {
            String token = request(jane, "default", "disk").orElseThrow();

            assertThat(running().tokens().read(token))
                    .contains(Token.upload(
                            "default", "disk", Optional.of(claim.getMetadata().getUid())));
        }
    }

    @Test
    void givesATokenForAClaimThatIsNotThereYet() throws Exception {
        try (KubernetesClient jane = user("jane")) {
            assertThat(running().tokens().read(request(jane, "default", "later").orElseThrow()))
                    .contains(Token.upload("default", "later", Optional.empty()));
        }
    }

    @Test
    void refusesWhoMayNotAsAnUnknownUser() {
        try (KubernetesClient jane = user("jane");
                KubernetesClient joe = user("joe")) {
            assertThatThrownBy(() -> request(jane, "cdi", "disk"))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isIn(401, 403));
            assertThatThrownBy(() -> request(joe, "default", "disk"))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isIn(401, 403));
        }
    }

    @Test
    void tellsWhatItServes() {
        KubernetesClient client = running().client();

        assertThat(client.getApiGroup("upload.cdi.kubevirt.io").getVersions())
                .extracting("version")
                .containsExactlyInAnyOrder("v1beta1", "v1alpha1");
        assertThat(client.getApiResources("upload.cdi.kubevirt.io/v1beta1").getResources())
                .singleElement()
                .satisfies(resource -> {
                    assertThat(resource.getKind()).isEqualTo("UploadTokenRequest");
                    assertThat(resource.getVerbs()).containsExactly("create");
                    assertThat(resource.getShortNames()).containsExactly("utr", "utrs");
                });
    }

    @Test
    void answersTheOldVersionInItsOwnWords() {
        String answer = running()
                .client()
                .raw(
                        GROUP + "/v1alpha1/namespaces/default/uploadtokenrequests",
                        "POST",
                        Map.of(
                                "apiVersion",
                                "upload.cdi.kubevirt.io/v1alpha1",
                                "kind",
                                "UploadTokenRequest",
                                "metadata",
                                Map.of(),
                                "spec",
                                Map.of("pvcName", "disk")));

        assertThat(answer).contains("upload.cdi.kubevirt.io/v1alpha1", "\"token\":\"");
    }

    @Test
    void isNotAskedPastTheFrontProxy() throws Exception {
        HttpResponse<String> answer = direct(HttpRequest.newBuilder(url(REQUESTS))
                .header("X-Remote-User", "admin")
                .header("X-Remote-Group", "system:masters")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("request is not authenticated");
    }

    @Test
    void tellsItsPathsAndItsSchema() throws Exception {
        assertThat(direct(HttpRequest.newBuilder(url("/"))).body()).contains("\"/openapi/v2\"", "\"/healthz\"");
        assertThat(direct(HttpRequest.newBuilder(url("/apis"))).body()).contains("\"kind\":\"APIGroupList\"");
        assertThat(direct(HttpRequest.newBuilder(url("/openapi/v2"))).body()).contains("\"swagger\"");
        assertThat(direct(HttpRequest.newBuilder(url("/healthz"))).body()).isEqualTo("OK");
    }

    @Test
    void makesANewKeyWhenSomebodyDeletesIt() throws Exception {
        Secret before = key();
        running().client().resource(before).delete();

        await("there is a new key", () -> key() != null);
        assertThat(text(key(), "id_rsa"))
                .startsWith("-----BEGIN RSA PRIVATE KEY-----")
                .isNotEqualTo(text(before, "id_rsa"));
        await(
                "tokens are signed with it",
                () -> isReadable(request(running().client(), "default", "disk").orElseThrow()));
    }

    @Test
    void triesAgainUntilThereIsANewKey() {
        var role = running().client().rbac().roles().inNamespace("cdi").withName("cdi-apiserver");
        List<PolicyRule> rules = role.get().getRules();
        role.edit(found ->
                found.edit().editFirstRule().removeFromVerbs("create").endRule().build());
        running().client().resource(key()).delete();
        await("it was tried in vain", () -> log().contains("cannot make a new key"));
        role.edit(found -> found.edit().withRules(rules).build());

        await("there is a new key", () -> key() != null);
        await(
                "tokens are signed with it",
                () -> isReadable(request(running().client(), "default", "disk").orElseThrow()));
    }

    private String log() {
        try {
            return Files.readString(Objects.requireNonNull(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReadable(String token) {
        try {
            return running().tokens().read(token).isPresent();
        } catch (InvalidTokenException e) {
            return false;
        }
    }

    private URI url(String path) {
        return URI.create("https://127.0.0.1:" + running().port() + path);
    }

    private HttpResponse<String> direct(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(running().server().authority().trust())
                .build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
