// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TransferException.Transient("cut"), ExitCode.TRANSIENT, "cut"),
                Arguments.of(new TransferException.Permanent("gone"), ExitCode.PERMANENT, "gone"),
                Arguments.of(new TransferException.Integrity("differs"), ExitCode.INTEGRITY, "differs"),
                Arguments.of(
                        new TransferException.NeedsScratch("maps come last"),
                        ExitCode.PERMANENT,
                        "maps come last; give room for a temporary copy with --scratch DIR"),
                Arguments.of(new VolumeException(VolumeException.Reason.NO_SPACE, "full"), ExitCode.PERMANENT, "full"),
                Arguments.of(new VolumeException(VolumeException.Reason.BUSY, "in use"), ExitCode.TRANSIENT, "in use"),
                Arguments.of(new InterruptedException(), ExitCode.PERMANENT, "interrupted"),
                Arguments.of(new NoSuchFileException("/a"), ExitCode.PERMANENT, "no such file or folder: /a"),
                Arguments.of(new IOException("two\n  lines\n"), ExitCode.PERMANENT, "two; lines"),
                Arguments.of(
                        new IllegalStateException("bug"),
                        ExitCode.PERMANENT,
                        "internal error: java.lang.IllegalStateException: bug; run again with --verbose and report what"
                                + " it shows"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void haveACodeAndALine(Throwable failure, ExitCode code, String line) {
        assertThat(ExitCode.of(failure)).isEqualTo(code);
        assertThat(Failures.line(failure)).isEqualTo(line);
    }

    @Test
    void wrongContentOutweighsAllAndRetryableFailuresWeighLeast() {
        assertThat(ExitCode.TRANSIENT.worse(ExitCode.PERMANENT)).isEqualTo(ExitCode.PERMANENT);
        assertThat(ExitCode.INTEGRITY.worse(ExitCode.PERMANENT)).isEqualTo(ExitCode.INTEGRITY);
        assertThat(ExitCode.DONE.worse(ExitCode.TRANSIENT)).isEqualTo(ExitCode.TRANSIENT);
        assertThat(ExitCode.DONE.worse(ExitCode.DONE)).isEqualTo(ExitCode.DONE);
    }
}
