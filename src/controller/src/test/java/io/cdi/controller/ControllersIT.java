// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.datasource.DataImportCron;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeStatus;
import io.cdi.api.install.CDI;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.storage.StorageProfile;
import io.cdi.certificates.Issued;
import io.cdi.certificates.Issuer;
import io.cdi.certificates.Pem;
import io.cdi.contract.Labels;
import io.cdi.contract.TerminationMessage;
import io.cdi.contract.Verbosity;
import io.cdi.controller.events.EventRecorder;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Writer;
import io.cdi.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The controllers against a real API server, with the rest of the cluster played.
class ControllersIT {

    private static final int MOST_REQUESTS = 30;
    private static final int CROWD = 200;

    @TempDir
    private static Path folder;

    private static ApiServer server;
    private static KubernetesClient client;
    private static KubernetesClient watched;
    private static CountedRequests requests;
    private static PlayedCluster cluster;
    private static Controllers controllers;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(folder);
        client = Installed.client(server, new CountedRequests());
        Installed.crds(client);
        client.resourceList(objects()).create();
        client.resourceList(authorities()).create();
        client.resource(Given.object(CDI.class, "metadata: {name: cdi}\nspec: {}"))
                .create();
        client.resource(Given.object(StorageProfile.class, "metadata: {name: gone}\nspec: {}"))
                .create();
        cluster = new PlayedCluster(client, ControllersIT::end);
        requests = new CountedRequests();
        watched = Installed.client(server, requests);
        controllers = Controllers.start(
                watched,
                Settings.parse(
                        Map.of(
                                "IMPORTER_IMAGE",
                                "importer",
                                "UPLOADSERVER_IMAGE",
                                "server",
                                "LEADER_ELECTION",
                                "false"),
                        "cdi",
                        Verbosity.NORMAL),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        controllers.close();
        watched.close();
        cluster.close();
        client.close();
        server.close();
    }

    private static List<HasMetadata> objects() {
        return List.of(
                Given.object(StorageClass.class, """
                        metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
                        provisioner: csi.example
                        volumeBindingMode: Immediate
                        """),
                Given.object(StorageClass.class, """
                        metadata: {name: tree}
                        provisioner: example/no-csi
                        volumeBindingMode: Immediate
                        """),
                Given.object(StorageClass.class, """
                        metadata: {name: never}
                        provisioner: csi.example
                        volumeBindingMode: Immediate
                        """),
                Given.object(CSIDriver.class, """
                        metadata: {name: csi.example}
                        spec: {}
                        """));
    }

    /// Of upload servers and their clients, as the operator keeps them.
    private static List<HasMetadata> authorities() {
        Instant now = Instant.now();
        Issued signer = new Issuer(2048).signer("uploads", now, now.plus(Duration.ofDays(2)));
        return List.of(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("cdi")
                        .endMetadata()
                        .build(),
                new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("cdi")
                        .withName("cdi-uploadserver-signer")
                        .endMetadata()
                        .addToStringData("tls.crt", Pem.write(signer.certificate()))
                        .addToStringData("tls.key", Pem.write(signer.key()))
                        .build(),
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("cdi")
                        .withName("cdi-uploadserver-client-signer-bundle")
                        .endMetadata()
                        .addToData("ca-bundle.crt", Pem.write(signer.certificate()))
                        .build());
    }

    /// An upload server has got its upload as soon as the DataVolume says that it may come; a worker without
    /// scratch space asks for it when its label says so.
    private static TerminationMessage end(Pod pod) {
        if (pod.getMetadata().getName().startsWith("cdi-upload-")) {
            String claim = pod.getSpec()
                    .getVolumes()
                    .getFirst()
                    .getPersistentVolumeClaim()
                    .getClaimName();
            client.resources(DataVolume.class)
                    .inNamespace("default")
                    .withName(claim.startsWith("prime-") ? "uploaded" : claim)
                    .waitUntilCondition(
                            found -> "UploadReady".equals(found.getStatus().phase()), 60, TimeUnit.SECONDS);
            return TerminationMessage.uploaded(false);
        }
        boolean asks = pod.getMetadata().getLabels().containsKey("asks")
                && pod.getSpec().getVolumes().stream()
                        .noneMatch(volume -> volume.getName().equals("cdi-scratch-vol"));
        boolean wrong = pod.getMetadata().getLabels().containsKey("wrong");
        return wrong
                ? TerminationMessage.of("checksum mismatch: expected a, calculated b")
                : asks ? TerminationMessage.needsScratch() : TerminationMessage.imported(false, Map.of());
    }

    @Test
    void importsThroughAPrimeWithFewRequests() {
        requests.clear();

        DataVolumeStatus status = ended(dataVolume("populated", "fast", ""));

        assertThat(status.phase()).isEqualTo("Succeeded");
        assertThat(status.progress()).isEqualTo("100.0%");
        assertThat(requests.total()).as(requests.toString()).isLessThanOrEqualTo(MOST_REQUESTS);
        gone("populated");
        assertThat(warnings("populated")).isEmpty();
    }

    @Test
    void importsIntoAClaimWithoutADriver() {
        assertThat(ended(dataVolume("legacy", "tree", "")).phase()).isEqualTo("Succeeded");
        assertThat(claim("legacy").getMetadata().getAnnotations())
                .containsEntry("cdi.kubevirt.io/storage.usePopulator", "false")
                .containsEntry("cdi.kubevirt.io/storage.pod.phase", "Succeeded");
    }

    @Test
    void startsAgainWithScratchSpaceWhenTheWorkerAsks() {
        assertThat(ended(dataVolume("scratch", "tree", "asks: yes")).phase()).isEqualTo("Succeeded");
        assertThat(claim("scratch-scratch")
                        .getMetadata()
                        .getOwnerReferences()
                        .getFirst()
                        .getKind())
                .isEqualTo("Pod");
    }

    @Test
    void failsForGoodOnAChecksum() {
        DataVolumeStatus status = ended(dataVolume("wrong", "fast", "wrong: yes"));

        assertThat(status.phase()).isEqualTo("Failed");
        assertThat(status.conditions())
                .anySatisfy(condition -> assertThat(condition.reason()).isEqualTo("ChecksumError"));
    }

    @ParameterizedTest
    @CsvSource({"uploaded, fast, true", "brought, tree, false"})
    void uploadsWithAPodAServiceAndACertificate(String name, String storageClass, String populator) {
        DataVolume dataVolume = client.resource(Given.object(DataVolume.class, """
                metadata: {name: %s, namespace: default}
                spec:
                  source: {upload: {}}
                  pvc: {storageClassName: %s, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """.formatted(name, storageClass)))
                .create();
        PersistentVolumeClaim target = eventually(name);
        String claim =
                populator.equals("true") ? "prime-" + target.getMetadata().getUid() : name;
        Service service = client.services()
                .inNamespace("default")
                .withName("cdi-upload-" + claim)
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
        Secret identity = client.secrets()
                .inNamespace("default")
                .withName("cdi-upload-" + claim)
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);

        assertThat(ended(dataVolume).phase()).isEqualTo("Succeeded");
        assertThat(claim(name).getMetadata().getAnnotations())
                .containsEntry("cdi.kubevirt.io/storage.usePopulator", populator)
                .containsEntry("cdi.kubevirt.io/storage.pod.phase", "Succeeded");
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(identity.getMetadata().getOwnerReferences().getFirst().getKind())
                .isEqualTo("Pod");
        assertThat(identity.getData()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt", "deadline");
        client.services()
                .inNamespace("default")
                .withName("cdi-upload-" + claim)
                .waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
        assertThat(warnings(name)).isEmpty();
    }

    @Test
    void importsIntoAClaimThatAUserHasAnnotated() {
        client.resource(Given.object(PersistentVolumeClaim.class, """
                metadata:
                  name: own
                  namespace: default
                  annotations: {cdi.kubevirt.io/storage.import.endpoint: "http://server/disk"}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """)).create();

        awaitAnnotation("own", "cdi.kubevirt.io/storage.pod.phase", "Succeeded");
        assertThat(claim("own").getMetadata().getLabels()).containsEntry(Labels.APP, Labels.APP_VALUE);
    }

    @Test
    void saysInAConditionWhatItCannotDoYet() {
        client.resource(Given.object(DataVolume.class, """
                metadata: {name: later, namespace: default}
                spec: {source: {pvc: {namespace: default, name: other}}, pvc: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
                """)).create();

        DataVolume told = client.resources(DataVolume.class)
                .inNamespace("default")
                .withName("later")
                .waitUntilCondition(
                        found -> found.getStatus() != null && found.getStatus().conditions() != null,
                        30,
                        TimeUnit.SECONDS);
        assertThat(told.getStatus().conditions())
                .anySatisfy(condition -> assertThat(condition.reason()).isEqualTo("SourceNotSupported"));
    }

    /// The schema lets through what the API server cannot read as a size.
    @Test
    void saysInAConditionThatItsClaimIsNotTaken() {
        DataVolume unreadable =
                client.resource(Given.object(DataVolume.class, """
                metadata: {name: unreadable, namespace: default}
                spec:
                  source: {blank: {}}
                  pvc: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: "1e1.5"}}}
                """)).create();

        client.resource(unreadable)
                .waitUntilCondition(
                        found -> String.valueOf(found.getStatus()).contains("ErrClaimNotValid"), 30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"pods, 0, fast, '', Error starting pod", "persistentvolumeclaims, 1, tree, 'asks: yes', cannot make"})
    void saysWhatAQuotaKeepsItFromMakingAndMakesItLater(
            String resource, String most, String storageClass, String labels, String message) throws Exception {
        client.resource(Given.object(Namespace.class, "metadata: {name: full-of-" + resource + "}"))
                .create();
        ResourceQuota quota = client.resource(
                        Given.object(ResourceQuota.class, """
                metadata: {name: few, namespace: full-of-%s}
                spec: {hard: {%s: "%s"}}
                """.formatted(resource, resource, most)))
                .create();
        client.resource(quota)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\": {\"hard\": {\"%s\": \"%s\"}, \"used\": {\"%s\": \"0\"}}}"
                                .formatted(resource, most, resource));
        DataVolume dataVolume = dataVolume("full-of-" + resource, "full", storageClass, labels);

        client.resource(dataVolume)
                .waitUntilCondition(
                        found -> String.valueOf(found.getStatus()).contains("ErrExceededQuota")
                                && String.valueOf(found.getStatus()).contains(message),
                        60,
                        TimeUnit.SECONDS);
        client.v1()
                .events()
                .inNamespace("full-of-" + resource)
                .withField("involvedObject.kind", "PersistentVolumeClaim")
                .withField("involvedObject.name", "full")
                .withField("reason", "ErrExceededQuota")
                .informOnCondition(events -> !events.isEmpty())
                .get(30, TimeUnit.SECONDS);
        client.resource(quota).delete();

        assertThat(ended(dataVolume).phase()).isEqualTo("Succeeded");
    }

    @Test
    void saysInAConditionThatACronDoesNothingYet() {
        client.resource(Given.object(DataImportCron.class, """
                metadata: {name: cron, namespace: default}
                spec:
                  schedule: "0 0 * * *"
                  managedDataSource: fedora
                  template: {spec: {source: {registry: {url: "docker://server/fedora"}}, storage: {}}}
                """)).create();

        DataImportCron told = client.resources(DataImportCron.class)
                .inNamespace("default")
                .withName("cron")
                .waitUntilCondition(
                        found -> found.getStatus() != null && found.getStatus().conditions() != null,
                        30,
                        TimeUnit.SECONDS);
        assertThat(told.getStatus().conditions())
                .anySatisfy(condition -> assertThat(condition.reason()).isEqualTo("NotSupported"));
    }

    @Test
    void saysOnceThatAWorkerFailsAndGoesOnWhenItDoesNotAnyMore() throws Exception {
        DataVolume dataVolume = dataVolume("failing", "fast", "fails: yes");
        String prime = "prime-" + eventually("failing").getMetadata().getUid();

        assertThat(ended(dataVolume).phase()).isEqualTo("Succeeded");
        assertThat(ended(dataVolume).restartCount()).isEqualTo(PlayedCluster.FAILURES);
        awaitEvent("failing", "ImportSucceeded");
        assertThat(warnings(prime)).singleElement().satisfies(event -> {
            assertThat(event.getReason()).isEqualTo("ErrImportFailed");
            assertThat(event.getCount()).isOne();
        });
        assertThat(warnings("failing"))
                .allSatisfy(event -> assertThat(event.getCount()).isOne())
                .extracting(event -> event.getInvolvedObject().getKind() + " " + event.getReason())
                .containsExactlyInAnyOrder("DataVolume Error", "PersistentVolumeClaim ErrImportFailed");
    }

    @Test
    void countsAnEventThatIsToldAgain() {
        ConfigMap about = client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("told")
                        .endMetadata()
                        .build())
                .create();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            EventRecorder events = new EventRecorder(client, Clock.systemUTC(), writer);
            for (int i = 0; i < 4; i++) {
                events.tell("test", about, Tell.warning("Again", "and again"));
            }
        }

        assertThat(warnings("told"))
                .singleElement()
                .satisfies(event -> assertThat(event.getCount()).isEqualTo(4));
    }

    @Test
    void tellsWhyAVolumeDoesNotCome() {
        dataVolume("novolume", "never", "");
        PersistentVolumeClaim target = eventually("novolume");
        PersistentVolumeClaim prime = client.persistentVolumeClaims()
                .inNamespace("default")
                .withName("prime-" + target.getMetadata().getUid())
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);

        client.resource(Given.object(Event.class, """
                metadata: {name: full, namespace: default}
                involvedObject: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: default, name: %s, uid: %s}
                type: Warning
                reason: ProvisioningFailed
                message: the pool is full
                source: {component: provisioner}
                """.formatted(
                        prime.getMetadata().getName(), prime.getMetadata().getUid())))
                .create();

        client.resources(DataVolume.class)
                .inNamespace("default")
                .withName("novolume")
                .waitUntilCondition(
                        found -> String.valueOf(found.getStatus())
                                .contains("target PVC novolume Pending and ["
                                        + prime.getMetadata().getName() + "] : the pool is full"),
                        30,
                        TimeUnit.SECONDS);
        assertThat(warnings("novolume"))
                .anySatisfy(event -> assertThat(event.getReason()).isEqualTo("ProvisioningFailed"));
    }

    @Test
    void tellsOfAPodOfAnotherThatHasTheNameOfAWorker() {
        Pod stranger = client.resource(Given.object(Pod.class, """
                metadata: {name: importer-taken, namespace: default}
                spec: {containers: [{name: a, image: a}]}
                """)).create();
        DataVolume dataVolume = dataVolume("taken", "tree", "");

        client.resource(dataVolume)
                .waitUntilCondition(
                        found -> String.valueOf(found.getStatus()).contains("Pod is not owned by PVC"),
                        30,
                        TimeUnit.SECONDS);
        client.resource(stranger).withGracePeriod(0).delete();

        assertThat(ended(dataVolume).phase()).isEqualTo("Succeeded");
    }

    @Test
    void fillsAClaimWhoseStorageClassComesLater() {
        client.resource(Given.object(PersistentVolumeClaim.class, """
                metadata: {name: early, namespace: default}
                spec:
                  storageClassName: later
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                  dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: early}
                """)).create();
        client.resource(Given.object(VolumeImportSource.class, """
                metadata: {name: early, namespace: default}
                spec: {source: {http: {url: "http://server/disk.qcow2"}}}
                """)).create();
        awaitAnnotation("early", "cdi.kubevirt.io/storage.condition.bound.message", "storage class later not found");

        client.resource(Given.object(StorageClass.class, """
                metadata: {name: later}
                provisioner: csi.example
                volumeBindingMode: Immediate
                """)).create();

        awaitAnnotation("early", "cdi.kubevirt.io/storage.pod.phase", "Succeeded");
    }

    @Test
    void takesAwayTheProfileOfAClassThatWentBeforeItStarted() {
        client.resources(StorageProfile.class)
                .withName("gone")
                .waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
    }

    @Test
    void touchesNothingThatHasTakenANameSince() {
        ConfigMap now = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("renewed")
                .endMetadata()
                .build();
        ConfigMap before = client.resource(now).create();
        client.resource(before).delete();
        ConfigMap after = client.resource(now).create();

        new Writer(client).delete(before);
        assertThat(client.resource(now).get()).isNotNull();

        new Writer(client).delete(after);
        new Writer(client).delete(after);
        assertThat(client.resource(now).get()).isNull();
    }

    @Test
    void importsACrowd() {
        requests.clear();
        long before = usedBytes();
        long begin = System.nanoTime();
        List<DataVolume> crowd = IntStream.range(0, CROWD)
                .mapToObj(i -> dataVolume("crowd-" + i, "fast", ""))
                .toList();

        assertThat(crowd).allSatisfy(one -> assertThat(ended(one).phase()).isEqualTo("Succeeded"));
        System.out.printf(
                "%d DataVolumes at once took %d s; each %d requests of the controller and %d KiB of this process: %s%n",
                CROWD,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                requests.total() / CROWD,
                (usedBytes() - before) / CROWD / 1024,
                requests);
    }

    /// The heap without garbage; the played cluster's caches are in it, too.
    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static DataVolume dataVolume(String name, String storageClass, String labels) {
        return dataVolume("default", name, storageClass, labels);
    }

    private static DataVolume dataVolume(String namespace, String name, String storageClass, String labels) {
        return client.resource(Given.object(DataVolume.class, """
                metadata: {name: %s, namespace: %s, labels: {%s}}
                spec:
                  source: {http: {url: "http://server/disk.qcow2"}}
                  pvc:
                    storageClassName: %s
                    accessModes: [ReadWriteOnce]
                    resources: {requests: {storage: 1Gi}}
                """.formatted(name, namespace, labels, storageClass)))
                .create();
    }

    private static DataVolumeStatus ended(DataVolume dataVolume) {
        return client.resource(dataVolume)
                .waitUntilCondition(
                        found -> found.getStatus() != null
                                && ("Succeeded".equals(found.getStatus().phase())
                                        || "Failed".equals(found.getStatus().phase())),
                        5,
                        TimeUnit.MINUTES)
                .getStatus();
    }

    private static PersistentVolumeClaim eventually(String name) {
        return client.persistentVolumeClaims()
                .inNamespace("default")
                .withName(name)
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
    }

    private static void awaitAnnotation(String claim, String key, String value) {
        client.persistentVolumeClaims()
                .inNamespace("default")
                .withName(claim)
                .waitUntilCondition(
                        found -> value.equals(
                                found.getMetadata().getAnnotations().get(key)),
                        60,
                        TimeUnit.SECONDS);
    }

    private static PersistentVolumeClaim claim(String name) {
        return client.persistentVolumeClaims()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    /// The helpers of a DataVolume go after it has succeeded.
    private static void gone(String name) {
        String uid = claim(name).getMetadata().getUid();
        client.pods()
                .inNamespace("default")
                .withName("importer-prime-" + uid)
                .waitUntilCondition(
                        pod -> pod == null || pod.getMetadata().getDeletionTimestamp() != null, 30, TimeUnit.SECONDS);
        client.persistentVolumeClaims()
                .inNamespace("default")
                .withName("prime-" + uid)
                .waitUntilCondition(
                        prime -> prime == null || prime.getMetadata().getDeletionTimestamp() != null,
                        30,
                        TimeUnit.SECONDS);
    }

    private static void awaitEvent(String name, String reason) throws Exception {
        client.v1()
                .events()
                .inNamespace("default")
                .withField("involvedObject.name", name)
                .informOnCondition(events -> events.stream().anyMatch(event -> reason.equals(event.getReason())))
                .get(30, TimeUnit.SECONDS);
    }

    private static List<Event> warnings(String name) {
        return client.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name))
                .filter(event -> event.getType().equals("Warning"))
                .toList();
    }
}
