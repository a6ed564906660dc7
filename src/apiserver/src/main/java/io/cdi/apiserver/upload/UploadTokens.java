// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.upload;

import io.cdi.apiserver.cluster.ClusterFacts;
import io.cdi.tokens.Token;
import io.cdi.tokens.TokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Signs upload tokens. Whether the claim is one to upload into, the proxy will see.
public final class UploadTokens {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final KeySecret keys;
    private final ClusterFacts facts;
    private final Clock clock;

    public UploadTokens(KeySecret keys, ClusterFacts facts, Clock clock) {
        this.keys = keys;
        this.facts = facts;
        this.clock = clock;
    }

    String issue(String namespace, String claim) {
        Optional<String> uid = Optional.ofNullable(facts.claim(namespace, claim))
                .map(found -> found.getMetadata().getUid());
        return new TokenIssuer(keys.key().privateKey(), TokenIssuer.API_SERVER, clock)
                .issue(Token.upload(namespace, claim, uid), LIFETIME);
    }
}
