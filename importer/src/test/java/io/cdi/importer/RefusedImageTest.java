// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedImageTest {

    private static final long CAPACITY_BYTES = 10L << 30;

    @TempDir
    Path folder;

    private final RefusedImage refused =
            new RefusedImage("\"etag\"", CAPACITY_BYTES, "it is too large\nfor the volume");

    @BeforeEach
    void remember() throws IOException {
        refused.write(folder);
    }

    @Test
    void isRecalledInOneLineForTheSameVolume() throws IOException {
        assertThat(RefusedImage.recall(folder, CAPACITY_BYTES, Instant.now()))
                .hasValue(new RefusedImage("\"etag\"", CAPACITY_BYTES, "it is too large for the volume"));
    }

    @Test
    void isForgottenWhenTheVolumeHasGrown() throws IOException {
        assertThat(RefusedImage.recall(folder, 2 * CAPACITY_BYTES, Instant.now()))
                .isEmpty();
    }

    @Test
    void isForgottenAfterADay() throws IOException {
        assertThat(RefusedImage.recall(folder, CAPACITY_BYTES, Instant.now().plus(Duration.ofHours(25))))
                .isEmpty();
    }

    @Test
    void isOneWhoseOwnContentFails() {
        assertThat(RefusedImage.blames(new TransferException.BadImage("corrupt")))
                .isTrue();
        assertThat(RefusedImage.blames(VolumeException.tooSmall(folder, 2, 1))).isTrue();

        assertThat(RefusedImage.blames(new TransferException.Permanent("got 403")))
                .isFalse();
        assertThat(RefusedImage.blames(new TransferException.Integrity("another digest")))
                .isFalse();
        assertThat(RefusedImage.blames(new TransferException.Transient("a cut")))
                .isFalse();
        assertThat(RefusedImage.blames(new VolumeException(VolumeException.Reason.NOT_PERMITTED, "write")))
                .isFalse();
    }

    @Test
    void isNotWhatAnotherReleaseWrote() throws IOException {
        Files.write(folder.resolve("refused-image"), List.of("\"etag\"", "it is too large"));

        assertThat(RefusedImage.recall(folder, CAPACITY_BYTES, Instant.now())).isEmpty();
    }
}
