// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.tokens.SigningKey;
import io.cdi.tokens.Token;
import io.cdi.tokens.TokenIssuer;
import io.cdi.tokens.TokenReader;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {

    private static final SigningKey KEY = SigningKey.generate();
    private static final Token TOKEN = Token.upload("ns", "disk", Optional.empty());

    private final Admission admission =
            new Admission(() -> new TokenReader(KEY.publicKey(), TokenIssuer.API_SERVER, Clock.systemUTC()));

    private static String issue(SigningKey key, Token token) {
        return new TokenIssuer(key.privateKey(), TokenIssuer.API_SERVER, Clock.systemUTC())
                .issue(token, Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER \t"})
    void aTokenIsTakenHoweverItIsAnnounced(String prefix) {
        assertThat(admission.judge(prefix + issue(KEY, TOKEN))).isEqualTo(new Admission.Verdict.Admitted(TOKEN));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "Bearer <script>"})
    void whatHasNoTokenIsABadRequest(String header) {
        assertThat(admission.judge(header)).isEqualTo(new Admission.Verdict.Refused(400));
    }

    @Test
    void aForeignTokenIsUnauthorized() {
        assertThat(admission.judge("Bearer " + issue(SigningKey.generate(), TOKEN)))
                .isEqualTo(new Admission.Verdict.Refused(401));
    }

    @Test
    void aTokenForSomethingElseIsABadRequest() {
        Token clone = new Token(Token.Operation.CLONE, "ns", "disk", Token.Resource.CLAIM, Map.of());
        Token snapshot = new Token(Token.Operation.UPLOAD, "ns", "disk", Token.Resource.SNAPSHOT, Map.of());

        assertThat(admission.judge("Bearer " + issue(KEY, clone))).isEqualTo(new Admission.Verdict.Refused(400));
        assertThat(admission.judge("Bearer " + issue(KEY, snapshot))).isEqualTo(new Admission.Verdict.Refused(400));
        assertThat(admission.judge("Bearer " + issue(KEY, Token.upload("ns", "", Optional.empty()))))
                .isEqualTo(new Admission.Verdict.Refused(400));
    }
}
