// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import java.util.Comparator;
import java.util.Map;

/// The facts about a VolumeSnapshotClass that matter here.
public record SnapshotClass(String name, String driver, boolean isDefault, Map<String, String> parameters) {
    /// The default first, then by name.
    static final Comparator<SnapshotClass> PREFERRED_FIRST =
            Comparator.comparing(SnapshotClass::isDefault).reversed().thenComparing(SnapshotClass::name);

    public SnapshotClass {
        parameters = Map.copyOf(parameters);
    }
}
