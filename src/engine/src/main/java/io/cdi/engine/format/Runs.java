// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.util.Arrays;

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

    /// Data that stand in the file as on the disk.
    public void addPlain(long fileOffset, long diskOffset, long length) {
        long done = 0;
        while (done < length) {
            long file = fileOffset + done;
            long disk = diskOffset + done;
            int last = size - 1;
            if (last >= 0
                    && unpackedLengths[last] == 0
                    && fileOffsets[last] + fileLengths[last] == file
                    && diskOffsets[last] + fileLengths[last] == disk
                    && fileLengths[last] < LONGEST) {
                int more = (int) Math.min(length - done, LONGEST - fileLengths[last]);
                fileLengths[last] += more;
                done += more;
            } else {
                int piece = (int) Math.min(length - done, LONGEST);
                add(file, piece, disk, 0);
                done += piece;
            }
        }
    }

    /// A compressed piece. `fileLength` may reach behind its end; it is clipped at the end of the image file.
    public void addPacked(long fileOffset, int fileLength, long diskOffset, int diskLength) {
        add(fileOffset, fileLength, diskOffset, diskLength);
    }

    public int size() {
        return size;
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

    private void add(long fileOffset, int fileLength, long diskOffset, int unpackedLength) {
        if (size == fileOffsets.length) {
            int grown = size * 2;
            fileOffsets = Arrays.copyOf(fileOffsets, grown);
            diskOffsets = Arrays.copyOf(diskOffsets, grown);
            fileLengths = Arrays.copyOf(fileLengths, grown);
            unpackedLengths = Arrays.copyOf(unpackedLengths, grown);
        }
        fileOffsets[size] = fileOffset;
        fileLengths[size] = fileLength;
        diskOffsets[size] = diskOffset;
        unpackedLengths[size] = unpackedLength;
        size++;
    }
}
