// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// The one place where the API server's refusals become words for the user.
final class ClusterFailure {

    private ClusterFailure() {}

    /// @param action what was tried, with the place
    static TransferException of(KubernetesClientException failure, String action) {
        String text = Optional.ofNullable(failure.getStatus())
                .map(status -> status.getMessage())
                .orElse("it answered " + failure.getCode());
        if (failure.getCode() <= 0) {
            return unreachable(failure, action);
        }
        return switch (failure.getCode()) {
            case 401 ->
                new TransferException.Permanent(
                        action + ": the cluster does not accept the kubeconfig's login; log in again", failure);
            case 403 -> new TransferException.Permanent(action + ": no permission: " + text, failure);
            case 408, 429 -> new TransferException.Transient(action + ": " + text, failure);
            default ->
                failure.getCode() >= 500
                        ? new TransferException.Transient(action + ": " + text, failure)
                        : new TransferException.Permanent(action + ": " + text, failure);
        };
    }

    private static TransferException unreachable(KubernetesClientException failure, String action) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            if (cause instanceof SSLException) {
                return new TransferException.Permanent(
                        action + ": no trusted connection to the cluster: " + cause.getMessage(), failure);
            }
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new TransferException.Transient(action + ": the cluster is not reachable: " + why, failure);
    }
}
