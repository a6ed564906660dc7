// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @Test
    void aNewUploadIsNamedByItsAddress() {
        assertThat(Verdict.ofCreation(new Reply(201, Optional.of("/v1beta1/upload-tus/abc"), OptionalLong.empty(), "")))
                .isEqualTo(new Verdict.Made("abc"));
        assertThat(Verdict.ofCreation(new Reply(
                        201, Optional.of("https://host:8443/v1beta1/upload-tus/abc"), OptionalLong.empty(), "")))
                .isEqualTo(new Verdict.Made("abc"));
        assertThat(Verdict.ofCreation(reply(201, ""))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void theServersPlaceIsTakenOver() {
        Reply reply = new Reply(204, Optional.empty(), OptionalLong.of(7), "");
        assertThat(Verdict.ofPart(reply)).isEqualTo(new Verdict.At(7));
        assertThat(Verdict.ofOffset(new Reply(200, Optional.empty(), OptionalLong.of(7), "")))
                .isEqualTo(new Verdict.At(7));
    }

    @ParameterizedTest(name = "{0} to a creation is {1}, to a question {2}, to a part {3}")
    @CsvSource({
        "400, Refused, Refused, Refused",
        "401, NewToken, NewToken, NewToken",
        "404, Refused, Forgotten, Forgotten",
        "409, Filled, Refused, Later",
        "412, Refused, Refused, Refused",
        "429, Later, Later, Later",
        "500, Later, Later, Later",
        "501, Refused, Refused, Refused",
        "502, Later, Later, Later",
        "503, Later, Later, Later",
        "307, Refused, Refused, Refused",
    })
    void eachStatusHasItsMeaning(int status, String creation, String offset, String part) {
        assertThat(Verdict.ofCreation(reply(status, "")).getClass().getSimpleName())
                .isEqualTo(creation);
        assertThat(Verdict.ofOffset(reply(status, "")).getClass().getSimpleName())
                .isEqualTo(offset);
        assertThat(Verdict.ofPart(reply(status, "")).getClass().getSimpleName()).isEqualTo(part);
    }

    @Test
    void theProxySaysThatAClaimIsFilled() {
        Reply reply = reply(503, "rejecting Upload Request for PVC fedora that already finished uploading");
        assertThat(Verdict.ofPart(reply)).isEqualTo(new Verdict.Filled());
    }

    @Test
    void theReasonIsTheServersOwn() {
        assertThat(Verdict.ofPart(reply(400, "A larger PVC is required")))
                .isEqualTo(new Verdict.Refused("A larger PVC is required"));
        assertThat(Verdict.ofPart(reply(503, ""))).isEqualTo(new Verdict.Later("it answered 503"));
    }

    private static Reply reply(int status, String text) {
        return new Reply(status, Optional.empty(), OptionalLong.empty(), text);
    }
}
