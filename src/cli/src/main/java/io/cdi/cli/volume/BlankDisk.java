// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.volume;

import io.cdi.scratch.TargetVolume;
import io.cdi.scratch.VolumeException;
import io.cdi.scratch.VolumeOptions;
import io.cdi.scratch.Volumes;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A disk of zeros.
public final class BlankDisk {

    private BlankDisk() {}

    /// Makes the disk, durable when this returns. What was there before is gone.
    ///
    /// @param bytes its size; empty for all of a device
    /// @return the size that it got
    public static long make(Path target, OptionalLong bytes, boolean preallocate) throws VolumeException {
        VolumeOptions options = new VolumeOptions(bytes, 0, preallocate, false);
        try (TargetVolume volume = Volumes.open(target, options)) {
            return volume.commit(bytes.orElse(volume.capacityBytes()));
        }
    }
}
