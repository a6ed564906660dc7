// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirementsBuilder;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Quantities as numbers of bytes.
final class Sizes {
    static final String STORAGE = "storage";

    private Sizes() {}

    /// The bytes that a claim asks for; empty where it names no size.
    static Optional<Long> requested(@Nullable VolumeResourceRequirements resources) {
        return Optional.ofNullable(resources)
                .map(VolumeResourceRequirements::getRequests)
                .map(requests -> requests.get(STORAGE))
                .map(Sizes::bytes);
    }

    static Optional<Long> parsed(String quantity) {
        try {
            return Optional.of(bytes(new Quantity(quantity)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Fractions of a byte count as a whole one.
    static long bytes(Quantity quantity) {
        return quantity.getNumericalAmount().setScale(0, RoundingMode.CEILING).longValueExact();
    }

    /// The same requirements with another size.
    static VolumeResourceRequirements withRequest(@Nullable VolumeResourceRequirements resources, long bytes) {
        var builder = resources == null
                ? new VolumeResourceRequirementsBuilder()
                : new VolumeResourceRequirementsBuilder(resources);
        return builder.addToRequests(STORAGE, new Quantity(Long.toString(bytes)))
                .build();
    }
}
