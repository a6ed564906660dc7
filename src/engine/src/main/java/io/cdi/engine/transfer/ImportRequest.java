// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.source.Source;
import io.cdi.scratch.VolumeOptions;
import java.nio.file.Path;
import java.util.Optional;

/// One import, all choices made.
///
/// @param target a file, a block device, or a directory for an archive
/// @param scratch the folder for a temporary copy of the image, where one pass is impossible; without one the
///     import ends with [io.cdi.engine.TransferException.NeedsScratch] instead
public record ImportRequest(
        Source source,
        Source.Effort effort,
        Path target,
        VolumeOptions volume,
        Content content,
        Optional<Checksum> checksum,
        Engine engine,
        Optional<Path> scratch) {

    /// What the source holds.
    public enum Content {
        /// A disk image.
        DISK,
        /// A tar archive, unpacked into a directory.
        ARCHIVE
    }

    /// How an image becomes RAW.
    public enum Engine {
        /// In one pass where possible, else through scratch.
        AUTO,
        /// In one pass or not at all.
        STREAM,
        /// Download to scratch, then `qemu-img convert`.
        QEMU_IMG
    }
}
