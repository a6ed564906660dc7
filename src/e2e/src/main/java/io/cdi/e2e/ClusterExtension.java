// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the [Cluster], the [Peers] and their [Images], one of each for the whole run, and a [TestNamespace]
/// per test.
final class ClusterExtension implements ExecutionCondition, ParameterResolver {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(ClusterExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean root = "root".equals(System.getProperty("user.name"));
        return root
                ? ConditionEvaluationResult.enabled("root can run a kubelet")
                : ConditionEvaluationResult.disabled("the development cluster's kubelet needs root");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class || type == Peers.class || type == Images.class || type == TestNamespace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Cluster.class) {
            return cluster(context);
        }
        if (type == Peers.class) {
            return peers(context);
        }
        if (type == Images.class) {
            Peers peers = peers(context);
            return context.getRoot()
                    .getStore(STORE)
                    .computeIfAbsent(Images.class, _ -> new Images(peers), Images.class);
        }
        return context.getStore(STORE)
                .computeIfAbsent(
                        TestNamespace.class,
                        _ -> TestNamespace.create(cluster(context), context.getDisplayName()),
                        TestNamespace.class);
    }

    private static Cluster cluster(ExtensionContext context) {
        return context.getRoot().getStore(STORE).computeIfAbsent(Cluster.class, _ -> Cluster.up(), Cluster.class);
    }

    private static Peers peers(ExtensionContext context) {
        cluster(context); // makes the bridge that the peers listen on
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(Peers.class, _ -> new Peers(folder()), Peers.class);
    }

    private static Path folder() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            return Files.createTempDirectory(target, "peers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
