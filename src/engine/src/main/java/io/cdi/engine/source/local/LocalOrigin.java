// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.local;

import io.cdi.engine.ByteStream;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/// A regular file or a block device, by position.
public final class LocalOrigin implements Origin.Seekable {

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private final String version;

    private LocalOrigin(Path file, FileChannel channel, long length, String version) {
        this.file = file;
        this.channel = channel;
        this.length = length;
        this.version = version;
    }

    /// Opens a file or block device by position, anything else (a pipe, a character device) as a stream.
    public static Origin open(Path file) throws TransferException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new TransferException.Permanent("open " + file + ": it is a directory; name an image file");
            }
            FileChannel channel = FileChannel.open(file);
            long length = attributes.isRegularFile() ? attributes.size() : endOf(channel);
            if (length <= 0 && attributes.isOther()) {
                return new StreamOrigin(file.toString(), channel);
            }
            String version = attributes.fileKey() + "/" + length + "/" + attributes.lastModifiedTime();
            return new LocalOrigin(file, channel, length, version);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw translated("open " + file, e);
        }
    }

    /// A block device tells its size by the place of its end; a pipe cannot seek.
    private static long endOf(FileChannel channel) {
        try {
            return channel.size();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public String description() {
        return file.toString();
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(length);
    }

    @Override
    public Optional<String> version() {
        return Optional.of(version);
    }

    @Override
    public InputStream stream(long offset) {
        return new PositionedStream(offset);
    }

    @Override
    public void readFully(long offset, ByteBuffer into) throws IOException {
        long position = offset;
        while (into.hasRemaining()) {
            int read = read(position, into);
            if (read < 0) {
                throw new TransferException.Permanent("read " + file + ": it ends before byte "
                        + (position + into.remaining()) + "; get a whole copy");
            }
            position += read;
        }
    }

    private int read(long offset, ByteBuffer into) throws IOException {
        try {
            return channel.read(into, offset);
        } catch (java.nio.channels.ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw translated("read " + file + " at " + offset, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static TransferException translated(String action, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException _ -> "it does not exist; check the path";
            case AccessDeniedException _ -> "permission denied; run as a user who may read it";
            default -> String.valueOf(e.getMessage());
        };
        return new TransferException.Permanent(action + ": " + reason, e);
    }

    private final class PositionedStream extends ByteStream {
        private long position;

        PositionedStream(long position) {
            this.position = position;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int read = LocalOrigin.this.read(position, into);
            position += Math.max(read, 0);
            return read;
        }
    }
}
