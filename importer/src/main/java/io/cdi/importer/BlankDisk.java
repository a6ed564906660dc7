// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.pod.PodFiles;
import io.cdi.scratch.TargetVolume;
import io.cdi.scratch.VolumeException;
import io.cdi.scratch.VolumeOptions;
import io.cdi.scratch.Volumes;
import java.util.OptionalLong;

/// A disk of zeros. On a device whatever a former owner left is gone, too.
final class BlankDisk {

    private BlankDisk() {}

    /// A file gets the size that the claim requests, as far as there is room; a device keeps its own.
    static long make(Settings.Onto onto, PodFiles files) throws VolumeException {
        OptionalLong asked = OptionalLong.of(onto.imageBytes().orElse(Long.MAX_VALUE));
        VolumeOptions options = new VolumeOptions(asked, onto.filesystemOverhead(), onto.preallocate(), false);
        try (TargetVolume volume = Volumes.open(files.disk(), options)) {
            return volume.commit(files.isBlock() ? Math.min(asked.getAsLong(), volume.capacityBytes()) : 0);
        }
    }
}
