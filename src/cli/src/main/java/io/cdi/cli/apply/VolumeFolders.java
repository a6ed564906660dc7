// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import java.nio.file.Path;

/// Where volumes lie: `ROOT/namespace/name/disk.img`, and beside the volume's folder a small status file.
record VolumeFolders(Path root) {

    /// What a cluster would mount.
    Path folder(VolumeName volume) {
        return root.resolve(volume.namespace()).resolve(volume.name());
    }

    Path disk(VolumeName volume) {
        return folder(volume).resolve("disk.img");
    }

    /// Not in the volume, which belongs to the guest.
    Path status(VolumeName volume) {
        return root.resolve(volume.namespace()).resolve("." + volume.name() + ".cdi-status.json");
    }
}
