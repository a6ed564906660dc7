// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsChoiceTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # type     , lowest  , suites
            -          , TLSv1.2 , 11
            Intermediate, TLSv1.2, 11
            Modern     , TLSv1.3 , 3
            Old        , TLSv1   , 29
            """)
    void knowsTheProfiles(@Nullable String type, String lowest, int suites) throws Exception {
        TlsChoice choice = TlsChoice.of(type == null ? null : new TLSSecurityProfile(type, null, null, null, null));

        assertThat(choice.versions()).startsWith(lowest).endsWith("TLSv1.3");
        assertThat(choice.cipherSuites()).hasSize(suites);
        Set<String> known = Set.copyOf(Arrays.asList(
                SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()));
        assertThat(choice.cipherSuites().stream()
                        .filter(name -> !name.contains("_RSA_WITH_AES") && !name.contains("3DES")))
                .allMatch(known::contains);
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-ECDSA-AES128-GCM-SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-RSA-CHACHA20-POLY1305,   TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "DHE-RSA-AES256-SHA256,         TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
        "ECDHE-RSA-AES256-SHA,          TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "AES256-GCM-SHA384,             TLS_RSA_WITH_AES_256_GCM_SHA384",
        "DES-CBC3-SHA,                  SSL_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA,  TLS_RSA_WITH_AES_128_CBC_SHA"
    })
    void takesBothKindsOfNames(String name, String suite) {
        assertThat(custom("VersionTLS12", name).cipherSuites()).hasSize(4).endsWith(suite);
    }

    @Test
    void dropsWhatNobodyKnows() {
        assertThat(custom("VersionTLS13", "TLS_AES_128_GCM_SHA256", "ROT13"))
                .isEqualTo(new TlsChoice(List.of("TLSv1.3"), List.of("TLS_AES_128_GCM_SHA256")));
    }

    private static TlsChoice custom(String lowest, String... ciphers) {
        return TlsChoice.of(new TLSSecurityProfile(
                "Modern", null, null, null, new TLSSecurityProfile.Custom(List.of(ciphers), lowest)));
    }
}
