// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.cli.upload.ReadinessRule.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ReadinessRuleTest {

    @Test
    void anUploadServerThatIsReadyIsOpen() {
        assertThat(of("status: {phase: UploadReady}")).isEqualTo(new Readiness.Open());
    }

    @Test
    void successIsTheEnd() {
        assertThat(of("status: {phase: Succeeded}")).isEqualTo(new Readiness.Filled());
    }

    @Test
    void whatIsWaitedForIsTheClustersWord() {
        assertThat(of("{}")).isEqualTo(new Readiness.Waiting("Pending"));
        assertThat(of("""
                        status:
                          phase: UploadScheduled
                          conditions:
                          - {type: Bound, status: "True", message: PVC fedora Bound}
                          - {type: Running, status: "False", message: container is waiting}
                        """)).isEqualTo(new Readiness.Waiting("UploadScheduled, container is waiting"));
    }

    @Test
    void aVolumeThatWaitsForAPodNeedsTheUsersHelp() {
        assertThat(of("{metadata: {name: fedora}, status: {phase: PendingPopulation}}"))
                .isEqualTo(new Readiness.Hopeless("its storage class makes the volume when a pod uses it"
                        + " (PendingPopulation); delete it and give --force-bind, or start a pod that mounts the claim"
                        + " fedora and upload again"));
        assertThat(of("{metadata: {name: fedora}, status: {phase: WaitForFirstConsumer}}"))
                .isInstanceOf(Readiness.Hopeless.class);
    }

    @Test
    void unlessItIsBoundAtOnceAnyway() {
        assertThat(of("""
                        metadata: {annotations: {cdi.kubevirt.io/storage.bind.immediate.requested: ""}}
                        status: {phase: WaitForFirstConsumer}
                        """)).isEqualTo(new Readiness.Waiting("WaitForFirstConsumer"));
    }

    @Test
    void aClaimThatCannotBeMadeIsNotWaitedFor() {
        assertThat(of("""
                        status:
                          conditions:
                          - {type: Bound, status: "False", reason: ErrClaimNotValid, message: Spec is missing accessMode}
                        """))
                .isEqualTo(new Readiness.Hopeless(
                        "Spec is missing accessMode; delete it and upload again with other options"
                                + " (--access-mode and --volume-mode, --storage-class, --size)"));
    }

    @Test
    void aFailureHasItsReason() {
        assertThat(of("status: {phase: Failed, conditions: [{type: Bound, status: 'False', message: PVC lost}]}"))
                .isEqualTo(new Readiness.Hopeless("it has failed: PVC lost"));
    }

    @Test
    void noneIsLeftAfterADeletion() {
        assertThat(ReadinessRule.of(null)).isEqualTo(new Readiness.Hopeless("it was deleted meanwhile"));
    }

    private static Readiness of(String yaml) {
        return ReadinessRule.of(Serialization.unmarshal("---\n" + yaml, DataVolume.class));
    }
}
