// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The parameters of a storage class; an absent one is empty text.
record Parameters(Map<String, String> values) {
    static Parameters of(StorageClass storageClass) {
        return new Parameters(Objects.requireNonNullElse(storageClass.getParameters(), Map.of()));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String get(String name) {
        return values.getOrDefault(name, "");
    }

    String lower(String name) {
        return get(name).toLowerCase(Locale.ROOT);
    }

    /// Whether the list that a parameter holds has all these entries.
    boolean lists(String name, String separators, String... entries) {
        return Arrays.asList(get(name).split(separators, -1)).containsAll(Arrays.asList(entries));
    }
}
