// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.scratch.VolumeException;
import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureAnswerTest {

    private static final String TOO_LARGE =
            "Saving stream failed: effective image size is larger than the reported available storage: ";

    @ParameterizedTest
    @MethodSource
    void answersWithTheCause(Exception failure, int status, String text) {
        assertThat(FailureAnswer.of(failure).status()).isEqualTo(status);
        assertThat(FailureAnswer.of(failure).text()).isEqualTo(text);
    }

    static Stream<Arguments> answersWithTheCause() {
        String larger =
                "read the upload: virtual image size 5 is larger than the reported available storage 4. A larger PVC is required";
        return Stream.of(
                Arguments.of(new VolumeException(Reason.NO_SPACE, "write: full"), 400, TOO_LARGE + "write: full"),
                Arguments.of(new VolumeException(Reason.TOO_SMALL, "too large"), 400, TOO_LARGE + "too large"),
                Arguments.of(new TransferException.Permanent(larger), 400, TOO_LARGE + larger),
                Arguments.of(
                        new TransferException.Permanent("read the upload: it is cut off"),
                        400,
                        "Saving stream failed: read the upload: it is cut off"),
                Arguments.of(
                        new TransferException.Transient("it broke off"), 500, "Saving stream failed: it broke off"),
                Arguments.of(
                        new TransferException.NeedsScratch("its maps come last"),
                        500,
                        "Saving stream failed: scratch space required and none found: its maps come last; upload again, it will be there"),
                Arguments.of(new VolumeException(Reason.IO, "write: EIO"), 500, "Saving stream failed: write: EIO"),
                Arguments.of(new IOException("oh"), 500, "Saving stream failed: java.io.IOException: oh"));
    }
}
