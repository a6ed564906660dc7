// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about a provisioner: capabilities in order of preference, and what is best for it. An
/// empty list of capabilities means that the provisioner itself is not known.
public record ProvisionerAdvice(
        List<ClaimPropertySet> capabilities,
        @Nullable String cloneStrategy,
        @Nullable String cronFormat,
        @Nullable String minimumClaimSize) {
    static final ProvisionerAdvice NONE = new ProvisionerAdvice(List.of(), null, null, null);

    public ProvisionerAdvice {
        capabilities = List.copyOf(capabilities);
    }
}
