// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.Origin;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeStateTest {

    private static final Known LEFT = new Known("http://host/a", "\"5f-10\"", 16);

    @Test
    void comesBackFromItsText() {
        ResumeState state = ResumeState.of(LEFT, 8).orElseThrow();

        assertThat(ResumeState.parse(state.text())).contains(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "http://host/a|\"5f-10\"|16|true",
                "http://host/b|\"5f-10\"|16|false",
                "http://host/a|\"60-10\"|16|false",
                "http://host/a|\"5f-10\"|17|false"
            })
    void isOfTheSameContentAtTheSamePlaceOnly(String description, String version, long length, boolean same) {
        ResumeState state = ResumeState.of(LEFT, 8).orElseThrow();

        assertThat(state.isOf(new Known(description, version, length))).isEqualTo(same);
    }

    private record Known(String description, String named, long bytes) implements Origin.Seekable {

        @Override
        public Optional<String> version() {
            return Optional.of(named);
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(bytes);
        }

        @Override
        public InputStream stream(long offset) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public void readFully(long offset, ByteBuffer into) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public void close() {}
    }
}
