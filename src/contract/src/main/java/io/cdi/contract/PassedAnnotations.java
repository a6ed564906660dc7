// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Annotations that go on from a DataVolume to its claims and worker pods, some with a value of their own
/// where the source lacks them.
public final class PassedAnnotations {

    private static final Map<String, Optional<String>> KEYS = Map.of(
            ForeignAnnotations.NETWORKS, Optional.empty(),
            ForeignAnnotations.DEFAULT_NETWORK, Optional.empty(),
            ForeignAnnotations.ISTIO_INJECT, Optional.of("false"),
            ForeignAnnotations.LINKERD_INJECT, Optional.of("disabled"),
            Annotations.POD_PRIORITY_CLASS, Optional.empty(),
            Annotations.POD_SERVICE_ACCOUNT, Optional.empty());

    private PassedAnnotations() {}

    /// @param annotations of the object that is the reason for another
    /// @return what the other one gets, sorted by key
    public static Map<String, String> of(Map<String, String> annotations) {
        Map<String, String> passed = new TreeMap<>();
        KEYS.forEach((key, fallback) -> {
            String value = annotations.get(key);
            if (value != null) {
                passed.put(key, value);
            } else {
                fallback.ifPresent(text -> passed.put(key, text));
            }
        });
        return passed;
    }
}
