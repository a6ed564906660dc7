// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/// Runs the operator until the process is told to end.
@QuarkusMain
public class Main implements QuarkusApplication {

    private final Operator operator;

    @Inject
    public Main(Operator operator) {
        this.operator = operator;
    }

    @Override
    public int run(String... args) {
        operator.start();
        Quarkus.waitForExit();
        operator.stop();
        return 0;
    }
}
