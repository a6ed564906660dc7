// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.packing.Packing;
import io.cdi.engine.source.registry.RegistryImage;
import java.util.List;
import java.util.Optional;

/// What an import did.
///
/// @param packings what lay around the image, outermost first
/// @param diskBytes the size of the disk on the target; 0 for an archive
/// @param sourceBytes bytes read from the source
/// @param writtenBytes data bytes written to the target
/// @param scratchBytes bytes that went through scratch
/// @param container the image that held the disk, when the source was one
public record ImportResult(
        DiskFormat format,
        List<Packing> packings,
        long diskBytes,
        long sourceBytes,
        long writtenBytes,
        long scratchBytes,
        Optional<RegistryImage> container) {

    /// For logs: without the environment that the container image has.
    @Override
    public String toString() {
        // No String.format: loading it would be a part of each import.
        return "format=" + format + " packings=" + packings + " diskBytes=" + diskBytes + " sourceBytes=" + sourceBytes
                + " writtenBytes=" + writtenBytes + " scratchBytes=" + scratchBytes;
    }
}
