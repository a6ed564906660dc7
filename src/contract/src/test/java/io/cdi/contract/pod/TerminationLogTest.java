// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.TerminationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminationLogTest {

    @TempDir
    private Path folder;

    @Test
    void writesOneLineOverWhatAnEarlierRunLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("termination-log"), "something longer than the new text");

        new TerminationLog(file).write("one\ntwo\r\nthree\n");

        assertThat(file).hasContent("one two three");
    }

    @Test
    void writesNoMoreThanTheKubeletReads() throws IOException {
        Path file = folder.resolve("termination-log");

        new TerminationLog(file).write("x".repeat(5000));

        assertThat(file).hasSize(TerminationMessage.LONGEST_BYTES);
    }

    @Test
    void givesLabelsUpRatherThanTheMessage() {
        Outcome outcome = Outcome.done(TerminationMessage.imported(true, Map.of("kubevirt.io/a", "x".repeat(5000))));

        assertThat(outcome.terminationText())
                .contains(
                        "{\"scratchSpaceRequired\":false,\"preallocationApplied\":true,\"message\":\"Import Complete\"}");
    }
}
