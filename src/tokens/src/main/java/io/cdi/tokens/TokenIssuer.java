// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/// Signs tokens.
public final class TokenIssuer {

    /// The program whose tokens last for minutes.
    public static final String API_SERVER = "cdi-apiserver";

    private final PrivateKey key;
    private final String name;
    private final Clock clock;

    /// @param name who issues, such as [#API_SERVER]
    public TokenIssuer(PrivateKey key, String name, Clock clock) {
        this.key = key;
        this.name = name;
        this.clock = clock;
    }

    public String issue(Token token, Duration lifetime) {
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setStringClaim(Claims.OPERATION, token.operation().word());
        claims.setStringClaim(Claims.NAME, token.name());
        claims.setStringClaim(Claims.NAMESPACE, token.namespace());
        Token.Resource resource = token.resource();
        claims.setClaim(
                Claims.RESOURCE,
                Map.of(
                        Claims.GROUP, resource.group(),
                        Claims.VERSION, resource.version(),
                        Claims.RESOURCE, resource.resource()));
        if (!token.parameters().isEmpty()) {
            claims.setClaim(Claims.PARAMETERS, token.parameters());
        }
        claims.setIssuer(name);
        claims.setIssuedAt(date(now));
        claims.setNotBefore(date(now));
        claims.setExpirationTime(date(now.plus(lifetime)));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_PSS_USING_SHA256);
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign a token: " + e.getMessage(), e);
        }
    }

    private static NumericDate date(Instant instant) {
        return NumericDate.fromSeconds(instant.getEpochSecond());
    }
}
