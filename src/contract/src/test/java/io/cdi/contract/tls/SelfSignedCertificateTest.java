// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class SelfSignedCertificateTest {

    @Test
    void vouchesForItself() throws Exception {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");

        var certificate = SelfSignedCertificate.make("cloner_target", now).certificate();

        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(now));
        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=cloner_target");
        assertThat(certificate.getPublicKey()).isInstanceOf(ECPublicKey.class);
    }
}
