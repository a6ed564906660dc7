// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.ranges.RateLimit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;

/// The bytes of the image on their way: counted, and not faster than wished.
record FileContent(FileChannel channel, LocalImage image, RateLimit limit, UploadProgress progress) {

    private static final int PIECE = 128 * 1024;

    /// @throws TransferException.Permanent when somebody changes the file: what has been sent is of another one
    void copy(long offset, long length, OutputStream out) throws IOException {
        byte[] piece = new byte[Math.min(PIECE, limit.piece())];
        for (long at = offset; at < offset + length; ) {
            int count = channel.read(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, offset + length - at)), at);
            if (count <= 0) {
                throw changed();
            }
            pay(count);
            if (at + count == image.bytes()) {
                requireUnchanged();
            }
            out.write(piece, 0, count);
            at += count;
            progress.sent(at, count);
        }
    }

    private void pay(int count) throws InterruptedIOException {
        try {
            limit.passed(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void requireUnchanged() throws IOException {
        if (!Files.getLastModifiedTime(image.file()).toInstant().equals(image.modified())) {
            throw changed();
        }
    }

    private TransferException changed() {
        return new TransferException.Permanent("read " + image.file()
                + ": it was changed while it was uploaded; let it be finished, and upload it into a new DataVolume");
    }
}
