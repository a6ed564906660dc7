// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

import java.security.PublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/// Reads what an issuer signed.
public final class TokenReader {

    /// By which clocks of two machines may differ.
    private static final int LEEWAY_SECONDS = 10;

    private final PublicKey key;
    private final String issuer;
    private final Clock clock;

    public TokenReader(PublicKey key, String issuer, Clock clock) {
        this.key = key;
        this.issuer = issuer;
        this.clock = clock;
    }

    /// @return what the token allows; empty when it is genuine, but says nothing that we know
    /// @throws InvalidTokenException when its signature, issuer or time is wrong
    public Optional<Token> read(String text) throws InvalidTokenException {
        try {
            return token(new JwtConsumerBuilder()
                    .setVerificationKey(key)
                    .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_PSS_USING_SHA256)
                    .setExpectedIssuer(issuer)
                    .setSkipDefaultAudienceValidation()
                    .setRequireExpirationTime()
                    .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
                    .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
                    .setEvaluationTime(
                            NumericDate.fromMilliseconds(clock.instant().toEpochMilli()))
                    .build()
                    .processToClaims(text));
        } catch (InvalidJwtException e) {
            throw new InvalidTokenException("read a token: " + e.getMessage(), e);
        }
    }

    private static Optional<Token> token(JwtClaims claims) {
        String word = text(claims.getClaimValue(Claims.OPERATION));
        Map<String, String> resource = texts(claims.getClaimValue(Claims.RESOURCE));
        return Arrays.stream(Token.Operation.values())
                .filter(operation -> operation.word().equals(word))
                .findFirst()
                .map(operation -> new Token(
                        operation,
                        text(claims.getClaimValue(Claims.NAMESPACE)),
                        text(claims.getClaimValue(Claims.NAME)),
                        new Token.Resource(
                                resource.getOrDefault(Claims.GROUP, ""),
                                resource.getOrDefault(Claims.VERSION, ""),
                                resource.getOrDefault(Claims.RESOURCE, "")),
                        texts(claims.getClaimValue(Claims.PARAMETERS))));
    }

    private static String text(@Nullable Object claim) {
        return claim instanceof String string ? string : "";
    }

    private static Map<String, String> texts(@Nullable Object claim) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (claim instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(text(name), text(value)));
        }
        return texts;
    }
}
