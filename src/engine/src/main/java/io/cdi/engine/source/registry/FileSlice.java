// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.PieceStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A part of a file as a stream.
final class FileSlice extends PieceStream {

    private final InputStream in;
    private long left;

    private FileSlice(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    static FileSlice open(Path file, long offset, long length) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(offset);
            return new FileSlice(in, length);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = left == 0 ? -1 : in.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
