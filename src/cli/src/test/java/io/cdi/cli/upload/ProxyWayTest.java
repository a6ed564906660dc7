// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.config.CDIConfigStatus;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProxyWayTest {

    @Test
    void theUsersWordIsTheLast() {
        assertThat(ProxyWay.of(Optional.of(URI.create("https://mine:8443/")), status("theirs.org", "PEM")))
                .isEqualTo(new ProxyWay.Direct(URI.create("https://mine:8443"), Optional.empty()));
    }

    @Test
    void aBareHostIsReachedByHttps() {
        assertThat(ProxyWay.of(Optional.empty(), status("uploads.example.com", "PEM")))
                .isEqualTo(new ProxyWay.Direct(URI.create("https://uploads.example.com"), Optional.of("PEM")));
        assertThat(ProxyWay.of(Optional.empty(), status("http://uploads.example.com:81/", null)))
                .isEqualTo(new ProxyWay.Direct(URI.create("http://uploads.example.com:81"), Optional.empty()));
    }

    @Test
    void withoutAnAddressThePortIsForwarded() {
        assertThat(ProxyWay.of(Optional.empty(), null)).isEqualTo(new ProxyWay.PortForward());
        assertThat(ProxyWay.of(Optional.empty(), status(null, null))).isEqualTo(new ProxyWay.PortForward());
        assertThat(ProxyWay.of(Optional.empty(), status("", ""))).isEqualTo(new ProxyWay.PortForward());
    }

    private static CDIConfigStatus status(@Nullable String url, @Nullable String authority) {
        return new CDIConfigStatus(url, authority, null, null, null, null, null, null);
    }
}
