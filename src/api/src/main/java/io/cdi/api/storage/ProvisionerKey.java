// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.fabric8.kubernetes.api.model.storage.StorageClass;

/// Under which name a storage class stands in the table of provisioners: its provisioner, and for some a
/// variant that its parameters choose.
public sealed interface ProvisionerKey {
    /// The class is listed under this name, if it is listed.
    record Named(String name) implements ProvisionerKey {}

    /// The provisioner is known, but not with such parameters.
    record UnknownParameters() implements ProvisionerKey {}

    static ProvisionerKey of(StorageClass storageClass) {
        var provisioner = storageClass.getProvisioner();
        return switch (Variant.of(provisioner, Parameters.of(storageClass))) {
            case Variant.Base _ -> new Named(provisioner);
            case Variant.Suffix(var suffix) -> new Named(provisioner + "/" + suffix);
            case Variant.Unknown _ -> new UnknownParameters();
        };
    }
}
