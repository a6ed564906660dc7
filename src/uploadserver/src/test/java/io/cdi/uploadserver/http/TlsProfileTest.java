// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TlsProfileTest {

    private static final List<String> AVAILABLE = List.of(
            "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_OTHER");

    @Test
    void knowsSuitesByBothOfTheirNamesAndPassesOverOthers() {
        TlsProfile profile = new TlsProfile(false, List.of("ECDHE-RSA-AES128-GCM-SHA256", "TLS_OTHER", "DES-CBC3-SHA"));

        assertThat(profile.suites(AVAILABLE))
                .containsExactly(
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_OTHER");
        assertThat(profile.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void takesWhatJavaThinksSafeWithoutAList() {
        assertThat(new TlsProfile(false, List.of()).suites(AVAILABLE)).containsExactlyElementsOf(AVAILABLE);
    }

    @Test
    void speaksOnlyTheNewestWhereTheProfileSaysSo() {
        assertThat(new TlsProfile(true, List.of()).protocols()).containsExactly("TLSv1.3");
    }
}
