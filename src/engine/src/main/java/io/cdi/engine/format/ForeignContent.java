// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// What people give by mistake in place of a disk image. As RAW it would be a disk that never boots, and nobody
/// would know why.
public enum ForeignContent {
    WEB_PAGE(
            "a web page",
            "give the address of the image itself, and credentials if it asks for them",
            ForeignContent::isWebPage),
    /// APPNOTE.TXT 4.3.7: a local file header.
    ZIP("a ZIP archive", Remedies.UNPACK, begins("PK\3\4")),
    SEVEN_ZIP("a 7z archive", Remedies.UNPACK, begins("7z\u00BC\u00AF'\u001C")),
    RAR("a RAR archive", Remedies.UNPACK, begins("Rar!\u001A\7")),
    /// DSP0243, 5.2: a tar whose first entry is the OVF descriptor. Any other tar may be meant as a disk's content.
    OVA("an OVA archive", Remedies.UNPACK, ForeignContent::isOva),
    /// The LZ4 frame format 1.6, "General Structure".
    LZ4("packed with lz4", "pack it with gzip, xz or zstd instead, or give it as it is", begins("\u0004\"M\u0018")),
    /// QEMU's `docs/interop/qed_spec.rst`.
    QED("a QED image", Remedies.CONVERT, begins("QED\0")),
    /// QEMU's `docs/interop/parallels.rst`.
    PARALLELS("a Parallels image", Remedies.CONVERT, begins("WithoutFreeSpace").or(begins("WithouFreSpacExt")));

    private static final int TAR_NAME_BYTES = 100;
    private static final int TAR_MAGIC_OFFSET = 257;

    private final String what;
    private final String remedy;

    @SuppressWarnings("ImmutableEnumChecker") // all of them are functions without state
    private final Predicate<String> test;

    /// @param test is given the head, one character for each byte
    ForeignContent(String what, String remedy, Predicate<String> test) {
        this.what = what;
        this.remedy = remedy;
        this.test = test;
    }

    /// @param head the first [DiskFormats#HEAD_BYTES] of the content, its packings off
    public static Optional<ForeignContent> of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values())
                .filter(foreign -> foreign.test.test(text))
                .findFirst();
    }

    /// What it is, and what to do instead: the end of a sentence.
    public String refusal() {
        return "this is " + what + ", not a disk image that can be read; " + remedy;
    }

    private static Predicate<String> begins(String magic) {
        return head -> head.startsWith(magic);
    }

    private static boolean isWebPage(String head) {
        String page = head.strip().toLowerCase(Locale.ROOT);
        return page.startsWith("<!doctype html") || page.startsWith("<html");
    }

    private static boolean isOva(String head) {
        String name = head.substring(0, Math.max(0, head.indexOf('\0')));
        return name.length() <= TAR_NAME_BYTES
                && name.toLowerCase(Locale.ROOT).endsWith(".ovf")
                && head.startsWith("ustar", TAR_MAGIC_OFFSET);
    }

    private static final class Remedies {
        static final String UNPACK = "unpack it, and give the image in it";
        static final String CONVERT = "convert it with qemu-img convert -O qcow2";
    }
}
