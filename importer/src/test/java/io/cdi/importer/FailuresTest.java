// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.SourceType;
import io.cdi.contract.pod.Outcome;
import io.cdi.engine.TransferException.Integrity;
import io.cdi.engine.TransferException.NeedsScratch;
import io.cdi.engine.TransferException.Permanent;
import io.cdi.engine.TransferException.Transient;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.Progress.Phase;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    private static final String FILE = "Unable to process data: Unable to transfer source data to target file: ";

    static Stream<Arguments> failures() {
        return Stream.of(
                on(
                        SourceType.HTTP,
                        Phase.CONNECTING,
                        new Permanent("http://h/a: expected status code 200, got 404. Status: 404 Not Found"),
                        1,
                        "Unable to connect to http data source: expected status code 200, got 404."
                                + " Status: 404 Not Found (http://h/a)"),
                on(
                        SourceType.HTTP,
                        Phase.CONNECTING,
                        new Transient("connect to http://h/a: the connection was refused"),
                        1,
                        "Unable to connect to http data source: HTTP request errored: connect to http://h/a:"
                                + " the connection was refused"),
                on(
                        SourceType.S3,
                        Phase.CONNECTING,
                        new Permanent("no such bucket"),
                        1,
                        "Unable to connect to s3 data source: no such bucket"),
                on(
                        SourceType.HTTP,
                        Phase.CONNECTING,
                        new IllegalArgumentException("invalid checksum: x"),
                        1,
                        "Unable to connect to http data source: invalid checksum: x"),
                on(SourceType.HTTP, Phase.TRANSFERRING, new Permanent("corrupt"), 1, FILE + "corrupt"),
                on(
                        SourceType.HTTP,
                        Phase.CONVERTING,
                        new Permanent("corrupt"),
                        1,
                        "Unable to process data: Unable to convert source data to target format: corrupt"),
                on(
                        SourceType.HTTP,
                        Phase.TRANSFERRING,
                        new VolumeException(VolumeException.Reason.NO_SPACE, "write: No space left on device (ENOSPC)"),
                        1,
                        FILE + "write: no space left on device (ENOSPC)"),
                on(
                        SourceType.HTTP,
                        Phase.TRANSFERRING,
                        new NeedsScratch("maps at the end"),
                        0,
                        "{\"scratchSpaceRequired\":true,\"preallocationApplied\":false,\"message\":\"Import Complete\"}"),
                on(
                        SourceType.HTTP,
                        Phase.TRANSFERRING,
                        new Integrity("checksum mismatch: expected a, calculated b"),
                        0,
                        "{\"message\":\"" + FILE + "checksum mismatch: expected a, calculated b\"}"),
                on(
                        SourceType.REGISTRY,
                        Phase.TRANSFERRING,
                        new Integrity("the layer's digest differs"),
                        1,
                        FILE + "the layer's digest differs"),
                on(
                        SourceType.REGISTRY,
                        Phase.CONNECTING,
                        new Permanent("host unknown"),
                        1,
                        "Unable to process data: Unable to obtain information about data source:"
                                + " Failed to read registry image: failed to pull image: host unknown"),
                on(
                        SourceType.REGISTRY,
                        Phase.CONNECTING,
                        new Permanent("bootc image detected: x"),
                        1,
                        "Unable to process data: Unable to obtain information about data source:"
                                + " Failed to read registry image: bootc image detected: x"),
                on(
                        SourceType.REGISTRY,
                        Phase.CONNECTING,
                        new IllegalArgumentException("Invalid image name \"x\", unknown transport"),
                        1,
                        "Unable to process data: Unable to obtain information about data source:"
                                + " Failed to read registry image: Invalid image name \"x\", unknown transport"),
                on(
                        SourceType.REGISTRY,
                        Phase.TRANSFERRING,
                        new Transient("cut"),
                        1,
                        FILE + "Failed to read registry image: failed to pull image: cut"),
                on(SourceType.HTTP, Phase.FINISHING, new IOException("x"), 1, FILE + "java.io.IOException: x"));
    }

    private static Arguments on(SourceType type, Phase phase, Exception failure, int code, String text) {
        return Arguments.of(type, phase, failure, code, text);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void areToldAsTheContractSays(SourceType type, Phase phase, Exception failure, int code, String text) {
        Outcome outcome = new Failures(type, Content.DISK, phase).outcome(failure);

        assertThat(outcome.terminationText()).contains(text);
        assertThat(outcome.exitCode()).isEqualTo(code);
    }
}
