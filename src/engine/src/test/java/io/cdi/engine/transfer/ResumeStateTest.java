// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeStateTest {

    private static final Known LEFT = new Known("http://host/a", "\"5f-10\"", 16);

    @Test
    void comesBackFromItsText() {
        ResumeState state = ResumeState.of(http("?sig=secret"), LEFT, 8).orElseThrow();

        assertThat(ResumeState.parse(state.text())).contains(state);
        assertThat(state.text()).doesNotContain("secret");
    }

    @Test
    void aQueryNamesThePlaceToo() {
        ResumeState state = ResumeState.of(http("?disk=a"), LEFT, 8).orElseThrow();

        assertThat(state.isOf(http("?disk=a"), LEFT)).isTrue();
        assertThat(state.isOf(http("?disk=b"), LEFT)).isFalse();
        assertThat(state.isOf(http(""), LEFT)).isFalse();
    }

    private static Source http(String query) {
        return new Source.Http(URI.create("http://host/a" + query), Optional.empty(), List.of(), Source.Tls.SYSTEM);
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
        ResumeState state = ResumeState.of(http(""), LEFT, 8).orElseThrow();

        assertThat(state.isOf(http(""), new Known(description, version, length)))
                .isEqualTo(same);
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
