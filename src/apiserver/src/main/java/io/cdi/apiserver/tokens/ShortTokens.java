// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.tokens;

import io.cdi.apiserver.cluster.CloneOrigin;
import io.cdi.apiserver.cluster.ClusterFacts;
import io.cdi.tokens.Token;
import io.cdi.tokens.TokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Signs tokens, which are good for five minutes.
public final class ShortTokens {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final KeySecret keys;
    private final ClusterFacts facts;
    private final Clock clock;

    public ShortTokens(KeySecret keys, ClusterFacts facts, Clock clock) {
        this.keys = keys;
        this.facts = facts;
        this.clock = clock;
    }

    /// Whether the claim is one to upload into, the proxy will see.
    public String upload(String namespace, String claim) {
        Optional<String> uid = Optional.ofNullable(facts.claim(namespace, claim))
                .map(found -> found.getMetadata().getUid());
        return signed(Token.upload(namespace, claim, uid));
    }

    /// That the origin may be copied to this claim.
    public String copy(CloneOrigin origin, String namespace, String claim) {
        return signed(new Token(
                Token.Operation.CLONE,
                origin.namespace(),
                origin.name(),
                origin.isSnapshot() ? Token.Resource.SNAPSHOT : Token.Resource.CLAIM,
                Map.of("targetNamespace", namespace, "targetName", claim)));
    }

    private String signed(Token token) {
        return new TokenIssuer(keys.key().privateKey(), TokenIssuer.API_SERVER, clock).issue(token, LIFETIME);
    }
}
