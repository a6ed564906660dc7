// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What people give by mistake in place of a disk image. As RAW it would be a disk that never boots, and nobody
/// would know why.
public enum ForeignContent {
    WEB_PAGE("a web page", "give the address of the image itself, and credentials if it asks for them") {
        @Override
        boolean startsWith(String head) {
            String page = head.strip().toLowerCase(Locale.ROOT);
            return page.startsWith("<!doctype html") || page.startsWith("<html");
        }
    },
    /// APPNOTE.TXT 4.3.7: a local file header.
    ZIP("a ZIP archive", Remedies.UNPACK) {
        @Override
        boolean startsWith(String head) {
            return head.startsWith("PK\3\4");
        }
    },
    SEVEN_ZIP("a 7z archive", Remedies.UNPACK) {
        @Override
        boolean startsWith(String head) {
            return head.startsWith("7z\u00BC\u00AF'\u001C");
        }
    },
    RAR("a RAR archive", Remedies.UNPACK) {
        @Override
        boolean startsWith(String head) {
            return head.startsWith("Rar!\u001A\7");
        }
    },
    /// DSP0243, 5.2: a tar whose first entry is the OVF descriptor. Any other tar may be meant as a disk's content.
    OVA("an OVA archive", Remedies.UNPACK) {
        @Override
        boolean startsWith(String head) {
            String name = head.substring(0, Math.max(0, head.indexOf('\0')));
            return name.length() <= TAR_NAME_BYTES
                    && name.toLowerCase(Locale.ROOT).endsWith(".ovf")
                    && head.startsWith("ustar", TAR_MAGIC_OFFSET);
        }
    },
    /// The LZ4 frame format 1.6, "General Structure".
    LZ4("packed with lz4", "pack it with gzip, xz or zstd instead, or give it as it is") {
        @Override
        boolean startsWith(String head) {
            return head.startsWith("\u0004\"M\u0018");
        }
    },
    /// QEMU's `docs/interop/qed_spec.rst`.
    QED("a QED image", Remedies.CONVERT) {
        @Override
        boolean startsWith(String head) {
            return head.startsWith("QED\0");
        }
    },
    /// QEMU's `docs/interop/parallels.rst`.
    PARALLELS("a Parallels image", Remedies.CONVERT) {
        @Override
        boolean startsWith(String head) {
            return head.startsWith("WithoutFreeSpace") || head.startsWith("WithouFreSpacExt");
        }
    };

    private static final int TAR_NAME_BYTES = 100;
    private static final int TAR_MAGIC_OFFSET = 257;

    private final String what;
    private final String remedy;

    ForeignContent(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /// @param head the first [DiskFormats#HEAD_BYTES] of the content, its packings off
    public static Optional<ForeignContent> of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values())
                .filter(foreign -> foreign.startsWith(text))
                .findFirst();
    }

    /// What it is, and what to do instead: the end of a sentence.
    public String refusal() {
        return "this is " + what + ", not a disk image that can be read; " + remedy;
    }

    /// @param head one character for each byte
    abstract boolean startsWith(String head);

    private static final class Remedies {
        static final String UNPACK = "unpack it, and give the image in it";
        static final String CONVERT = "convert it with qemu-img convert -O qcow2";
    }
}
