// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {

    @TempDir
    Path folder;

    @Test
    void refusesWhatHoldsNoDisk() throws IOException {
        assertRefused(folder, "it is a directory; name a file in it, such as " + folder.resolve("disk.img"));
        assertRefused(Path.of("/dev/null"), "it is a character device; only files and block devices hold disks");
        assertRefused(folder.resolve("missing/disk.img"), "/missing does not exist; make it first");
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(file.resolve("disk.img"), "is a file, not a directory");
        Path circle = folder.resolve("circle");
        Files.createSymbolicLink(circle, Path.of("circle"));
        assertRefused(circle, "symbolic links");
    }

    @Test
    void knowsThatAFileIsNoDevice() throws IOException {
        assertThat(Volumes.deviceBytes(Files.createFile(folder.resolve("file"))))
                .isEmpty();
    }

    private static void assertRefused(Path target, String why) {
        var refusal = catchThrowableOfType(VolumeException.class, () -> Volumes.open(target, VolumeOptions.DEFAULT));

        assertThat(refusal).hasMessageContaining(why).hasMessageContaining(target.toString());
        assertThat(refusal.getMessage()).doesNotContain("\n");
        assertThat(refusal.reason()).isEqualTo(Reason.UNSUITABLE);
    }
}
