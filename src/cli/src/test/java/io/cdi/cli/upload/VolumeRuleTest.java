// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.cli.apply.VolumeName;
import io.cdi.cli.upload.VolumeRule.Decision;
import io.cdi.contract.ContentType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeRuleTest {

    private static final VolumeName NAME = new VolumeName("vms", "fedora");

    @Test
    void aMissingOneIsMade() {
        assertThat(VolumeRule.decide(NAME, Optional.empty(), ContentType.KUBEVIRT, true))
                .isEqualTo(new Decision.Create());
    }

    @Test
    void unlessTheUserDoesNotWantThat() {
        assertThat(VolumeRule.decide(NAME, Optional.empty(), ContentType.KUBEVIRT, false))
                .isEqualTo(new Decision.Refuse("there is no DataVolume vms/fedora; leave out --no-create to make it"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "spec: {source: {upload: {}}}|",
                "{spec: {source: {upload: {}}}, status: {phase: UploadReady}}|",
                "{spec: {source: {upload: {}}}, status: {phase: Succeeded}}"
                        + "| DataVolume vms/fedora is filled already; delete it or choose another name",
                "spec: {source: {http: {url: a}}}"
                        + "| DataVolume vms/fedora is filled from its http source, not by an upload; choose another name",
                "spec: {sourceRef: {kind: DataSource, name: a}}"
                        + "| DataVolume vms/fedora is filled from its sourceRef, not by an upload; choose another name",
                "spec: {source: {upload: {}}, contentType: archive}"
                        + "| DataVolume vms/fedora wants the content type archive; give --content-type archive",
                "{metadata: {deletionTimestamp: now}, spec: {source: {upload: {}}}}"
                        + "| DataVolume vms/fedora is being deleted; wait until it is gone",
            })
    void anExistingOneMustWaitForAnUpload(String yaml, String refusal) {
        DataVolume volume = Serialization.unmarshal("---\n" + yaml, DataVolume.class);
        assertThat(VolumeRule.decide(NAME, Optional.of(volume), ContentType.KUBEVIRT, true))
                .isEqualTo(refusal == null ? new Decision.Use(volume) : new Decision.Refuse(refusal));
    }
}
