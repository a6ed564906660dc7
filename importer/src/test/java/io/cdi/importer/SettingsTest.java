// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.contract.ContentType;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source.Login;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private final Map<String, String> environment = new HashMap<>(Map.of("PREALLOCATION", "false"));

    @Test
    void takesEmptyVariablesAsAbsent() {
        for (String name : new String[] {
            "IMPORTER_CHECKSUM", "IMPORTER_CERT_DIR", "IMPORTER_READY_FILE", "IMPORTER_IMAGE_SIZE",
                    "IMPORTER_PULL_METHOD",
            "IMPORTER_ACCESS_KEY_ID", "IMPORTER_SECRET_KEY", "INSECURE_TLS", "FILESYSTEM_OVERHEAD",
                    "IMPORTER_CONTENTTYPE"
        }) {
            environment.put(name, "");
        }

        Settings settings = Settings.parse(environment);

        assertThat(settings).isEqualTo(Settings.parse(Map.of("PREALLOCATION", "false")));
        assertThat(settings.from().content()).isEqualTo(ContentType.KUBEVIRT);
        assertThat(settings.from().access().login()).isEmpty();
        assertThat(settings.onto().imageBytes()).isEmpty();
        assertThat(settings.handshake().nodePull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "T, true", "1, true", "True, true", "false, false", "0, false", "FALSE, false"})
    void readsTruthInTheWordsOfGo(String text, boolean preallocate) {
        environment.put("PREALLOCATION", text);

        assertThat(Settings.parse(environment).onto().preallocate()).isEqualTo(preallocate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "tRue"})
    void refusesToGuessWhetherToPreallocate(String text) {
        environment.put("PREALLOCATION", text);

        assertThatThrownBy(() -> Settings.parse(environment)).hasMessageContaining("PREALLOCATION");
    }

    @ParameterizedTest
    @CsvSource({"10Gi, 10737418240", "1500000000, 1500000000", "1395864371200m, 1395864372"})
    void readsTheSizeOfTheClaim(String quantity, long bytes) {
        environment.put("IMPORTER_IMAGE_SIZE", quantity);

        assertThat(Settings.parse(environment).onto().imageBytes()).hasValue(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0.06, 0.06", "0, 0", "'', 0", "much, 0", "-1, 0", "1.5, 0", "NaN, 0"})
    void takesNoOverheadForOneThatMakesNoSense(String text, double fraction) {
        environment.put("FILESYSTEM_OVERHEAD", text);

        assertThat(Settings.parse(environment).onto().filesystemOverhead()).isEqualTo(fraction);
    }

    @Test
    void logsInOnlyWithUserAndPassword() {
        environment.put("IMPORTER_ACCESS_KEY_ID", "me");
        assertThat(Settings.parse(environment).from().access().login()).isEmpty();

        environment.put("IMPORTER_SECRET_KEY", "pass:word");

        assertThat(Settings.parse(environment).from().access().login())
                .contains(new Login("me", new Secret("pass:word")));
        assertThat(Settings.parse(environment)).asString().doesNotContain("pass:word");
    }

    @Test
    void collectsHeadersOfAnyNumber() {
        environment.put("IMPORTER_EXTRA_HEADER_10", "X-Ten: 10");
        environment.put("IMPORTER_EXTRA_HEADER_0", "X-Zero: 0");
        environment.put("IMPORTER_EXTRA", "X-No: 0");

        assertThat(Settings.parse(environment).from().access().headerLines())
                .containsExactlyInAnyOrder(new Secret("X-Zero: 0"), new Secret("X-Ten: 10"));
    }

    @Test
    void knowsTheFilesOfANodePull() {
        environment.put("IMPORTER_PULL_METHOD", "node");
        environment.put("IMPORTER_READY_FILE", "/shared/ready");
        environment.put("IMPORTER_DONE_FILE", "/shared/done");

        Settings.Handshake handshake = Settings.parse(environment).handshake();

        assertThat(handshake.nodePull()).isTrue();
        assertThat(handshake.readyFile()).contains(Path.of("/shared/ready"));
        assertThat(handshake.doneFile()).contains(Path.of("/shared/done"));
    }
}
