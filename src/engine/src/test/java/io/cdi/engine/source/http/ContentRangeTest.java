// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {

    @Test
    void isParsed() {
        assertThat(ContentRange.parse(" Bytes 5-9/100 ")).contains(new ContentRange(5, 10, OptionalLong.of(100)));
        assertThat(ContentRange.parse("bytes 5-9/*")).contains(new ContentRange(5, 10, OptionalLong.empty()));
        assertThat(ContentRange.totalOf("bytes */77")).hasValue(77);
        assertThat(ContentRange.totalOf("bytes 0-1/77")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 9-5/100",
                "bytes 0-100/100",
                "bytes -5/100",
                "items 0-1/2",
                "bytes 0-99999999999999999999/100000000000000000000",
                "bytes 0-1/2, bytes 3-4/5"
            })
    void nonsenseIsNoRange(String header) {
        assertThat(ContentRange.parse(header)).isEmpty();
    }
}
