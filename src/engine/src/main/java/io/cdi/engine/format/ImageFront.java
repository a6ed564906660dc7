// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import io.cdi.engine.ByteCount;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The headers of an image, which stand near its beginning: read forward from the stream where they are in
/// order, by position where they are not and the source can.
public final class ImageFront {

    /// The largest disk of any format read here: that of VHDX ([MS-VHDX] 2.6.2.2). More is an absurd header.
    private static final long LARGEST_DISK = 64L << 40;
    /// So much may lie between two headers, and is kept: a VHDX has its block table there.
    private static final int NEAR = 24 << 20;

    private static final int KEPT_PIECE = 1 << 20;

    private final ImageInput input;
    private ReorderBuffer passed = new ReorderBuffer(NEAR);

    public ImageFront(ImageInput input) {
        this.input = input;
    }

    public ImageInput input() {
        return input;
    }

    /// The bytes at `offset`. `count` has been checked by the caller.
    ///
    /// @throws TransferException.Permanent when the image ends before them
    /// @throws TransferException.NeedsScratch when the stream is past them, or would pass data on the way
    public byte[] bytesAt(long offset, int count) throws IOException {
        long end = offset + count;
        if (offset < 0 || end < 0 || end > input.length().orElse(Long.MAX_VALUE)) {
            throw input.truncated(Math.max(end, 0));
        }
        long ahead = offset - input.position();
        if (ahead >= 0 && ahead <= NEAR) {
            keepUntil(offset);
            return input.readFully(count);
        }
        if (input.seekable().isEmpty()) {
            throw needsScratch("a header stands behind the data, at byte " + offset);
        }
        byte[] bytes = new byte[count];
        input.readAt(offset, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /// The bytes of a table that [#bytesAt] passed over on its way, big-endian; empty when it did not.
    Optional<ByteBuffer> passed(long offset, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (passed.copy(offset + bytes.position(), bytes.remaining(), bytes) == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.flip());
    }

    /// Frees what was passed over.
    void forget() {
        passed = new ReorderBuffer(0);
    }

    private void keepUntil(long target) throws IOException {
        while (input.position() < target) {
            long from = input.position();
            passed.keep(from, ByteBuffer.wrap(input.readFully((int) Math.min(KEPT_PIECE, target - from))));
        }
    }

    /// Gives the size of the disk back when it can be one.
    public long checkedSize(long bytes) throws TransferException {
        if (bytes < 0 || bytes > LARGEST_DISK) {
            throw damaged("its header claims a disk of " + Long.toUnsignedString(bytes) + " bytes, and "
                    + new ByteCount(LARGEST_DISK) + " is the most there can be");
        }
        return bytes;
    }

    /// Letters in a header.
    public static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    /// The error for an image that contradicts itself or its specification.
    public TransferException.Permanent damaged(String reason) {
        return input.refuse("the image is damaged: " + reason + "; get a good copy");
    }

    /// The error for a good image that only `qemu-img` can convert.
    public TransferException.NeedsScratch needsScratch(String reason) {
        return new TransferException.NeedsScratch("read " + input.description() + ": one pass cannot convert it: "
                + reason + "; give scratch space for a copy");
    }
}
