// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.util.Arrays;
import java.util.Optional;

/// A compression that may lie around an image, found by the first bytes of the content.
public enum Packing {
    /// RFC 1952; several members in a row are one content.
    GZIP("gzip") {
        @Override
        boolean startsWith(byte[] head) {
            return begins(head, 0x1F, 0x8B);
        }
    },
    /// The .xz file format 1.2; several streams, each of several blocks.
    XZ("xz") {
        @Override
        boolean startsWith(byte[] head) {
            return begins(head, 0xFD, '7', 'z', 'X', 'Z', 0);
        }
    },
    /// RFC 8878; several frames, skippable ones too, also as the first: parallel compressors put their index
    /// there.
    ZSTD("zstd") {
        @Override
        boolean startsWith(byte[] head) {
            return begins(head, 0x28, 0xB5, 0x2F, 0xFD) || isSkippable(head);
        }

        private static boolean isSkippable(byte[] head) {
            return head.length >= 4 && (head[0] & 0xF0) == 0x50 && begins(head, head[0], 0x2A, 0x4D, 0x18);
        }
    },
    /// bzip2; several streams in a row are one content.
    BZIP2("bzip2") {
        @Override
        boolean startsWith(byte[] head) {
            return begins(head, 'B', 'Z', 'h') && head.length >= 4 && head[3] >= '1' && head[3] <= '9';
        }
    };

    /// How many bytes [#of] wants to see.
    static final int HEAD_BYTES = 6;

    private final String toolName;

    Packing(String toolName) {
        this.toolName = toolName;
    }

    /// The packing that begins with these bytes. A head shorter than [#HEAD_BYTES] is a content that ends there.
    static Optional<Packing> of(byte[] head) {
        return Arrays.stream(values())
                .filter(packing -> packing.startsWith(head))
                .findFirst();
    }

    /// What its tool is called, for messages.
    public String toolName() {
        return toolName;
    }

    abstract boolean startsWith(byte[] head);

    static boolean begins(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
