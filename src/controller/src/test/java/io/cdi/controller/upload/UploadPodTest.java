// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import io.cdi.controller.Given;
import io.cdi.controller.Golden;
import io.cdi.controller.worker.ObservedClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UploadPodTest {

    static List<Path> cases() {
        return Golden.cases(UploadPodTest.class);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void makesThePodAndTheServiceOfTheContract(Path folder) {
        PersistentVolumeClaim claim = Given.object(PersistentVolumeClaim.class, Golden.given(folder, "claim"));
        ObservedClaim seen = Given.observed(claim, Optional.empty(), "", Instant.EPOCH);

        Golden.expect(folder, "pod", UploadPod.of(seen, Given.INSTALLATION));
        Golden.expect(folder, "service", UploadService.of(seen, Given.INSTALLATION));
    }
}
