// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.config.FilesystemOverhead;
import io.cdi.api.storage.StorageClasses;
import io.cdi.contract.ForeignAnnotations;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverheadTest {
    private static final long GIB = 1L << 30;
    private static final StorageClasses CLASSES = new StorageClasses(List.of(
            new StorageClassBuilder()
                    .withNewMetadata()
                    .withName("fast")
                    .endMetadata()
                    .build(),
            new StorageClassBuilder()
                    .withNewMetadata()
                    .withName("standard")
                    .addToAnnotations(ForeignAnnotations.DEFAULT_STORAGE_CLASS, "true")
                    .endMetadata()
                    .build()));

    @Test
    void addsTheShareOnTop() {
        assertThat(new Overhead(0.06).volumeFor(GIB)).isEqualTo(1138166334L);
        assertThat(new Overhead(0.06).volumeFor(GIB - 1)).isEqualTo(1138166334L);
        assertThat(Overhead.NONE.volumeFor(1)).isEqualTo(Overhead.MIB);
    }

    @Test
    void contentIsWholeMebibytes() {
        assertThat(new Overhead(0.06).contentOf(GIB)).isEqualTo(1012924416L);
        assertThat(Overhead.NONE.contentOf(GIB)).isEqualTo(GIB);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.055, 0.06, 0.1, 0.333, 1})
    void theVolumeForAContentHoldsIt(double share) {
        var overhead = new Overhead(share);

        for (long mebibytes = 1; mebibytes < 1L << 22; mebibytes = mebibytes * 3 + 1) {
            var content = mebibytes * Overhead.MIB;
            assertThat(overhead.contentOf(overhead.volumeFor(content))).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.06, 1})
    void theLargestSizesStaySizes(double share) {
        var overhead = new Overhead(share);

        assertThat(overhead.volumeFor(Long.MAX_VALUE)).isGreaterThan(Long.MAX_VALUE - Overhead.MIB);
        assertThat(overhead.contentOf(Long.MAX_VALUE)).isGreaterThan(Long.MAX_VALUE / 3);
        assertThat(Overhead.scratchBytes(Long.MAX_VALUE, Overhead.NONE, overhead))
                .isEqualTo(Long.MAX_VALUE / Overhead.MIB * Overhead.MIB);
    }

    @Test
    void scratchHoldsWhatTheTargetHolds() {
        var share = new Overhead(0.06);

        assertThat(Overhead.scratchBytes(1138166334L, share, share)).isEqualTo(1086 * Overhead.MIB);
        assertThat(Overhead.scratchBytes(GIB, Overhead.NONE, share)).isEqualTo(1086 * Overhead.MIB);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            Block,      fast,    0
            Filesystem, '',      0
            Filesystem, fast,    0.1
            -,          fast,    0.1
            Filesystem, -,       0.2
            Filesystem, gone,    0.2
            """)
    void theShareIsThatOfTheClass(@Nullable String mode, @Nullable String storageClass, double share) {
        var config = config(new FilesystemOverhead("0.05", Map.of("fast", "0.1", "standard", "0.2")));

        assertThat(Overhead.of(mode, storageClass, CLASSES, config)).isEqualTo(new Overhead(share));
    }

    @Test
    void theGlobalShareHoldsForOtherClasses() {
        assertThat(Overhead.of(null, "fast", CLASSES, config(new FilesystemOverhead("0.05", null))))
                .isEqualTo(new Overhead(0.05));
        assertThat(Overhead.of(null, "fast", CLASSES, config(new FilesystemOverhead("7", null))))
                .isEqualTo(new Overhead(0.06));
        assertThat(Overhead.of(null, "fast", CLASSES, null)).isEqualTo(Overhead.NONE);
    }

    private static CDIConfigStatus config(FilesystemOverhead overhead) {
        return new CDIConfigStatus(null, null, null, null, null, overhead, null, null);
    }
}
