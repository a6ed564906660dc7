// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://Host, http, host, 80, /",
        "https://host/a%2Fb?c=%20d#frag, https, host, 443, /a%2Fb?c=%20d",
        "HTTP://u:p@my_host:8080?x, http, my_host, 8080, /?x",
        "http://[::1]:81/x, http, ::1, 81, /x",
        "http://host:/x, http, host, 80, /x",
    })
    void isTakenApart(URI uri, String scheme, String host, int port, String target) throws Exception {
        assertThat(HttpAddress.of(uri)).isEqualTo(new HttpAddress(scheme, host, port, target));
    }

    @ParameterizedTest
    @CsvSource({"ftp://host/x", "/x", "http:/x", "http://:80/x", "http://host:99999/x", "mailto:x@y"})
    void whatIsNoHttpUrlIsRefused(URI uri) {
        assertThatThrownBy(() -> HttpAddress.of(uri)).isInstanceOf(TransferException.Permanent.class);
    }

    @Test
    void showsNeitherUserNorQuery() throws Exception {
        assertThat(HttpAddress.of(URI.create("https://user:secret@[fd00::1]:8443/a/b?X-Signature=secret")))
                .hasToString("https://[fd00::1]:8443/a/b");
    }
}
