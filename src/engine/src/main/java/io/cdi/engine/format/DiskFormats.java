// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the format of a disk image by its first bytes. Names and suffixes do not count.
///
/// A VHD of fixed size has its only mark at the end and is RAW here; the RAW reader looks for that mark.
/// Relatives of a format that nobody can read in one piece, such as the text file that describes a split VMDK,
/// are found as that format, so that its reader can refuse them instead of somebody copying them as a disk.
public final class DiskFormats {

    /// So many first bytes are enough.
    public static final int HEAD_BYTES = 512;

    private static final byte[] QCOW = {'Q', 'F', 'I', (byte) 0xFB};
    private static final byte[] VDI = {0x7F, 0x10, (byte) 0xDA, (byte) 0xBE};
    private static final int VDI_OFFSET = 64;

    private DiskFormats() {}

    /// The format of an image that begins with `head`; whatever is not known is RAW.
    public static DiskFormat detect(byte[] head) {
        if (has(head, 0, QCOW)) {
            return DiskFormat.QCOW2;
        }
        if (has(head, 0, "KDMV") || has(head, 0, "COWD") || has(head, 0, "# Disk DescriptorFile")) {
            return DiskFormat.VMDK;
        }
        if (has(head, 0, "conectix")) {
            return DiskFormat.VHD;
        }
        if (has(head, 0, "vhdxfile")) {
            return DiskFormat.VHDX;
        }
        return has(head, VDI_OFFSET, VDI) ? DiskFormat.VDI : DiskFormat.RAW;
    }

    private static boolean has(byte[] head, int offset, String magic) {
        return has(head, offset, magic.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean has(byte[] head, int offset, byte[] magic) {
        int end = offset + magic.length;
        return head.length >= end && Arrays.equals(head, offset, end, magic, 0, magic.length);
    }
}
