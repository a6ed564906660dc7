// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class HeadersTest {

    @Test
    void whatIsAboutTheConnectionStaysWithIt() {
        MultiMap from = MultiMap.caseInsensitiveMultiMap()
                .add("Connection", "close, X-Private")
                .add("X-Private", "1")
                .add("Transfer-Encoding", "chunked")
                .add("Authorization", "Bearer t")
                .add("x-cdi-content-type", "archive")
                .add("Accept", "a")
                .add("Accept", "b");
        MultiMap to = MultiMap.caseInsensitiveMultiMap();

        Headers.copy(from, to);

        assertThat(to.names()).containsExactlyInAnyOrder("Authorization", "x-cdi-content-type", "Accept");
        assertThat(to.getAll("Accept")).containsExactly("a", "b");
    }

    @Test
    void theClientIsAddedToTheHopsBefore() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();

        Headers.forwardedFor(headers, "10.0.0.1");
        Headers.forwardedFor(headers, "10.0.0.2");
        Headers.forwardedFor(headers, null);

        assertThat(headers.getAll("X-Forwarded-For")).containsExactly("10.0.0.1, 10.0.0.2");
    }

    @Test
    void nothingOfATextIsMarkup() {
        assertThat(Html.escaped("<script>\"a\" & 'b'</script>"))
                .isEqualTo("&lt;script&gt;&#34;a&#34; &amp; &#39;b&#39;&lt;/script&gt;");
    }
}
