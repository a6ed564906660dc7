// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.operator.plan.OptionalKind;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/// Which kinds the cluster has, of those that only some have. One that is installed later is seen within a minute.
final class OptionalKinds {

    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Set<OptionalKind> candidates;
    private final Clock clock;
    private Instant asked = Instant.MIN;
    private Set<OptionalKind> served = Set.of();

    OptionalKinds(KubernetesClient client, Set<OptionalKind> candidates, Clock clock) {
        this.client = client;
        this.candidates = candidates;
        this.clock = clock;
    }

    synchronized Set<OptionalKind> served() {
        Instant now = clock.instant();
        if (asked.isBefore(now.minus(PERIOD))) {
            Set<String> groups = client.getApiGroups().getGroups().stream()
                    .map(APIGroup::getName)
                    .collect(Collectors.toSet());
            served = candidates.stream()
                    .filter(kind -> groups.contains(kind.group()))
                    .filter(kind -> client.supports(kind.apiVersion(), kind.kind()))
                    .collect(Collectors.toSet());
            asked = now;
        }
        return served;
    }
}
