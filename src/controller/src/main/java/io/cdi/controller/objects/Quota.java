// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import io.fabric8.kubernetes.client.KubernetesClientException;

/// What the API server answers when a namespace may hold no more. Only the words of its message tell.
public final class Quota {

    private static final String WORDS = "exceeded quota:";

    private Quota() {}

    public static boolean isExceeded(KubernetesClientException refusal) {
        return String.valueOf(refusal.getMessage()).contains(WORDS);
    }
}
