// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.packing.Packing;
import java.util.List;
import java.util.OptionalLong;

/// What can be known of an image without importing it.
///
/// @param packings what lies around the image, outermost first
/// @param virtualSize of the disk in bytes; empty for RAW of unknown length
/// @param sourceBytes the length of the source as it would be transferred
/// @param allocatedBytes how much of the disk has data; known where the maps can be read without the data
/// @param seekable whether the image file can be read by position
/// @param onePass whether the import needs no scratch space
/// @param why one sentence that says why it streams in one pass, or why not
public record Inspection(
        DiskFormat format,
        List<Packing> packings,
        OptionalLong virtualSize,
        OptionalLong sourceBytes,
        OptionalLong allocatedBytes,
        boolean seekable,
        boolean onePass,
        String why) {}
