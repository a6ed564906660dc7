// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignContentTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "<!DOCTYPE html><html lang=en>,WEB_PAGE",
                "`\n <HTML><head>`,WEB_PAGE",
                "PK\u0003\u0004\u0014,ZIP",
                "7z\u00BC\u00AF'\u001C\u0000,SEVEN_ZIP",
                "Rar!\u001A\u0007\u0001,RAR",
                "\u0004\"M\u0018d,LZ4",
                "QED\u0000,QED",
                "WithoutFreeSpace,PARALLELS",
                "WithouFreSpacExt,PARALLELS",
            })
    void findsItByItsFirstBytes(String magic, ForeignContent foreign) {
        assertThat(ForeignContent.of(head(magic, ""))).contains(foreign);
        assertThat(foreign.refusal()).startsWith("this is ").contains("; ");
    }

    @Test
    void findsATarThatBeginsWithAnOvf() {
        assertThat(ForeignContent.of(head("appliance.ovf", "ustar"))).contains(ForeignContent.OVA);
        assertThat(ForeignContent.of(head("disk.img", "ustar"))).isEmpty();
        assertThat(ForeignContent.of(head("appliance.ovf", ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PK\u0001\u0002", "<xml", "QEDX", "\u00EBc\u0090"})
    void leavesAnythingElse(String magic) {
        assertThat(ForeignContent.of(head(magic, ""))).isEmpty();
        assertThat(ForeignContent.of(new byte[DiskFormats.HEAD_BYTES])).isEmpty();
    }

    private static byte[] head(String magic, String tarMagic) {
        byte[] head = new byte[DiskFormats.HEAD_BYTES];
        put(head, 0, magic);
        put(head, 257, tarMagic);
        return head;
    }

    private static void put(byte[] head, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, head, offset, bytes.length);
    }
}
