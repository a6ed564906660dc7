// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.names.ControllerReference;
import io.cdi.controller.Given;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
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
            'cdi.kubevirt.io/createdForDataVolume: "0"'     | 'cdi.kubevirt.io/allowClaimAdoption: "true"' | ErrResourceExists
            """)
    void takesAClaimThatMayBeTaken(@Nullable String claim, @Nullable String annotation, String steps) {
        assertThat(summary(dataVolume("fast", annotation, "blank: {}", ""), claim(claim), List.of()))
                .isEqualTo(steps);
    }

    @Test
    void fillsNothingWhenAVolumeWaitsForTheClaim() {
        PersistentVolume volume = Given.object(PersistentVolume.class, """
                metadata: {name: pv1}
                spec:
                  accessModes: [ReadWriteOnce]
                  capacity: {storage: 1Gi}
                  storageClassName: fast
                  claimRef: {namespace: user, name: disk}
                status: {phase: Available}
                """);

        assertThat(summary(
                        dataVolume("fast", "cdi.kubevirt.io/storage.checkStaticVolume: ''", "blank: {}", ""),
                        null,
                        List.of(volume)))
                .isEqualTo("CreateClaim");
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
        SyncRule.Sync sync = SyncRule.decide(
                new ObservedDataVolume(
                        dataVolume,
                        Optional.ofNullable(claim),
                        Optional.empty(),
                        Optional.empty(),
                        volumes,
                        Optional.empty(),
                        Given.cluster("")),
                Given.INSTALLATION);
        return sync.trouble()
                .map(Trouble::reason)
                .orElseGet(() -> String.join(
                        " ",
                        sync.steps().stream()
                                .map(step -> step.getClass().getSimpleName())
                                .toList()));
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
