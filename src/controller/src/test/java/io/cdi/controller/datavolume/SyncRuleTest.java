// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeStatus;
import io.cdi.api.names.ControllerReference;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.controller.Given;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.TypedObjectReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncRuleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # class | annotation of the DataVolume                      | source      | steps
            fast    |                                                   | blank: {}   | Note CreateSource CreateClaim
            tree    |                                                   | blank: {}   | Note CreateClaim
            fast    | 'cdi.kubevirt.io/storage.usePopulator: "false"'   | blank: {}   | CreateClaim
            fast    | 'cdi.kubevirt.io/storage.usePopulator: "0"'       | blank: {}   | Note CreateClaim
            fast    | 'cdi.kubevirt.io/storage.usePopulator: maybe'     | blank: {}   | ErrClaimNotValid
            fast    | 'cdi.kubevirt.io/storage.prePopulated: disk'      | blank: {}   |
            fast    |                                                   | 'pvc: {namespace: a, name: b}' | SourceNotSupported
            """)
    void makesTheClaim(String storageClass, @Nullable String annotation, String source, @Nullable String steps) {
        assertThat(summary(dataVolume(storageClass, annotation, source, ""), null, List.of()))
                .isEqualTo(steps == null ? "" : steps);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # claim's annotation                            | DataVolume's annotation                     | steps
                                                            |                                             | ErrResourceExists
            'cdi.kubevirt.io/storage.populatedFor: disk'    |                                             | Adopt Note
                                                            | 'cdi.kubevirt.io/allowClaimAdoption: "true"' | Adopt
                                                            | 'cdi.kubevirt.io/allowClaimAdoption: "1"'    | Adopt
            'cdi.kubevirt.io/createdForDataVolume: "0"'     | 'cdi.kubevirt.io/allowClaimAdoption: "true"' | ErrResourceExists
            """)
    void takesAClaimThatMayBeTaken(@Nullable String claim, @Nullable String annotation, String steps) {
        for (String source : List.of("blank: {}", "pvc: {namespace: a, name: b}")) {
            assertThat(summary(dataVolume("fast", annotation, source, ""), claim(claim), List.of()))
                    .isEqualTo(steps);
        }
    }

    /// Whatever the source is: nothing is filled.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # class | source                         | volume's metadata                            | steps
            fast    | 'blank: {}'                    | ''                                           | CreateClaim
            null    | 'blank: {}'                    | ''                                           | CreateClaim
            slow    | 'blank: {}'                    | ''                                           | Note CreateClaim
            fast    | 'pvc: {namespace: a, name: b}' | ''                                           | CreateClaim
            fast    | 'blank: {}'                    | ', deletionTimestamp: "2026-01-01T00:00:00Z"' | Note CreateSource CreateClaim
            slow    | 'pvc: {namespace: a, name: b}' | ''                                           | SourceNotSupported
            """)
    void fillsNothingWhenAVolumeWaitsForTheClaim(String storageClass, String source, String metadata, String steps) {
        PersistentVolume volume = Given.object(PersistentVolume.class, """
                metadata: {name: pv1%s}
                spec:
                  accessModes: [ReadWriteOnce]
                  capacity: {storage: 1Gi}
                  storageClassName: fast
                  claimRef: {namespace: user, name: disk}
                status: {phase: Available}
                """.formatted(metadata));

        assertThat(summary(
                        dataVolume(storageClass, "cdi.kubevirt.io/storage.checkStaticVolume: ''", source, ""),
                        null,
                        List.of(volume)))
                .isEqualTo(steps);
    }

    /// A claim that has come with the annotation from elsewhere is none to judge, and none to delete.
    @ParameterizedTest
    @CsvSource({"0, pv1, NoteOnClaim", "0, pv2, ErrClaimNotValid", "9, pv2, Adopt"})
    void deletesOnlyItsOwnClaimWhenAnotherVolumeWasBound(String madeFor, String volume, String steps) {
        DataVolume dataVolume = dataVolume("fast", "cdi.kubevirt.io/allowClaimAdoption: 'true'", "blank: {}", "");
        PersistentVolumeClaim claim = claim("cdi.kubevirt.io/createdForDataVolume: '" + madeFor
                + "', cdi.kubevirt.io/storage.persistentVolumeList: '[\"pv1\"]'");
        claim.getSpec().setVolumeName(volume);
        if (madeFor.equals("0")) {
            claim.getMetadata().setOwnerReferences(List.of(ControllerReference.to(dataVolume)));
        }

        assertThat(summary(dataVolume, claim, List.of())).isEqualTo(steps);
    }

    /// The claim of a DataVolume that has succeeded may be deleted, which makes another one to fill.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # pod of the claim | source's metadata | steps
            Running            |                   | CreateSource
            Running            | name: s           | ''
            Succeeded          | name: s           | DeleteSource
            Succeeded          |                   | ''
            """)
    void keepsTheSourceUntilTheClaimIsFilled(String pod, @Nullable String source, String steps) {
        DataVolume dataVolume = dataVolume("fast", null, "blank: {}", "");
        dataVolume.setStatus(Given.object(DataVolumeStatus.class, "phase: Succeeded"));
        PersistentVolumeClaim claim = claim("cdi.kubevirt.io/storage.pod.phase: " + pod
                + ", cdi.kubevirt.io/createdForDataVolume: '0', cdi.kubevirt.io/storage.usePopulator: 'true'");
        claim.getSpec().setDataSourceRef(new TypedObjectReference());
        claim.getMetadata().setOwnerReferences(List.of(ControllerReference.to(dataVolume)));
        Optional<VolumeImportSource> found = Optional.ofNullable(source)
                .map(metadata -> Given.object(VolumeImportSource.class, "metadata: {" + metadata + "}"));

        assertThat(summary(dataVolume, claim, found, List.of())).isEqualTo(steps);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # source                                | DataVolume's labels                                                    | steps
            'registry: {url: "docker://server/a"}'  |                                                                        | Note
            'registry: {url: "docker://server/a"}'  | 'labels: {instancetype.kubevirt.io/default-preference-kind: mine},'    |
            'blank: {}'                             |                                                                        |
            """)
    void learnsWhatAMachineIsLikeFromAContainerImage(String source, @Nullable String labels, @Nullable String steps) {
        PersistentVolumeClaim claim = claim(null);
        claim.getMetadata().setLabels(Map.of("instancetype.kubevirt.io/default-preference", "fedora"));
        DataVolume dataVolume = dataVolume("fast", null, source, labels == null ? "" : labels);
        claim.getMetadata().setOwnerReferences(List.of(ControllerReference.to(dataVolume)));

        assertThat(summary(dataVolume, claim, List.of())).isEqualTo(steps == null ? "" : steps);
    }

    @ParameterizedTest
    @CsvSource({"fast, true", "tree, false"})
    void leavesTheFillingToOthers(String storageClass, String populator) {
        SyncRule.Sync sync = decide(external(storageClass), null, Optional.empty(), List.of());

        assertThat(sync.trouble()).isEmpty();
        assertThat(sync.steps())
                .last()
                .isInstanceOfSatisfying(
                        SyncStep.CreateClaim.class,
                        step -> assertThat(step.claim().getMetadata().getAnnotations())
                                .containsEntry("cdi.kubevirt.io/externalPopulation", "true")
                                .containsEntry("cdi.kubevirt.io/storage.usePopulator", populator));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # class | claim refers to | phase   | steps
            fast    | Someone         | Pending | ''
            fast    | Someone         | Bound   | ''
            fast    | -               | Bound   | NoAnyVolumeDataSource
            tree    | Someone         | Bound   | NoCSIDriverForExternalPopulation
            tree    | VolumeSnapshot  | Bound   | ''
            """)
    void saysWhyOthersDoNotFillAClaim(String storageClass, String kind, String phase, String steps) {
        DataVolume dataVolume = external(storageClass);
        PersistentVolumeClaim claim = claim("cdi.kubevirt.io/createdForDataVolume: '0'");
        claim.getSpec().setStorageClassName(storageClass);
        claim.getStatus().setPhase(phase);
        claim.getMetadata().setOwnerReferences(List.of(ControllerReference.to(dataVolume)));
        if (!kind.equals("-")) {
            claim.getSpec().setDataSourceRef(new TypedObjectReference("a.example", kind, "it", null));
        }

        assertThat(summary(dataVolume, claim, List.of())).isEqualTo(steps);
    }

    private static DataVolume external(String storageClass) {
        return Given.object(DataVolume.class, """
                metadata: {name: disk, namespace: user, uid: "0"}
                spec:
                  pvc:
                    storageClassName: %s
                    accessModes: [ReadWriteOnce]
                    resources: {requests: {storage: 1Gi}}
                    dataSourceRef: {apiGroup: a.example, kind: Someone, name: it}
                """.formatted(storageClass));
    }

    @Test
    void doesNothingForADataVolumeThatGoes() {
        assertThat(summary(
                        dataVolume("fast", null, "blank: {}", "deletionTimestamp: '2026-01-01T00:00:00Z',"),
                        null,
                        List.of()))
                .isEmpty();
    }

    private static String summary(
            DataVolume dataVolume, @Nullable PersistentVolumeClaim claim, List<PersistentVolume> volumes) {
        return summary(dataVolume, claim, Optional.empty(), volumes);
    }

    private static String summary(
            DataVolume dataVolume,
            @Nullable PersistentVolumeClaim claim,
            Optional<VolumeImportSource> source,
            List<PersistentVolume> volumes) {
        SyncRule.Sync sync = decide(dataVolume, claim, source, volumes);
        return sync.trouble()
                .map(Trouble::reason)
                .orElseGet(() -> String.join(
                        " ",
                        sync.steps().stream()
                                .map(step -> step.getClass().getSimpleName())
                                .toList()));
    }

    private static SyncRule.Sync decide(
            DataVolume dataVolume,
            @Nullable PersistentVolumeClaim claim,
            Optional<VolumeImportSource> source,
            List<PersistentVolume> volumes) {
        return SyncRule.decide(
                new ObservedDataVolume(
                        dataVolume,
                        Optional.ofNullable(claim),
                        Optional.empty(),
                        source,
                        volumes,
                        Optional.empty(),
                        Given.cluster("")),
                Given.INSTALLATION);
    }

    private static DataVolume dataVolume(
            String storageClass, @Nullable String annotation, String source, String metadata) {
        return Given.object(
                DataVolume.class, """
                metadata: {name: disk, namespace: user, uid: "0", %s annotations: {%s}}
                spec:
                  source: {%s}
                  pvc:
                    storageClassName: %s
                    accessModes: [ReadWriteOnce]
                    resources: {requests: {storage: 1Gi}}
                """.formatted(metadata, annotation == null ? "" : annotation, source, storageClass));
    }

    private static PersistentVolumeClaim claim(@Nullable String annotation) {
        return Given.object(PersistentVolumeClaim.class, """
                metadata: {name: disk, namespace: user, uid: "1", annotations: {%s}}
                spec: {storageClassName: fast}
                status: {phase: Bound}
                """.formatted(annotation == null ? "" : annotation));
    }
}
