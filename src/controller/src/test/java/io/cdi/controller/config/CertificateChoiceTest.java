// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The bundle has, in this order: `old` for up.example, which has expired; `star` for *.example; `other` for
/// other.example; `up` for up.example, which lasts longer than `star`; and the authority of all.
class CertificateChoiceTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "up.example,      up authority",
        "UP.example,      up authority",
        "mail.example,    star authority",
        "a.mail.example,  star other up authority",
        "elsewhere,       star other up authority"
    })
    void picksTheCertificateOfTheHostWithItsIssuers(String host, String names) throws Exception {
        assertThat(names(new CertificateChoice(bundle()).forHost(host, NOW).orElse("")))
                .isEqualTo(names);
    }

    @Test
    void findsNothingInWhatIsNoBundle() {
        assertThat(new CertificateChoice("no PEM").forHost("up.example", NOW)).isEmpty();
        assertThat(new CertificateChoice("").forHost("up.example", NOW)).isEmpty();
    }

    private static String names(String pem) throws CertificateException {
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        return certificates.stream()
                .map(certificate -> ((X509Certificate) certificate)
                        .getSubjectX500Principal()
                        .getName()
                        .replaceFirst("CN=(Test )?", ""))
                .collect(Collectors.joining(" "));
    }

    private static String bundle() throws IOException {
        try (InputStream file = CertificateChoiceTest.class.getResourceAsStream("CertificateChoiceTest/bundle.pem")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
