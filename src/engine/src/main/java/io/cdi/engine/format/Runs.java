// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Pieces of an image file and where on the disk their content belongs: what a map table of a format says.
/// Neighbours in the file that are neighbours on the disk become one run. 24 bytes of memory a run.
public final class Runs {

    /// Runs of plain data are cut at this length, so that a length fits an int.
    private static final int LONGEST = 1 << 30;

    private long[] fileOffsets = new long[16];
    private long[] diskOffsets = new long[16];
    private int[] fileLengths = new int[16];
    /// 0 for plain data, whose length is the same in the file and on the disk.
    private int[] unpackedLengths = new int[16];

    private int size;
    private boolean inOrder = true;

    /// Data that stand in the file as on the disk.
    public void addPlain(long fileOffset, long diskOffset, long length) {
        long done = 0;
        while (done < length) {
            long file = fileOffset + done;
            long disk = diskOffset + done;
            int piece;
            if (continuesLast(file, disk)) {
                int last = size - 1;
                piece = (int) Math.min(length - done, LONGEST - fileLengths[last]);
                fileLengths[last] += piece;
            } else {
                piece = (int) Math.min(length - done, LONGEST);
                add(file, piece, disk, 0);
            }
            done += piece;
        }
    }

    /// A compressed piece. `fileLength` may reach up to a sector behind its end, where another piece may
    /// begin; it is clipped at the end of the image file.
    public void addPacked(long fileOffset, int fileLength, long diskOffset, int diskLength) {
        add(fileOffset, fileLength, diskOffset, diskLength);
    }

    public int size() {
        return size;
    }

    /// How many bytes of the disk all runs give.
    long diskBytes() {
        long sum = 0;
        for (int index = 0; index < size; index++) {
            sum += isPacked(index) ? unpackedLengths[index] : fileLengths[index];
        }
        return sum;
    }

    /// These runs by their place in the file, in arrays no longer than needed. A run that starts before
    /// `place` is left out when it ends before or at it.
    Runs sortedFrom(long place) {
        Runs sorted = new Runs();
        int[] order = inOrder
                ? IntStream.range(0, size).toArray()
                : IntStream.range(0, size)
                        .boxed()
                        .sorted(Comparator.comparingLong(index -> fileOffsets[index]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        for (int index : order) {
            if (fileOffsets[index] + fileLengths[index] <= place) {
                continue;
            }
            if (unpackedLengths[index] == 0) {
                sorted.addPlain(fileOffsets[index], diskOffsets[index], fileLengths[index]);
            } else {
                sorted.add(fileOffsets[index], fileLengths[index], diskOffsets[index], unpackedLengths[index]);
            }
        }
        sorted.resize(sorted.size);
        return sorted;
    }

    long fileOffset(int index) {
        return fileOffsets[index];
    }

    long diskOffset(int index) {
        return diskOffsets[index];
    }

    int fileLength(int index) {
        return fileLengths[index];
    }

    int unpackedLength(int index) {
        return unpackedLengths[index];
    }

    boolean isPacked(int index) {
        return unpackedLengths[index] != 0;
    }

    /// Takes `count` bytes off the front of a plain run.
    void shorten(int index, int count) {
        fileOffsets[index] += count;
        diskOffsets[index] += count;
        fileLengths[index] -= count;
    }

    private boolean continuesLast(long fileOffset, long diskOffset) {
        int last = size - 1;
        return last >= 0
                && unpackedLengths[last] == 0
                && fileLengths[last] < LONGEST
                && fileOffsets[last] + fileLengths[last] == fileOffset
                && diskOffsets[last] + fileLengths[last] == diskOffset;
    }

    private void add(long fileOffset, int fileLength, long diskOffset, int unpackedLength) {
        if (size == fileOffsets.length) {
            resize(size * 2);
        }
        inOrder &= size == 0 || fileOffsets[size - 1] <= fileOffset;
        fileOffsets[size] = fileOffset;
        fileLengths[size] = fileLength;
        diskOffsets[size] = diskOffset;
        unpackedLengths[size] = unpackedLength;
        size++;
    }

    private void resize(int capacity) {
        fileOffsets = Arrays.copyOf(fileOffsets, capacity);
        diskOffsets = Arrays.copyOf(diskOffsets, capacity);
        fileLengths = Arrays.copyOf(fileLengths, capacity);
        unpackedLengths = Arrays.copyOf(unpackedLengths, capacity);
    }
}
