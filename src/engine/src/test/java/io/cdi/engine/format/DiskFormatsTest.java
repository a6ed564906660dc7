// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskFormatsTest {

    @ParameterizedTest
    @CsvSource({
        "0, QFI\u00fb, QCOW2",
        "0, KDMV, VMDK",
        "0, COWD, VMDK",
        "0, # Disk DescriptorFile, VMDK",
        "64, \u007f\u0010\u00da\u00be, VDI",
        "0, conectix, VHD",
        "0, vhdxfile, VHDX",
        "1, conectix, RAW",
        "0, KDMX, RAW",
    })
    void findsFormatsByTheirFirstBytes(int offset, String magic, DiskFormat format) {
        byte[] head = new byte[DiskFormats.HEAD_BYTES];
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, head, offset, bytes.length);

        assertThat(DiskFormats.detect(head)).isEqualTo(format);
        assertThat(DiskFormats.detect(Arrays.copyOf(head, offset + bytes.length)))
                .isEqualTo(format);
    }

    @Test
    void takesAnythingElseForRaw() {
        assertThat(DiskFormats.detect(new byte[0])).isEqualTo(DiskFormat.RAW);
        assertThat(DiskFormats.detect(new byte[] {'Q', 'F', 'I'})).isEqualTo(DiskFormat.RAW);
        assertThat(DiskFormats.detect(new byte[66])).isEqualTo(DiskFormat.RAW);
    }
}
