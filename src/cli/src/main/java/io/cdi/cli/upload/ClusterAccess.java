// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which cluster, as whom, found as kubectl does.
///
/// @param kubeconfig instead of the usual places
public record ClusterAccess(Optional<Path> kubeconfig, Optional<String> context, Optional<String> namespace) {

    private static final String IN_CLUSTER = "KUBERNETES_SERVICE_HOST";
    private static final int CONNECT_MILLIS = 10_000;
    private static final int RETRIES = 2;

    Config config(Map<String, String> environment) throws IOException {
        try {
            return checked(found(environment));
        } catch (RuntimeException e) {
            // Its message may quote the file, and that may be a token.
            throw new TransferException.Permanent(
                    "read the kubeconfig: it is not a valid one; 'kubectl config view' says what is wrong", e);
        }
    }

    private Config found(Map<String, String> environment) throws IOException {
        if (kubeconfig.isPresent()) {
            Path file = kubeconfig.get();
            if (!Files.isReadable(file)) {
                throw new NoSuchFileException(file.toString());
            }
            return Config.fromKubeconfig(context.orElse(null), file.toFile());
        }
        boolean there = files(environment).anyMatch(Files::isRegularFile);
        if (!there && !environment.containsKey(IN_CLUSTER)) {
            throw new TransferException.Permanent(
                    "there is no kubeconfig: neither $KUBECONFIG nor ~/.kube/config is a file; give one with --kubeconfig");
        }
        return Config.autoConfigure(context.orElse(null));
    }

    private static Stream<Path> files(Map<String, String> environment) {
        String named = environment.getOrDefault("KUBECONFIG", "");
        return named.isEmpty()
                ? Stream.of(Path.of(environment.getOrDefault("HOME", ""), ".kube/config"))
                : Stream.of(named.split(File.pathSeparator, -1)).map(Path::of);
    }

    private Config checked(Config config) throws TransferException.Permanent {
        boolean known = context.isEmpty()
                || (config.getCurrentContext() != null
                        && context.get().equals(config.getCurrentContext().getName()));
        if (!known) {
            throw new TransferException.Permanent("the kubeconfig has no context " + context.get());
        }
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestRetryBackoffLimit(RETRIES);
        return config;
    }

    /// The namespace of a name without one.
    String namespace(Config config) {
        return namespace.orElseGet(
                () -> Optional.ofNullable(config.getNamespace()).orElse("default"));
    }
}
