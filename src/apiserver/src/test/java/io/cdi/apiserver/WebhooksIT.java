// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.install.CDI;
import io.cdi.api.storage.StorageProfile;
import io.cdi.testkit.ApiServer;
import io.cdi.testkit.TestAuthority.Identity;
import io.cdi.tokens.InvalidTokenException;
import io.cdi.tokens.Token;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The packaged program, with the rights of its manifest only, asked by a real API server through the webhook
/// configurations of `k8s/webhooks.yaml`; only where it listens is another.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksIT {

    private static final String NAMESPACE = "default";
    private static final String CLONE_TOKEN = "cdi.kubevirt.io/storage.clone.token";

    private @Nullable RunningProgram running;
    private KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        RunningProgram started = RunningProgram.start(folder);
        running = started;
        client = started.client();
        createStorage();
        create(webhooks(started));
        awaitWebhooks();
    }

    @AfterAll
    void stop() {
        running().close();
    }

    private RunningProgram running() {
        return Objects.requireNonNull(running);
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }

    private boolean isServed(String subject) {
        return running()
                .program()
                .served()
                .filter(served -> served.getSubjectX500Principal().getName().equals(subject))
                .isPresent();
    }

    private List<HasMetadata> webhooks(RunningProgram program) {
        String text = RunningProgram.manifest("webhooks.yaml")
                .replaceAll(
                        "service:\\n *name: cdi-api\\n *namespace: cdi\\n *path: (/[a-z-]+)\\n *port: 443",
                        "url: https://127.0.0.1:" + program.port() + "$1\n      caBundle: "
                                + program.server().caBundle());
        return objects(text);
    }

    /// A configuration reaches the API server's own cache a moment after it was made.
    private void awaitWebhooks() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (refusal(dataVolume("probe", "pvc: {}")).isEmpty()) {
            client.resources(DataVolume.class)
                    .inNamespace(NAMESPACE)
                    .withName("probe")
                    .delete();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the webhooks are not called");
            }
            pause();
        }
    }

    private void createStorage() {
        create(objects("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
                provisioner: none
                """));
        StorageProfile profile =
                Objects.requireNonNull(client.getKubernetesSerialization().unmarshal("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: StorageProfile
                metadata: {name: fast}
                spec: {}
                status: {storageClass: fast, claimPropertySets: [{accessModes: [ReadWriteMany], volumeMode: Block}]}
                """, StorageProfile.class));
        StorageProfile made = client.resource(profile).create();
        made.setStatus(profile.getStatus());
        client.resource(made).updateStatus();
    }

    @Test
    void takesAGoodDataVolume() {
        DataVolume made =
                client.resource(dataVolume("good", storage("blank: {}"))).create();

        assertThat(made.getMetadata().getUid()).isNotEmpty();
    }

    @Test
    void refusesByTheRulesWithFieldAndCode() {
        assertThatThrownBy(() -> client.resource(dataVolume("bad", storage("http: {url: \"ftp://host/disk\"}")))
                        .create())
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(422);
                    assertThat(refused.getStatus().getMessage())
                            .isEqualTo("admission webhook \"datavolume-validate.cdi.kubevirt.io\" denied the request: "
                                    + " spec.source Invalid source URL scheme: ftp://host/disk");
                    assertThat(refused.getStatus().getDetails().getCauses())
                            .extracting("field")
                            .containsExactly("spec.source.HTTP.url");
                });
    }

    @Test
    void refusesAnObjectThatIsWrittenInTheOldVersionToo() {
        String old = yaml("old", storage("blank: {}, upload: {}")).replace("v1beta1", "v1alpha1");

        assertThat(refusal(objects(old).getFirst())).contains("Multiple Data volume sources");
    }

    @Test
    void refusesAChangeOfTheSpec() {
        DataVolume made =
                client.resource(dataVolume("fixed", storage("blank: {}"))).create();

        assertThatThrownBy(() -> client.resource(made).edit(found -> dataVolume("fixed", storage("upload: {}"))))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("Cannot update DataVolume Spec");
    }

    @Test
    void refusesTheNameOfAClaimFromItsCreationToItsDeletion() {
        DataVolume wanted = dataVolume("taken", storage("blank: {}"));
        for (int i = 0; i < 5; i++) {
            HasMetadata claim = client.resource(
                            claim("taken", "volumeMode: Filesystem, accessModes: [ReadWriteOnce]", ""))
                    .create();
            assertThat(refusal(wanted)).contains("Destination PVC default/taken already exists");

            client.resource(claim).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
            client.resource(claim).delete();
            assertThat(refusal(wanted)).isEmpty();

            client.resource(wanted).delete();
        }
    }

    @Test
    void completesALabelledClaim() {
        PersistentVolumeClaim made = (PersistentVolumeClaim) client.resource(claim(
                        "rendered", "volumeMode: FromStorageProfile", "cdi.kubevirt.io/applyStorageProfile: \"true\""))
                .create();

        assertThat(made.getSpec().getVolumeMode()).isEqualTo("Block");
        assertThat(made.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
        assertThat(made.getSpec().getStorageClassName()).isEqualTo("fast");
    }

    @Test
    void refusesACronImportThatCannotWork() {
        assertThat(refusal(objects("""
                        apiVersion: cdi.kubevirt.io/v1beta1
                        kind: DataImportCron
                        metadata: {name: cron, namespace: default}
                        spec:
                          schedule: "whenever"
                          managedDataSource: golden
                          template:
                            spec:
                              source: {registry: {url: "docker://host/image"}}
                              storage: {resources: {requests: {storage: 1Gi}}}
                        """).getFirst())).contains("Illegal cron schedule");
    }

    @Test
    void refusesACopyOfWhatTheUserMayNotRead() throws IOException {
        create(objects("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: jane}
                rules: [{apiGroups: [cdi.kubevirt.io], resources: [datavolumes], verbs: ["*"]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: jane, namespace: default}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: jane}
                subjects: [{kind: User, name: jane, apiGroup: rbac.authorization.k8s.io}]
                """));
        DataVolume copy = dataVolume("copy", storage("pvc: {namespace: kube-system, name: secret}"));
        try (KubernetesClient jane = ApiServer.client(running().server().kubeconfig("jane"))) {
            assertThatThrownBy(() -> jane.resource(copy).create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(
                            "User jane has insufficient permissions in clone source namespace kube-system");
        }
        assertThat(refusal(copy)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"claim, pvc, persistentvolumeclaims", "snapshot, snapshot, volumesnapshots"})
    void signsThatACopyWasAllowedWhateverTheUserBrought(String origin, String source, String resource)
            throws InvalidTokenException {
        DataVolume copy = dataVolume("copy-of-" + origin, storage(source + ": {namespace: kube-system, name: golden}"));
        copy.getMetadata().setAnnotations(Map.of("mine", "stays", CLONE_TOKEN, "invented"));

        var annotations = client.resource(copy).create().getMetadata().getAnnotations();

        assertThat(annotations).containsEntry("mine", "stays");
        Token token = running()
                .tokens()
                .read(Objects.requireNonNull(annotations.get(CLONE_TOKEN)))
                .orElseThrow();
        assertThat(token.operation()).isEqualTo(Token.Operation.CLONE);
        assertThat(token.namespace() + "/" + token.name()).isEqualTo("kube-system/golden");
        assertThat(token.resource().resource()).isEqualTo(resource);
        assertThat(token.parameters())
                .isEqualTo(Map.of("targetNamespace", NAMESPACE, "targetName", "copy-of-" + origin));
    }

    @Test
    void guardsAnInstallationThatIsInUse() {
        create(objects("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: CDI
                metadata: {name: cdi}
                spec: {uninstallStrategy: BlockUninstallIfWorkloadsExist}
                status: {phase: Deployed}
                """));
        client.resource(dataVolume("inuse", storage("blank: {}"))).create();

        assertThatThrownBy(() -> client.resources(CDI.class).withName("cdi").delete())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("DataVolumes present");
    }

    @Test
    void takesAHundredAtOnce() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HasMetadata>> creations = IntStream.range(0, 100)
                    .mapToObj(i ->
                            (Callable<HasMetadata>) () -> client.resource(dataVolume("many-" + i, storage("blank: {}")))
                                    .create())
                    .toList();

            for (Future<HasMetadata> made : executor.invokeAll(creations)) {
                assertThat(made.get().getMetadata().getUid()).isNotEmpty();
            }
        }
    }

    @Test
    void servesARenewedCertificateWithoutARestart() throws IOException {
        Identity renewed = running().server().authority().issue("renewed", "/CN=renewed", "IP:127.0.0.1");
        Files.copy(renewed.key(), running().identity().key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.certificate(), running().identity().certificate(), StandardCopyOption.REPLACE_EXISTING);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isServed("CN=renewed")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            pause();
        }
    }

    /// Empty when the object was taken.
    private String refusal(HasMetadata object) {
        try {
            client.resource(object).create();
            return "";
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String storage(String source) {
        return "source: {" + source + "}, storage: {resources: {requests: {storage: 1Gi}}}";
    }

    private DataVolume dataVolume(String name, String spec) {
        return Objects.requireNonNull(
                client.getKubernetesSerialization().unmarshal(yaml(name, spec), DataVolume.class));
    }

    private static String yaml(String name, String spec) {
        return """
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: %s, namespace: %s}
                spec: {%s}
                """.formatted(name, NAMESPACE, spec);
    }

    private HasMetadata claim(String name, String spec, String labels) {
        return objects("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: %s, namespace: %s, labels: {%s}}
                spec: {resources: {requests: {storage: 1Gi}}, %s}
                """.formatted(name, NAMESPACE, labels, spec)).getFirst();
    }

    private List<HasMetadata> objects(String yaml) {
        return running().objects(yaml);
    }

    private void create(List<HasMetadata> objects) {
        objects.forEach(object -> client.resource(object).create());
    }
}
