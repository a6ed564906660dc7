// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {

    @ParameterizedTest(name = "no_proxy={0}: {1} goes directly: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                      | http://images.example.com/x     | false
            *                       | http://images.example.com/x     | true
            example.com             | http://example.com/x            | true
            example.com             | http://images.example.com/x     | true
            EXAMPLE.com             | http://Images.Example.COM/x     | true
            example.com             | http://notexample.com/x         | false
            .example.com            | http://images.example.com/x     | true
            .example.com            | http://example.com/x            | false
            *.example.com           | http://images.example.com/x     | true
            *.example.com           | http://example.com/x            | false
            example.com:8080        | http://example.com:8080/x       | true
            example.com:8080        | http://example.com/x            | false
            example.com:443         | https://example.com/x           | true
            10.1.2.3                | http://10.1.2.3/x               | true
            10.1.2.3                | http://10.1.2.30/x              | false
            10.1.2.3:81             | http://10.1.2.3:81/x            | true
            10.1.2.3:81             | http://10.1.2.3/x               | false
            10.1.0.0/16             | http://10.1.255.9/x             | true
            10.1.0.0/16             | http://10.2.0.1/x               | false
            10.0.0.0/9              | http://10.127.0.1/x             | true
            10.0.0.0/9              | http://10.128.0.1/x             | false
            fd00::/8                | http://[fd12::1]/x              | true
            fd00::/8                | http://[fe80::1]/x              | false
            fd00::/8                | http://10.0.0.1/x               | false
            [fd00::1]:80            | http://[fd00::1]/x              | true
            a.org, ,b.org ,c.org    | http://b.org/x                  | true
            10.0.0.0/99             | http://10.0.0.1/x               | false
            ''                      | http://localhost:8080/x         | true
            ''                      | http://127.0.0.1/x              | true
            ''                      | http://127.9.9.9/x              | true
            ''                      | http://[::1]/x                  | true
            """)
    void exemptionsAreAsEverywhere(String noProxy, URI target, boolean direct) throws Exception {
        ProxyRules rules = new ProxyRules(
                Map.of("http_proxy", "http://proxy:3128", "https_proxy", "http://proxy:3128", "no_proxy", noProxy));
        assertThat(rules.proxyFor(HttpAddress.of(target)).isEmpty()).isEqualTo(direct);
    }

    @Test
    void eachSchemeHasItsProxyAndUpperCaseWins() throws Exception {
        ProxyRules rules = new ProxyRules(
                Map.of("http_proxy", "http://low:1", "HTTP_PROXY", "up:2", "https_proxy", "https://secure:3"));
        assertThat(rules.proxyFor(HttpAddress.of(URI.create("http://a/")))
                        .orElseThrow()
                        .address())
                .isEqualTo(new HttpAddress("http", "up", 2, "/"));
        assertThat(rules.proxyFor(HttpAddress.of(URI.create("https://a/")))
                        .orElseThrow()
                        .address())
                .isEqualTo(new HttpAddress("https", "secure", 3, "/"));
    }

    @Test
    void userInfoIsTheLoginAndNeverShows() throws Exception {
        ProxyRules rules = new ProxyRules(Map.of("http_proxy", "http://us%40er:p%3Aw+x@proxy:3128"));
        ProxyRules.Proxy proxy =
                rules.proxyFor(HttpAddress.of(URI.create("http://a/"))).orElseThrow();
        assertThat(proxy.login().orElseThrow().username()).isEqualTo("us@er");
        assertThat(proxy.login().orElseThrow().password().reveal()).isEqualTo("p:w+x");
        assertThat(proxy.toString()).doesNotContain("p:w+x").doesNotContain("p%3Aw");
    }

    @Test
    void aProxyThatIsNoneFailsWhatNeedsItAndNothingElse() throws Exception {
        ProxyRules rules =
                new ProxyRules(Map.of("http_proxy", "socks5://u:secret@proxy:1080", "no_proxy", ".example.com"));

        assertThat(rules.proxyFor(HttpAddress.of(URI.create("http://images.example.com/x"))))
                .isEmpty();
        assertThat(rules.proxyFor(HttpAddress.of(URI.create("http://127.0.0.1/x"))))
                .isEmpty();
        assertThat(rules.proxyFor(HttpAddress.of(URI.create("https://a/")))).isEmpty();
        assertThatThrownBy(() -> rules.proxyFor(HttpAddress.of(URI.create("http://a/"))))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage(
                        "the proxy in http_proxy: an http:// or https:// URL with a host is needed, not one of scheme"
                                + " 'socks5'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://u:hunter2/x@proxy:3128", "u:hunter2#x@proxy:3128", "http://u:hunter2?x@proxy:3128"})
    void aPasswordThatSplitsTheUrlNeverShows(String url) {
        ProxyRules rules = new ProxyRules(Map.of("https_proxy", url));

        assertThatThrownBy(() -> rules.proxyFor(HttpAddress.of(URI.create("https://a/"))))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("the proxy in https_proxy: the URL's port is not a number")
                .hasMessageNotContaining("hunter2");
    }
}
