// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.contract.Verbosity;
import io.cdi.operator.plan.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The operator, put together. The framework's core is used as it is: its Quarkus extension leaves out what our
/// finalizer needs (to be called for objects that are being deleted).
final class OperatorBeans {

    private static final String LEASE = "cdi-operator-leader-election-helper";

    @Produces
    @Singleton
    InstallationMetrics metrics() {
        return new InstallationMetrics();
    }

    @Produces
    @Singleton
    Operator operator(KubernetesClient client, InstallationMetrics metrics) {
        OperatorSettings settings = OperatorSettings.of(System.getenv(), OperatorSettings.ownNamespace());
        Verbosity.of("-v=" + settings.verbosity()).setLoggers();
        // While a new operator rolls out there are two.
        LeaderElectionConfiguration election = LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(settings.namespace())
                .build();
        Operator operator = new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withLeaderElectionConfiguration(election));
        operator.register(new InstallationReconciler(settings, client, Clock.systemUTC(), metrics));
        return operator;
    }
}
