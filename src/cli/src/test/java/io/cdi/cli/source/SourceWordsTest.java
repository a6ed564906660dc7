// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source.Header;
import io.cdi.engine.source.Source.Platform;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceWordsTest {

    @Test
    void splitsHeadersAtTheFirstColon() {
        assertThat(SourceWords.header("X-Token:  a:b \n")).isEqualTo(new Header("X-Token", new Secret("a:b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no colon", ": value", "two words: x", "bad\u00e9: x"})
    void refusesWhatIsNoHeader(String line) {
        assertThatThrownBy(() -> SourceWords.header(line)).hasMessage("a header is written 'Name: value'");
    }

    @Test
    void readsPlatforms() {
        assertThat(SourceWords.platform("linux/arm/v7"))
                .isEqualTo(new Platform("linux", Optional.of("arm"), Optional.of("v7")));
        assertThat(SourceWords.platform("s390x"))
                .isEqualTo(new Platform("linux", Optional.of("s390x"), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux/", "a/b/c/d"})
    void refusesWhatIsNoPlatform(String text) {
        assertThatThrownBy(() -> SourceWords.platform(text)).hasMessageContaining("is not a platform");
    }
}
