// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.net.HttpURLConnection;
import org.slf4j.Logger;

/// What is logged when a pass over an object fails. The API server refuses changes in the normal course of
/// things: another one was quicker, a quota is exceeded, a webhook does not like it. That is one line; the
/// stack is for what should not happen. The framework's own log of failures is switched off.
public final class FailureLog {

    private FailureLog() {}

    /// The answer to the framework: the pass is tried again with its back-off, and the status stays.
    public static <P extends HasMetadata> ErrorStatusUpdateControl<P> told(
            Logger log, P object, Context<P> context, Exception failure) {
        String id = object.getKind() + " " + Facts.namespace(object) + "/" + Facts.name(object);
        int attempt = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) + 1;
        switch (failure) {
            case KubernetesClientException refusal
            when refusal.getCode() == HttpURLConnection.HTTP_CONFLICT ->
                log.info("{}: changed by another one in between, looked at again (attempt {})", id, attempt);
            case KubernetesClientException refusal ->
                log.warn("{}: {}; tried again later (attempt {})", id, cause(refusal), attempt);
            default -> log.error("{}: unexpected failure (attempt {})", id, attempt, failure);
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    /// Why, in the API server's words; or that it could not be asked.
    public static String cause(KubernetesClientException refusal) {
        if (refusal.getStatus() != null && refusal.getStatus().getMessage() != null) {
            return refusal.getStatus().getMessage();
        }
        Throwable cause = refusal.getCause();
        return refusal.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    }
}
