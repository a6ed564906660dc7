// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsRulesTest {

    private static TlsRules type(String type) {
        return TlsRules.of(new TLSSecurityProfile(type, null, null, null, null));
    }

    private static TlsRules custom(String minimum, String... ciphers) {
        return TlsRules.of(new TLSSecurityProfile(
                "Custom", null, null, null, new TLSSecurityProfile.Custom(List.of(ciphers), minimum)));
    }

    @Test
    void nothingSaidIsIntermediate() {
        assertThat(TlsRules.of(null)).isEqualTo(type("Intermediate")).isEqualTo(TlsRules.INTERMEDIATE);
        assertThat(TlsRules.INTERMEDIATE.protocols()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(TlsRules.INTERMEDIATE.ciphers())
                .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .contains("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")
                .doesNotContain("TLS_RSA_WITH_AES_128_CBC_SHA");
    }

    @Test
    void modernIsTheNewestVersionOnly() {
        assertThat(type("Modern").protocols()).containsExactly("TLSv1.3");
        assertThat(type("Modern").ciphers()).hasSize(3);
    }

    @Test
    void oldReachesBackToTheFirstVersion() {
        assertThat(type("Old").protocols()).containsExactly("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
        assertThat(type("Old").ciphers())
                .hasSize(29)
                .contains("TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
    }

    @Test
    void anOwnChoiceIsTranslatedAndWhatNobodyKnowsIsDropped() {
        assertThat(custom(
                        "VersionTLS11", "ECDHE-RSA-AES256-GCM-SHA384", "TLS_AES_128_GCM_SHA256", "RC4-MD5", "nonsense"))
                .isEqualTo(new TlsRules(
                        "VersionTLS11", List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256")));
    }

    @Test
    void anOwnChoiceWithoutACipherOfTls13GetsThemAll() {
        assertThat(custom("VersionTLS12", "ECDHE-RSA-AES256-GCM-SHA384").ciphers())
                .hasSize(4)
                .endsWith("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void theJdkKnowsEveryCipherUnderThatName() throws NoSuchAlgorithmException {
        assertThat(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
                .containsAll(TlsRules.INTERMEDIATE.ciphers());
    }
}
