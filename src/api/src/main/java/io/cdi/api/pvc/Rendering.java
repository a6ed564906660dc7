// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.function.Function;

/// A claim's spec as it will be created, or the reason why there is none.
public sealed interface Rendering {
    record Rendered(PersistentVolumeClaimSpec spec) implements Rendering {}

    /// The claim cannot be made now; `message` is what the DataVolume's event and an admission's denial
    /// say.
    record Refused(String message) implements Rendering {}

    /// Goes on with the spec, if there is one.
    default Rendering then(Function<PersistentVolumeClaimSpec, Rendering> next) {
        return switch (this) {
            case Rendered(var spec) -> next.apply(spec);
            case Refused refused -> refused;
        };
    }
}
