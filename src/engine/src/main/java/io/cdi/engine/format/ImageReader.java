// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.io.IOException;
import java.util.OptionalLong;

/// One image, its header read and checked, its data still to come. Made by a format's own `open`, which throws
/// [io.cdi.engine.TransferException.Permanent] for what is refused and
/// [io.cdi.engine.TransferException.NeedsScratch] for a feature that only `qemu-img` knows.
public interface ImageReader {

    DiskFormat format();

    /// The size of the disk in bytes; empty only for RAW from a source of unknown length.
    OptionalLong virtualSize();

    /// Reads the rest of the image, forward, and gives all data of the disk to `sink`, in any order. What is
    /// not given is zero. Reads no further than it needs to.
    ///
    /// @return the size of the disk in bytes
    /// @throws io.cdi.engine.TransferException.NeedsScratch when the data come in an order that one pass
    ///     cannot hold
    long copyTo(DiskSink sink) throws IOException;
}
