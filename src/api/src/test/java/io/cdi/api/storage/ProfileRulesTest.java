// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.Condition;
import io.cdi.contract.Annotations;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileRulesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final String CEPH = "rook-ceph.rbd.csi.ceph.com";
    private static final ProfileRules RULES = new ProfileRules(ProvisionerTable.load());
    private static final SnapshotClass SNAPSHOTS = snapshots("snaps", CEPH, false);

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            rook-ceph.rbd.csi.ceph.com | -         | -         | true  | csi-clone
            rook-ceph.rbd.csi.ceph.com | copy      | snapshot  | true  | copy
            rook-ceph.rbd.csi.ceph.com | -         | snapshot  | true  | snapshot
            rook-ceph.rbd.csi.ceph.com | -         | snapshot  | false | copy
            rook-ceph.rbd.csi.ceph.com | snapshot  | -         | false | copy
            rook-ceph.rbd.csi.ceph.com | ''        | -         | true  | csi-clone
            rook-ceph.rbd.csi.ceph.com | -         | nonsense  | true  | ''
            example.com/any            | -         | -         | true  | snapshot
            example.com/any            | -         | -         | false | copy
            topolvm.io                 | -         | -         | true  | copy
            """)
    void cloneStrategyIsWishedOrAnnotatedOrAdvised(
            String provisioner,
            @Nullable String wished,
            @Nullable String annotated,
            boolean snapshots,
            String expected) {
        var observed = new ObservedStorageClass(
                storageClass(provisioner, annotated == null ? Map.of() : Map.of(Annotations.CLONE_STRATEGY, annotated)),
                new StorageProfileSpec(wished, null, null, null),
                null,
                snapshots ? List.of(snapshots("snaps", provisioner, false)) : List.of(),
                List.of());

        assertThat(written(observed).status().cloneStrategy()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            rook-ceph.rbd.csi.ceph.com, -,        true,  snapshot
            rook-ceph.rbd.csi.ceph.com, -,        false, pvc
            rook-ceph.rbd.csi.ceph.com, pvc,      true,  pvc
            rook-ceph.rbd.csi.ceph.com, '',       true,  snapshot
            example.com/any,            -,        true,  pvc
            example.com/any,            snapshot, true,  snapshot
            """)
    void cronFormatNeedsASnapshotClass(
            String provisioner, @Nullable String wished, boolean snapshots, String expected) {
        var observed = new ObservedStorageClass(
                storageClass(provisioner, Map.of()),
                new StorageProfileSpec(null, null, wished, null),
                null,
                snapshots ? List.of(snapshots("snaps", provisioner, false)) : List.of(),
                List.of());

        assertThat(written(observed).status().dataImportCronSourceFormat()).isEqualTo(expected);
    }

    @Test
    void capabilitiesStandInOrderOfPreference() {
        assertThat(written(observed(CEPH)).status().claimPropertySets())
                .containsExactly(
                        set("ReadWriteMany", "Block"),
                        set("ReadWriteOnce", "Block"),
                        set("ReadWriteOnce", "Filesystem"));
    }

    @Test
    void theDefaultSnapshotClassOfTheDriverWinsThenTheName() {
        var classes = List.of(
                snapshots("b", CEPH, false), snapshots("c", CEPH, true), snapshots("a", "other", true), SNAPSHOTS);

        assertThat(written(with(StorageProfileSpec.EMPTY, classes)).status().snapshotClass())
                .isEqualTo("c");
        assertThat(written(with(StorageProfileSpec.EMPTY, List.of(SNAPSHOTS, snapshots("b", CEPH, false))))
                        .status()
                        .snapshotClass())
                .isEqualTo("b");
    }

    @Test
    void aWishedSnapshotClassOfAnotherDriverMeansNone() {
        var wish = new StorageProfileSpec(null, null, null, "foreign");
        var classes = List.of(SNAPSHOTS, snapshots("foreign", "other", true));

        assertThat(written(with(wish, classes)).status().snapshotClass()).isNull();
    }

    @Test
    void aSnapshotClassWithoutANameIsNoWish() {
        var wish = new StorageProfileSpec(null, null, null, "");

        assertThat(written(with(wish, List.of(SNAPSHOTS))).status().snapshotClass())
                .isEqualTo("snaps");
    }

    @Test
    void aWishedSnapshotClassMustExist() {
        var wish = new StorageProfileSpec(null, null, null, "gone");

        assertThat(RULES.decide(with(wish, List.of(SNAPSHOTS)), NOW))
                .isEqualTo(new ProfileDecision.Refuse("VolumeSnapshotClass gone does not exist"));
    }

    @Test
    void aWishedSetNeedsAccessModes() {
        var wish = new StorageProfileSpec(null, List.of(new ClaimPropertySet(List.of(), "Block")), null, null);

        assertThat(RULES.decide(with(wish, List.of()), NOW))
                .isEqualTo(new ProfileDecision.Refuse(
                        "each ClaimPropertySet must provide both volume mode and access modes"));
    }

    @Test
    void volumesMadeByHandAreTheCapabilities() {
        var observed = new ObservedStorageClass(
                storageClass("kubernetes.io/no-provisioner", Map.of()),
                StorageProfileSpec.EMPTY,
                null,
                List.of(),
                List.of(
                        volume("class", "Filesystem", "ReadWriteOnce"),
                        volume("class", "Block", "ReadWriteOnce", "ReadWriteMany"),
                        volume("class", "Block", "ReadWriteOnce"),
                        volume("other", "Block", "ReadOnlyMany")));

        assertThat(written(observed).status().claimPropertySets())
                .containsExactly(
                        set("ReadWriteMany", "Block"),
                        set("ReadWriteOnce", "Block"),
                        set("ReadWriteOnce", "Filesystem"));
    }

    @ParameterizedTest
    @CsvSource({
        "rook-ceph.rbd.csi.ceph.com, True, RecognizedProvisioner, Provisioner is recognized",
        "example.com/any, False, UnrecognizedProvisioner, Provisioner is not recognized",
        "xspc.csi.hpe.com, False, UnrecognizedProvisioner, Provisioner is not recognized",
        "infinibox-csi-driver, False, UnrecognizedStorageClassParameters, Storage class parameters are not recognized"
    })
    void saysWhetherTheProvisionerIsKnown(String provisioner, String status, String reason, String message) {
        assertThat(written(observed(provisioner)).status().conditions())
                .containsExactly(new Condition("Recognized", status, reason, message, NOW.toString(), NOW.toString()));
    }

    @Test
    void timesStayWhileNothingChanges() {
        var first = written(observed(CEPH)).status();
        var again = new ObservedStorageClass(
                storageClass(CEPH, Map.of()), StorageProfileSpec.EMPTY, first, List.of(), List.of());

        assertThat(RULES.decide(again, NOW.plusSeconds(60)))
                .isInstanceOfSatisfying(
                        ProfileDecision.Write.class,
                        write -> assertThat(write.status()).isEqualTo(first));
    }

    @Test
    void advisesTheSmallestClaim() {
        assertThat(written(observed("xspc.csi.hpe.com")).defaults())
                .containsExactly(Map.entry(Annotations.MINIMUM_SUPPORTED_PVC_SIZE, "1Gi"));
    }

    @Test
    void cronsOnGoogleDisksUseSnapshotsOfImages() {
        var google = "pd.csi.storage.gke.io";
        var observed = new ObservedStorageClass(
                storageClass(google, Map.of()),
                StorageProfileSpec.EMPTY,
                null,
                List.of(
                        snapshots("plain", google, true),
                        new SnapshotClass("images", google, false, Map.of("snapshot-type", "images"))),
                List.of());

        assertThat(written(observed).cronSnapshotClass()).contains("images");
        assertThat(written(observed).defaults()).containsEntry(Annotations.USE_READ_WRITE_ONCE_FOR_CRON, "true");
    }

    private static ProfileDecision.Write written(ObservedStorageClass observed) {
        return (ProfileDecision.Write) RULES.decide(observed, NOW);
    }

    private static ObservedStorageClass observed(String provisioner) {
        return new ObservedStorageClass(
                storageClass(provisioner, Map.of()), StorageProfileSpec.EMPTY, null, List.of(), List.of());
    }

    private static ObservedStorageClass with(StorageProfileSpec wish, List<SnapshotClass> snapshotClasses) {
        return new ObservedStorageClass(storageClass(CEPH, Map.of()), wish, null, snapshotClasses, List.of());
    }

    private static StorageClass storageClass(String provisioner, Map<String, String> annotations) {
        return new StorageClassBuilder()
                .withNewMetadata()
                .withName("class")
                .withAnnotations(annotations)
                .endMetadata()
                .withProvisioner(provisioner)
                .build();
    }

    private static SnapshotClass snapshots(String name, String driver, boolean isDefault) {
        return new SnapshotClass(name, driver, isDefault, Map.of());
    }

    private static ClaimPropertySet set(String accessMode, String volumeMode) {
        return new ClaimPropertySet(List.of(accessMode), volumeMode);
    }

    private static PersistentVolume volume(String storageClass, String volumeMode, String... accessModes) {
        return new PersistentVolumeBuilder()
                .withNewSpec()
                .withStorageClassName(storageClass)
                .withVolumeMode(volumeMode)
                .withAccessModes(accessModes)
                .endSpec()
                .build();
    }
}
