// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Quantities as numbers of bytes.
final class Sizes {
    static final String STORAGE = "storage";

    /// Kubernetes counts no further.
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

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

    /// Fractions of a byte count as a whole one, and less than nothing as nothing. The amount is
    /// brought between the bounds first: all digits of `1e500000000`, or of its inverse, would fill the
    /// memory.
    static long bytes(Quantity quantity) {
        var amount = quantity.getNumericalAmount();
        return amount.signum() <= 0
                ? 0
                : amount.max(BigDecimal.ONE)
                        .min(MOST)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
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
