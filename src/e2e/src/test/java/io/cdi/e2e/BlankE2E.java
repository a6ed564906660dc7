// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Empty disks, section 2.23 of the documents.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class BlankE2E {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"Filesystem,400,471", "Block,500,500"})
    void isAnEmptyDiskOfTheWholeUsableSize(String mode, long least, long most, TestNamespace namespace) {
        try (Witness witness = new Witness(namespace)) {
            TestVolume volume = namespace.dataVolume("blank-image-datavolume", "blank: {}", mode, "500Mi");

            volume.awaitSucceeded();

            DiskPod.Content content = volume.disk().content();
            assertThat(content.bytes()).isBetween(least * MIB, most * MIB);
            assertThat(content.sha256()).isEqualTo(zeros(content.bytes()));
            assertThat(volume.progress()).isEqualTo("100.0%");
            volume.awaitTidy();
            assertThat(witness.importers()).hasSizeLessThanOrEqualTo(1);
            assertThat(witness.claims()).hasSizeLessThanOrEqualTo(2);
            assertThat(namespace.warnings()).isEmpty();
        }
    }

    private static String zeros(long bytes) {
        return Command.shell("head -c " + bytes + " /dev/zero | sha256sum").substring(0, 64);
    }
}
