// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.claims;

import io.cdi.contract.ContentType;
import io.cdi.contract.FailurePhrases;
import io.cdi.tokens.Token;
import java.util.Optional;
import java.util.function.Function;

/// Decides from the claims as they are. The sentences of refusals are those that clients know.
final class TargetRule {

    private TargetRule() {}

    /// @param claims by name, those of the token's namespace
    static Target target(Token token, Function<String, Optional<ObservedClaim>> claims) {
        Optional<ObservedClaim> named = claims.apply(token.name());
        if (named.isEmpty()) {
            return new Target.Refused("rejecting Upload Request for PVC " + token.name() + " that doesn't exist");
        }
        ObservedClaim claim = named.get();
        if (!token.uid().map(claim.uid()::equals).orElse(true)) {
            return new Target.OtherClaim();
        }
        if (!claim.isPopulated()) {
            return target(token.namespace(), token.name(), claim);
        }
        if (claim.isDone()) {
            return done(token.name());
        }
        if (claim.prime().isEmpty()) {
            return new Target.NotYet("PVC " + token.name() + " waits for its PVC'");
        }
        String prime = claim.prime().get();
        return claims.apply(prime)
                .map(found -> target(token.namespace(), prime, found))
                .orElseGet(() -> new Target.Refused(
                        "rejecting Upload Request for PVC " + token.name() + ", PVC' wasn't created yet"));
    }

    private static Target target(String namespace, String name, ObservedClaim claim) {
        if (!claim.isTarget()) {
            return new Target.Refused("PVC " + name + " is not an upload target");
        }
        if (claim.isDone()) {
            return done(name);
        }
        if (!claim.isReady()) {
            return new Target.NotYet("the upload server of PVC " + name + " is not ready");
        }
        Optional<ContentType> content =
                claim.content().isEmpty() ? Optional.of(ContentType.KUBEVIRT) : ContentType.of(claim.content());
        return content.<Target>map(word -> new Target.Ready(claim.service() + "." + namespace + ".svc", word))
                .orElseGet(() -> new Target.Refused("rejecting upload request for PVC " + name
                        + " - upload content-type " + claim.content() + " is invalid"));
    }

    private static Target done(String name) {
        return new Target.Refused("rejecting Upload Request for PVC " + name + FailurePhrases.ALREADY_UPLOADED);
    }
}
