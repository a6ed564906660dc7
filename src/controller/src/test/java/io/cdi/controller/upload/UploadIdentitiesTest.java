// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.certificates.Issuer;
import io.cdi.certificates.Lifetimes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadIdentitiesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # ages of the authorities | of use for
                                      | PT12H
            PT0S                      | PT12H
            PT13H                     | PT12H
            PT20H                     | PT5H12M
            PT24H                     | PT1H12M
            PT30H                     | PT1H12M
            PT30H PT6H                | PT12H
            """)
    void aServerIsReplacedBeforeItMeetsAnAuthorityThatItDoesNotKnow(@Nullable String ages, Duration use) {
        List<X509Certificate> authorities = ages == null
                ? List.of()
                : Stream.of(ages.split(" "))
                        .map(age -> authority(NOW.minus(Duration.parse(age))))
                        .toList();

        assertThat(UploadIdentities.deadline(Lifetimes.of(null), authorities, NOW))
                .isEqualTo(NOW.plus(use));
    }

    private static X509Certificate authority(Instant made) {
        return new Issuer(2048)
                .signer("clients", made, made.plus(Duration.ofDays(2)))
                .certificate();
    }
}
