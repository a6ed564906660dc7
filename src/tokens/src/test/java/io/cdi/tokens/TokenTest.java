// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {

    private static final SigningKey KEY = SigningKey.generate();
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Token TOKEN = Token.upload("ns1", "pvc1", Optional.of("u-1"));

    private static Clock at(long secondsLater) {
        return Clock.fixed(NOW.plusSeconds(secondsLater), ZoneOffset.UTC);
    }

    private static String issued() {
        return new TokenIssuer(KEY.privateKey(), TokenIssuer.API_SERVER, at(0)).issue(TOKEN, Duration.ofMinutes(5));
    }

    private static TokenReader reader(long secondsLater) {
        return new TokenReader(KEY.publicKey(), TokenIssuer.API_SERVER, at(secondsLater));
    }

    @Test
    void isReadAsItWasIssued() throws InvalidTokenException {
        assertThat(reader(0).read(issued())).contains(TOKEN);
    }

    @Test
    void hasTheFormThatOtherReleasesKnow() {
        List<String> parts = List.of(issued().split("\\.", -1));
        String header = new String(Base64.getUrlDecoder().decode(parts.get(0)), StandardCharsets.UTF_8);
        String payload = new String(Base64.getUrlDecoder().decode(parts.get(1)), StandardCharsets.UTF_8);

        assertThat(header).isEqualTo("{\"alg\":\"PS256\"}");
        assertThat(payload)
                .contains("\"operation\":\"Upload\"", "\"name\":\"pvc1\"", "\"namespace\":\"ns1\"")
                .contains("\"iss\":\"cdi-apiserver\"", "\"iat\":1767323045", "\"nbf\":1767323045", "\"exp\":1767323345")
                .contains("\"resource\":\"persistentvolumeclaims\"", "\"version\":\"v1\"", "\"group\":\"\"")
                .contains("\"params\":{\"uid\":\"u-1\"}");
    }

    @ParameterizedTest
    @CsvSource({"-11,false", "-9,true", "0,true", "299,true", "309,true", "311,false"})
    void isGoodForFiveMinutesAndTenSecondsAround(long secondsLater, boolean isGood) {
        String token = issued();

        if (isGood) {
            assertThat(catchThrowable(() -> reader(secondsLater).read(token))).isNull();
        } else {
            assertThatThrownBy(() -> reader(secondsLater).read(token)).isInstanceOf(InvalidTokenException.class);
        }
    }

    @Test
    void isRefusedFromAnotherKeyOrIssuer() {
        String foreign = new TokenIssuer(SigningKey.generate().privateKey(), TokenIssuer.API_SERVER, at(0))
                .issue(TOKEN, Duration.ofMinutes(5));
        String other = new TokenIssuer(KEY.privateKey(), "somebody", at(0)).issue(TOKEN, Duration.ofMinutes(5));

        assertThatThrownBy(() -> reader(0).read(foreign)).isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> reader(0).read(other)).isInstanceOf(InvalidTokenException.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJjZGktYXBpc2VydmVyIn0.", "....", "%%%"})
    void isRefusedWhenItIsNone(String text) {
        assertThatThrownBy(() -> reader(0).read(text)).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void saysNothingThatWeDoNotKnow() throws Exception {
        var claims = JwtClaims.parse(
                "{\"operation\":\"Fly\",\"resource\":7,\"iss\":\"cdi-apiserver\",\"iat\":1767323045,\"exp\":1767323345}");
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("PS256");
        signature.setPayload(claims.toJson());
        signature.setKey(KEY.privateKey());

        assertThat(reader(0).read(signature.getCompactSerialization())).isEmpty();
    }

    @Test
    void theKeyIsTheSameAfterItWasWritten() {
        SigningKey read = SigningKey.of(KEY.privatePem(), KEY.publicPem());

        assertThat(read).isEqualTo(KEY);
        assertThat(KEY.privatePem()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(KEY.publicPem()).startsWith("-----BEGIN PUBLIC KEY-----\n");
        assertThat(KEY.toString()).doesNotContain("RSA");
    }

    @Test
    void aTextThatIsNoKeyIsRefused() {
        assertThatThrownBy(() -> SigningKey.publicKey("no key")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigningKey.of(KEY.publicPem(), KEY.publicPem()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersAreOptional() throws InvalidTokenException {
        Token plain = Token.upload("ns1", "pvc1", Optional.empty());
        String text =
                new TokenIssuer(KEY.privateKey(), TokenIssuer.API_SERVER, at(0)).issue(plain, Duration.ofMinutes(5));

        assertThat(reader(0).read(text).orElseThrow().parameters()).isEqualTo(Map.of());
    }
}
