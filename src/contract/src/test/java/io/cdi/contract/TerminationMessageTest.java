// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.TerminationMessage.VddkInfo;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminationMessageTest {

    @Test
    void saysWhatAnImportDid() {
        assertThat(TerminationMessage.imported(true, Map.of("kubevirt.io/b", "2", "kubevirt.io/a", "1"))
                        .json())
                .isEqualTo(
                        "{\"scratchSpaceRequired\":false,\"preallocationApplied\":true,"
                                + "\"labels\":{\"kubevirt.io/a\":\"1\",\"kubevirt.io/b\":\"2\"},\"message\":\"Import Complete\"}");
    }

    @Test
    void leavesAbsentFieldsOut() {
        assertThat(TerminationMessage.blank(false).json())
                .isEqualTo("{\"preallocationApplied\":false,\"message\":\"Import Complete\"}");
        assertThat(TerminationMessage.needsScratch().json())
                .isEqualTo("{\"scratchSpaceRequired\":true,\"preallocationApplied\":false,"
                        + "\"message\":\"Import Complete\"}");
        assertThat(TerminationMessage.of("a \"word\"").json()).isEqualTo("{\"message\":\"a \\\"word\\\"\"}");
    }

    @Test
    void isReadAsItWasWritten() {
        TerminationMessage message = new TerminationMessage(
                Optional.of(false),
                Optional.of(true),
                Optional.of(true),
                Optional.of(new VddkInfo("8.0.1", "esx.example.com")),
                Map.of("instancetype.kubevirt.io/default-instancetype", "u1.small"),
                Optional.of("Import Complete"));

        assertThat(TerminationMessage.parse(message.json())).contains(message);
    }

    @Test
    void passesOverFieldsOfNewerWorkers() {
        assertThat(TerminationMessage.parse(
                        "{\"more\":{\"message\":[1,{}]},\"labels\":null,\"message\":\"Import Complete\",\"n\":1}\n"))
                .contains(TerminationMessage.of("Import Complete"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Unable to process data: x",
                "{\"message\":",
                "[]",
                "\"text\"",
                "{} {}",
                "{\"message\":5}",
                "{\"scratchSpaceRequired\":\"true\"}",
                "{\"labels\":{\"a\":{}}}",
                "{\"labels\":[]}"
            })
    void isNothingElse(String text) {
        assertThat(TerminationMessage.parse(text)).isEmpty();
    }

    @Test
    void knowsWhatTheKubeletWouldCut() {
        TerminationMessage message = TerminationMessage.imported(false, Map.of());

        assertThat(message.fits()).isTrue();
        assertThat(message.withLabels(Map.of("kubevirt.io/a", "ü".repeat(2048))).fits())
                .isFalse();
    }
}
