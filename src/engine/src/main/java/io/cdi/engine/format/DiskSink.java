// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Where a format reader puts the data of the disk. Work goes on in the background, bounded; a failure of
/// earlier work is thrown by the next call. One reader thread calls.
public interface DiskSink {

    /// How many bytes a leased buffer holds: 2 MiB, the largest cluster of qcow2.
    int BUFFER_BYTES = 2 << 20;

    /// A part of a leased buffer and where on the disk its content belongs.
    ///
    /// @param offset of the part in the buffer, in bytes
    /// @param length of the part; a packed part may reach behind the end of its packed bytes
    /// @param diskLength exactly how many bytes it is on the disk, at most [#BUFFER_BYTES]; `length` when plain
    record Piece(int offset, int length, long diskOffset, int diskLength, boolean packed) {
        public static Piece plain(int offset, int length, long diskOffset) {
            return new Piece(offset, length, diskOffset, length, false);
        }

        public static Piece packed(int offset, int length, long diskOffset, int diskLength) {
            return new Piece(offset, length, diskOffset, diskLength, true);
        }
    }

    /// A direct, page-aligned, empty buffer of [#BUFFER_BYTES], owned by the caller until it is given back to
    /// [#put] or [#write]. Waits until one is free; a reader may hold two at once.
    ByteBuffer lease() throws IOException;

    /// Writes the pieces of a leased buffer to the disk, unpacking packed ones, on any core; takes the buffer
    /// back.
    ///
    /// @param codec unpacks the packed pieces; unused when there are none
    void put(ByteBuffer leased, List<Piece> pieces, ClusterCodec codec) throws IOException;

    /// Writes the bytes between the buffer's position and limit at `diskOffset` and takes the buffer back.
    default void write(long diskOffset, ByteBuffer leased) throws IOException {
        put(leased, List.of(Piece.plain(leased.position(), leased.remaining(), diskOffset)), ClusterCodec.NONE);
    }

    /// Whether data are wanted at all; otherwise only [#mapped] is called, by formats that have maps.
    default boolean wantsData() {
        return true;
    }

    /// Says how many bytes of the disk some more of the maps give data for, when no data are wanted.
    default void mapped(long diskBytes) {}

    /// Says that everything of the image file before `fileOffset` has been given to this sink, so that a later
    /// process could go on from there. Cheap; may be called often.
    void passed(long fileOffset) throws IOException;
}
