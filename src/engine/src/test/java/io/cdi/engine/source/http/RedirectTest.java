// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTest {

    private static Request withLogin(String uri) {
        return Request.get(URI.create(uri)).with("Range", "bytes=1-").withAuthorization(new Secret("Basic eA=="));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}, login kept: {3}")
    @CsvSource({
        "https://a.org/x/y?q=1, z, https://a.org/x/z, true",
        "https://a.org/x/y, /z?s=%2F, https://a.org/z?s=%2F, true",
        "https://a.org/x, https://A.org:443/z, https://A.org:443/z, true",
        "https://a.org/x, //b.org/z, https://b.org/z, false",
        "https://a.org/x, https://a.org:8443/z, https://a.org:8443/z, false",
        "http://a.org/x, https://a.org/x, https://a.org/x, false",
        "https://a.org/x, https://sub.a.org/x, https://sub.a.org/x, false",
        "https://a.org/x, '/mit Luecke|ü', https://a.org/mit%20Luecke%7C%FC, true",
    })
    void credentialsStayAtTheirOrigin(String from, String location, String to, boolean kept) throws Exception {
        Request next = Redirect.follow(withLogin(from), location, 0, false);
        assertThat(next.uri()).isEqualTo(URI.create(to));
        assertThat(next.credentials()).hasSize(kept ? 1 : 0);
        assertThat(next.headers()).hasSize(1);
    }

    @Test
    void credentialsDoNotComeBack() throws Exception {
        Request away = Redirect.follow(withLogin("https://a.org/x"), "https://b.org/", 0, false);
        assertThat(Redirect.follow(away, "https://a.org/x", 1, false).credentials())
                .isEmpty();
    }

    @Test
    void anUnencryptedTargetIsRefusedWhenThereIsALogin() throws Exception {
        assertThatThrownBy(() -> Redirect.follow(withLogin("https://a.org/x?sig=1"), "http://a.org/y?sig=2", 0, false))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("https://a.org/x: the server redirects to http://a.org/y, which is not encrypted")
                .hasMessageNotContaining("sig");
        Request open = Request.get(URI.create("https://a.org/x"));
        assertThat(Redirect.follow(open, "http://mirror.org/y", 0, false).uri())
                .isEqualTo(URI.create("http://mirror.org/y"));
        assertThat(Redirect.follow(withLogin("https://a.org/x"), "http://a.org/y", 0, true)
                        .credentials())
                .isEmpty();
    }

    @Test
    void theEleventhRedirectIsALoop() throws Exception {
        Request request = Request.get(URI.create("http://a.org/"));
        assertThat(Redirect.follow(request, "/x", 9, false)).isNotNull();
        assertThatThrownBy(() -> Redirect.follow(request, "/x", 10, false))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("more than 10 redirects");
    }

    @ParameterizedTest
    @CsvSource({"ftp://a.org/x", "'http://'", "'http://[x'", "file:///etc/passwd", "'javascript:1'"})
    void aTargetThatIsNotHttpIsRefused(String location) {
        assertThatThrownBy(() -> Redirect.follow(Request.get(URI.create("http://a.org/")), location, 0, false))
                .isInstanceOf(TransferException.Permanent.class);
    }
}
