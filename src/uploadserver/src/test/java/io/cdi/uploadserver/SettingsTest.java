// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.contract.ContentType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final Map<String, String> LEAST = Map.of("TLS_KEY_FILE", "/k", "TLS_CERT_FILE", "/c");

    @Test
    void hasADefaultForAllButTheCertificate() {
        Settings settings = Settings.parse(LEAST);

        assertThat(settings.address().getPort()).isEqualTo(8443);
        assertThat(settings.tls().clientAuthorities()).isEmpty();
        assertThat(settings.tls().profile().atLeast13()).isFalse();
        assertThat(settings.volume().requestedBytes()).isEmpty();
        assertThat(settings.volume().preallocate()).isFalse();
        assertThat(settings.deadline()).isEmpty();
        assertThat(settings.destination()).isEmpty();
        assertThat(settings.resumableContent()).isEqualTo(ContentType.KUBEVIRT);
    }

    @Test
    void takesWhatTheControllerSays() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(Map.of(
                "CLIENT_CERT_FILE", "/ca",
                "CLIENT_NAME", "ns/a-ns/b",
                "FILESYSTEM_OVERHEAD", "0.055",
                "UPLOAD_IMAGE_SIZE", "1Gi",
                "PREALLOCATION", "true",
                "TLS_CIPHERS", "ECDHE-RSA-AES128-GCM-SHA256, ,OTHER",
                "TLS_MIN_VERSION", "VersionTLS13",
                "DEADLINE", "2026-01-02T03:04:05Z",
                "DESTINATION", "/dev/cdi-block-volume",
                "UPLOAD_CONTENT_TYPE", "archive"));

        Settings settings = Settings.parse(environment);

        assertThat(settings.tls().clientAuthorities()).contains(Path.of("/ca"));
        assertThat(settings.tls().profile().atLeast13()).isTrue();
        assertThat(settings.tls().profile().ciphers()).isEqualTo(List.of("ECDHE-RSA-AES128-GCM-SHA256", "OTHER"));
        assertThat(settings.clientName()).isEqualTo("ns/a-ns/b");
        assertThat(settings.volume().requestedBytes()).hasValue(1L << 30);
        assertThat(settings.volume().filesystemOverhead()).isEqualTo(0.055);
        assertThat(settings.volume().preallocate()).isTrue();
        assertThat(settings.deadline()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(settings.destination()).contains(Path.of("/dev/cdi-block-volume"));
        assertThat(settings.resumableContent()).isEqualTo(ContentType.ARCHIVE);
    }

    @ParameterizedTest
    @CsvSource({"DEADLINE,tomorrow", "UPLOAD_IMAGE_SIZE,much", "LISTEN_PORT,http"})
    void namesTheVariableThatIsWrong(String variable, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(variable, value);

        assertThatThrownBy(() -> Settings.parse(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(variable);
    }

    @Test
    void wantsACertificate() {
        assertThatThrownBy(() -> Settings.parse(Map.of())).hasMessageStartingWith("invalid TLS config");
    }
}
