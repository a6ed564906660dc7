// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// What an unfinished volume leaves for the next process, in a file of its own: replaced as a whole, durable
/// when [#write] returns, and taken as absent when it is damaged or belongs to something else.
final class CheckpointFile {

    static final int STATE_BYTES = 64 << 10;

    private static final long MAGIC = 0x43_44_49_52_45_53_4d_31L;
    private static final int PREFIX_BYTES = 2 * Long.BYTES;
    private static final long LARGEST_BYTES = 256 << 20;

    private final Path path;

    CheckpointFile(Path path) {
        this.path = path;
    }

    /// Reads or writes what a volume adds to the caller's words.
    interface Facts {
        void write(DataOutputStream out) throws IOException;

        /// @throws IOException when they do not fit to the volume
        void read(DataInputStream in) throws IOException;
    }

    /// @param identity tells the unfinished content that the words are about from any other
    void write(String identity, String state, Facts facts) throws VolumeException {
        byte[] words = state.getBytes(StandardCharsets.UTF_8);
        if (words.length > STATE_BYTES) {
            throw new IllegalArgumentException("the state of a checkpoint has " + words.length + " bytes");
        }
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try (OpenFile file = OpenFile.open(next, Linux.O_RDWR | Linux.O_CREAT | Linux.O_TRUNC | Linux.O_NOFOLLOW);
                Arena arena = Arena.ofConfined()) {
            byte[] body = body(identity, words, facts);
            MemorySegment content = arena.allocate(PREFIX_BYTES + body.length);
            content.asByteBuffer().putLong(MAGIC).putLong(sum(body)).put(body);
            file.write(0, content);
            file.sync();
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(path);
        } catch (VolumeException e) {
            throw e;
        } catch (IOException e) {
            throw FileFacts.refused("keep the checkpoint " + path, e);
        }
    }

    /// @param facts read only when the identity is the same
    /// @return the caller's words
    Optional<String> read(String identity, Facts facts) {
        try {
            if (Files.size(path) < PREFIX_BYTES || Files.size(path) > LARGEST_BYTES) {
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(path);
            var prefix = new DataInputStream(new ByteArrayInputStream(content, 0, PREFIX_BYTES));
            byte[] body = java.util.Arrays.copyOfRange(content, PREFIX_BYTES, content.length);
            if (prefix.readLong() != MAGIC || prefix.readLong() != sum(body)) {
                return Optional.empty();
            }
            var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(body)));
            if (!in.readUTF().equals(identity)) {
                return Optional.empty();
            }
            byte[] words = in.readNBytes(Math.clamp(in.readInt(), 0, STATE_BYTES));
            facts.read(in);
            return Optional.of(new String(words, StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    void delete() throws VolumeException {
        Folders.delete(path);
        Folders.delete(path.resolveSibling(path.getFileName() + ".new"));
    }

    private static byte[] body(String identity, byte[] words, Facts facts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeUTF(identity);
            out.writeInt(words.length);
            out.write(words);
            facts.write(out);
        }
        return bytes.toByteArray();
    }

    private static long sum(byte[] body) {
        var sum = new CRC32C();
        sum.update(body);
        return sum.getValue();
    }
}
