// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "http://example.com/a b.img, http://example.com/a%20b.img",
        "http://example.com/a%20b.img, http://example.com/a%20b.img",
        "https://example.com/a[1].img?x=[y], https://example.com/a%5B1%5D.img?x=%5By%5D",
        "http://[::1]:8080/a, http://[::1]:8080/a",
        "http://my_host:8080/a, http://my_host:8080/a",
        "http://example.com/ü, http://example.com/%C3%BC",
        "https://me:pw@example.com:8443/a?b=c%26d, https://me:pw@example.com:8443/a?b=c%26d"
    })
    void takesWhatBrowsersTake(String text, String uri) {
        assertThat(Endpoint.uri(text)).hasToString(uri);
    }

    @Test
    void showsNoSecrets() {
        assertThat(Endpoint.shown("https://me:pa@ss@example.com/a/b.img?signature=x#y"))
                .isEqualTo("https://example.com/a/b.img");
    }

    @Test
    void namesAnyFile() {
        assertThat(Endpoint.fileName("my disk (ü).img")).isEqualTo("my%20disk%20%28%C3%BC%29.img");
    }
}
