// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.javaoperatorsdk.operator.Operator;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when the framework has started: it leads, or waits for its turn.
@Readiness
public class Started implements HealthCheck {

    private final Operator operator;

    @Inject
    public Started(Operator operator) {
        this.operator = operator;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("operator")
                .status(operator.getRuntimeInfo().isStarted())
                .build();
    }
}
