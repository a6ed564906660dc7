// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AuthChallengeTest {

    @Test
    void readsABearerChallenge() {
        List<AuthChallenge> challenges = AuthChallenge.parse(
                "Bearer realm=\"https://auth.example/token\",service=\"registry\",scope=\"repository:a/b:pull,push\"");

        assertThat(challenges)
                .containsExactly(new AuthChallenge(
                        "bearer",
                        Map.of(
                                "realm",
                                "https://auth.example/token",
                                "service",
                                "registry",
                                "scope",
                                "repository:a/b:pull,push")));
    }

    @Test
    void readsSeveralChallengesOfOneHeader() {
        assertThat(AuthChallenge.parse("Negotiate, BASIC realm=\"a \\\"b\\\"\", Bearer realm = token"))
                .containsExactly(
                        new AuthChallenge("negotiate", Map.of()),
                        new AuthChallenge("basic", Map.of("realm", "a \"b\"")),
                        new AuthChallenge("bearer", Map.of("realm", "token")));
    }

    @Property
    void endsOnAnyText(@ForAll String text) {
        assertThat(AuthChallenge.parse(text))
                .allSatisfy(challenge -> assertThat(challenge.scheme()).isNotEmpty());
    }
}
