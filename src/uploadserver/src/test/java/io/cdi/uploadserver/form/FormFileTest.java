// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFileTest {

    private static final String TYPE = "multipart/form-data; boundary=----edge";

    @Test
    void readsTheFirstPartOfTheNameFile() throws IOException {
        String form = String.join(
                "\r\n",
                "------edge",
                "Content-Disposition: form-data; name=\"size\"",
                "",
                "5",
                "------edge",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a.img\"",
                "Content-Type: x/y",
                "",
                "the",
                "----image",
                "------edge",
                "Content-Disposition: form-data; name=\"file\"",
                "",
                "another",
                "------edge--",
                "");

        assertThat(text(FormFile.in(bytes(form), TYPE))).isEqualTo("the\r\n----image");
    }

    @Test
    void passesOverAPreambleAndPaddingBehindTheBoundary() throws IOException {
        String form = "hello\r\n------edge \t\r\ncontent-disposition: form-data; name=file\r\n\r\nx\r\n------edge--";

        assertThat(text(FormFile.in(bytes(form), "multipart/form-data; charset=utf-8; boundary=\"----edge\"")))
                .isEqualTo("x");
    }

    @Test
    void takesNoFileNameForTheNameOfAPart() {
        String form =
                "------edge\r\nContent-Disposition: form-data; filename=\"file\"; name=\"other\"\r\n\r\nx\r\n------edge--\r\n";

        assertThatThrownBy(() -> FormFile.in(bytes(form), TYPE))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("no part 'file'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/octet-stream", "multipart/form-data", "multipart/form-data; boundary="})
    void refusesWhatIsNoForm(String type) {
        assertThatThrownBy(() -> FormFile.in(bytes("x"), type))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("no boundary");
    }

    @Test
    void doesNotTakeACutFormForAWholeOne() throws IOException {
        InputStream file = FormFile.in(
                bytes("------edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf of an ima"), TYPE);

        assertThatThrownBy(file::readAllBytes).isInstanceOf(EOFException.class);
    }

    @Property(tries = 200)
    void givesBackAnyContentHoweverItArrives(
            @ForAll Random random,
            @ForAll @IntRange(max = 2000) int length,
            @ForAll @IntRange(min = 1, max = 100) int piece)
            throws IOException {
        StringBuilder content = new StringBuilder();
        while (content.length() < length) {
            content.append("\r\n-e".charAt(random.nextInt(4)));
        }
        String form = "------edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n" + content
                + "\r\n------edge--\r\n";

        assertThat(text(FormFile.in(new InPieces(bytes(form), piece), TYPE))).isEqualTo(content.toString());
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Gives no more than so many bytes at once.
    private static final class InPieces extends java.io.FilterInputStream {
        private final int most;

        InPieces(InputStream in, int most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, Math.min(most, length));
        }
    }
}
