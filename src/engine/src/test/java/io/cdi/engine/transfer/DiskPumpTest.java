// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.scratch.TargetVolume;
import io.cdi.scratch.VolumeOptions;
import io.cdi.scratch.Volumes;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskPumpTest {

    /// What the programs' JVM options allow outside of the heap.
    private static final long DIRECT_MEMORY_BYTES = 64 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, Importer.MOST_AT_ONCE})
    void hasBuffersForTheMemoryOfAPodOnAMachineOfManyProcessors(int atOnce) throws Exception {
        long before = directBytes();
        try (TargetVolume volume = Volumes.open(folder.resolve("disk.img"), VolumeOptions.DEFAULT, Optional.empty());
                DiskPump _ = new DiskPump("a disk", volume, new Progress(), 64, atOnce, _ -> {}, Long.MAX_VALUE)) {
            assertThat((directBytes() - before) * atOnce).isBetween(1L, DIRECT_MEMORY_BYTES - (8 << 20));
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
