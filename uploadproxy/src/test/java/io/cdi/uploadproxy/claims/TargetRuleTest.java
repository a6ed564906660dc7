// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.ContentType;
import io.cdi.tokens.Token;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetRuleTest {

    private static final String STORAGE = "cdi.kubevirt.io/storage.";
    private static final Token TOKEN = Token.upload("ns", "disk", Optional.of("u1"));

    private final Map<String, ObservedClaim> claims = new HashMap<>();

    private Target target(Token token) {
        return TargetRule.target(token, name -> Optional.ofNullable(claims.get(name)));
    }

    private void claim(String name, String uid, Map<String, String> annotations) {
        claims.put(name, ObservedClaim.of(plain(name, uid, annotations)));
    }

    private static PersistentVolumeClaim plain(String name, String uid, Map<String, String> annotations) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    private void populated(String name, String uid, Map<String, String> annotations) {
        claims.put(
                name,
                ObservedClaim.of(plain(name, uid, annotations)
                        .edit()
                        .editSpec()
                        .withNewDataSourceRef("cdi.kubevirt.io", "VolumeUploadSource", "source", null)
                        .endSpec()
                        .build()));
    }

    @Test
    void aReadyClaimLeadsToItsServer() {
        claim("disk", "u1", Map.of(STORAGE + "upload.target", "", STORAGE + "pod.ready", "true"));

        assertThat(target(TOKEN)).isEqualTo(new Target.Ready("cdi-upload-disk.ns.svc", ContentType.KUBEVIRT));
    }

    @Test
    void theNameOfThePodCountsAndIsMadeAServiceName() {
        claim(
                "disk",
                "u1",
                Map.of(
                        STORAGE + "upload.target", "",
                        STORAGE + "pod.ready", "true",
                        STORAGE + "contentType", "archive",
                        STORAGE + "uploadPodName", "cdi-upload-a.b"));

        assertThat(target(TOKEN)).isEqualTo(new Target.Ready("cdi-upload-a-b.ns.svc", ContentType.ARCHIVE));
    }

    @Test
    void aPrimeClaimIsAskedInsteadOfItsTarget() {
        populated("disk", "u1", Map.of(STORAGE + "populator.pvcPrime", "prime-u1"));
        claim("prime-u1", "u2", Map.of(STORAGE + "upload.target", "", STORAGE + "pod.ready", "true"));

        assertThat(target(TOKEN)).isEqualTo(new Target.Ready("cdi-upload-prime-u1.ns.svc", ContentType.KUBEVIRT));
    }

    @Test
    void whatMayComeIsWaitedFor() {
        claim("disk", "u1", Map.of(STORAGE + "upload.target", "", STORAGE + "pod.ready", "false"));
        assertThat(target(TOKEN)).isInstanceOf(Target.NotYet.class);

        populated("disk", "u1", Map.of());
        assertThat(target(TOKEN)).isInstanceOf(Target.NotYet.class);
    }

    @Test
    void aTokenForAFormerClaimIsForNobody() {
        claim("disk", "u9", Map.of(STORAGE + "upload.target", "", STORAGE + "pod.ready", "true"));

        assertThat(target(TOKEN)).isEqualTo(new Target.OtherClaim());
        assertThat(target(Token.upload("ns", "disk", Optional.empty()))).isInstanceOf(Target.Ready.class);
    }

    @Test
    void refusalsAreInTheWordsThatClientsKnow() {
        assertThat(target(TOKEN))
                .isEqualTo(new Target.Refused("rejecting Upload Request for PVC disk that doesn't exist"));

        claim("disk", "u1", Map.of());
        assertThat(target(TOKEN)).isEqualTo(new Target.Refused("PVC disk is not an upload target"));

        claim("disk", "u1", Map.of(STORAGE + "upload.target", "", STORAGE + "pod.phase", "Succeeded"));
        assertThat(target(TOKEN))
                .isEqualTo(new Target.Refused("rejecting Upload Request for PVC disk that already finished uploading"));

        populated("disk", "u1", Map.of(STORAGE + "pod.phase", "Succeeded"));
        assertThat(target(TOKEN))
                .isEqualTo(new Target.Refused("rejecting Upload Request for PVC disk that already finished uploading"));

        populated("disk", "u1", Map.of(STORAGE + "populator.pvcPrime", "prime-u1"));
        assertThat(target(TOKEN))
                .isEqualTo(new Target.Refused("rejecting Upload Request for PVC disk, PVC' wasn't created yet"));

        claim(
                "disk",
                "u1",
                Map.of(
                        STORAGE + "upload.target",
                        "",
                        STORAGE + "pod.ready",
                        "true",
                        STORAGE + "contentType",
                        "<script>"));
        assertThat(target(TOKEN))
                .isEqualTo(new Target.Refused(
                        "rejecting upload request for PVC disk - upload content-type <script> is invalid"));
    }
}
