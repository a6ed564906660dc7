// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Disks for tests: content that is partly zero, written as the engine does, and compared byte by byte.
final class Disks {

    static final int MIB = 1 << 20;

    private Disks() {}

    static byte[] random(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    /// Pieces of data and of zeros of all sizes, on odd places.
    static byte[] patchy(int bytes, long seed) {
        var random = new Random(seed);
        byte[] disk = new byte[bytes];
        for (int at = 0; at < bytes; ) {
            int length = Math.min(bytes - at, 1 + random.nextInt(1 << random.nextInt(20)));
            if (random.nextBoolean()) {
                byte[] data = new byte[length];
                random.nextBytes(data);
                System.arraycopy(data, 0, disk, at, length);
            }
            at += length;
        }
        return disk;
    }

    /// A page-aligned direct buffer with a part of a disk.
    static ByteBuffer direct(byte[] disk, int offset, int length) {
        return Arena.ofAuto()
                .allocate(length, 4096)
                .asByteBuffer()
                .put(disk, offset, length)
                .flip();
    }

    /// Cuts the disk into pieces of random lengths and writes them in random order from several threads.
    static void writeAll(TargetVolume volume, byte[] disk, long seed, int threads) throws IOException {
        var random = new Random(seed);
        int[] cuts = IntStream.concat(
                        IntStream.of(0, disk.length),
                        random.ints(disk.length / 100_000 + 3, 0, disk.length)
                                .map(cut -> random.nextBoolean() ? cut & -4096 : cut))
                .sorted()
                .toArray();
        int[] order = IntStream.range(0, cuts.length - 1).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var writes = Arrays.stream(order)
                    .mapToObj(i -> pool.submit(() -> {
                        ByteBuffer piece = i % 3 == 0
                                ? ByteBuffer.wrap(disk, cuts[i], cuts[i + 1] - cuts[i])
                                : direct(disk, cuts[i], cuts[i + 1] - cuts[i]);
                        volume.write(cuts[i], piece);
                        return piece.hasRemaining();
                    }))
                    .toList();
            for (Future<Boolean> write : writes) {
                if (write.get()) {
                    throw new AssertionError("a buffer was not written to its end");
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a write failed", e);
        }
    }

    /// Everything that a file or device holds.
    static byte[] read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = Volumes.deviceBytes(path).orElse(channel.size());
            ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
            while (all.hasRemaining() && channel.read(all) >= 0) {}
            return all.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    static void fill(Path path, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }
}
