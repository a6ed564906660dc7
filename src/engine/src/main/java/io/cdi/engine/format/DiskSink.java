// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where a format reader puts the data of the disk. Work goes on in the background, bounded; a failure of
/// earlier work is thrown by the next call. One reader thread calls.
public interface DiskSink {

    /// How many bytes a leased buffer holds: 2 MiB, the largest cluster of all formats but VHDX and VDI blocks.
    int BUFFER_BYTES = 2 << 20;

    /// A direct, page-aligned, empty buffer of [#BUFFER_BYTES], owned by the caller until it is given to
    /// [#write]. Waits until one is free.
    ByteBuffer lease() throws IOException;

    /// Writes the bytes between the buffer's position and limit at `diskOffset` and takes the buffer back.
    void write(long diskOffset, ByteBuffer leased) throws IOException;

    /// Unpacks a piece on any core and writes what comes out at `diskOffset`.
    ///
    /// @param diskLength exactly how many bytes come out, at most [#BUFFER_BYTES]
    /// @param packed a leased buffer with the packed bytes between position and limit; bytes behind the end
    ///     of the packed piece are allowed; taken back
    void unpack(long diskOffset, int diskLength, ByteBuffer packed, ClusterCodec codec) throws IOException;

    /// Says that everything of the image file before `fileOffset` has been given to this sink, so that a
    /// later process could go on from there. Cheap; may be called often.
    void passed(long fileOffset) throws IOException;
}
