// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSpec;
import java.util.List;

/// The rules of a DataVolume.
public final class DataVolumeRules {
    private DataVolumeRules() {}

    public static List<Cause> create(DataVolume dataVolume, ExistingClaim existing) {
        return Rules.first(
                () -> Rules.shortEnough(dataVolume.getMetadata().getName(), 253),
                () -> existing.isFreeFor(dataVolume)
                        ? Rules.NONE
                        : Cause.duplicate(
                                "Destination PVC " + dataVolume.getMetadata().getNamespace() + "/"
                                        + dataVolume.getMetadata().getName() + " already exists",
                                "DataVolume.Name"),
                () -> DataVolumeSpecRules.check("spec", dataVolume.getSpec()));
    }

    /// A spec stays as it is, but for the stages that a warm import gains.
    public static List<Cause> update(DataVolume dataVolume, DataVolume old) {
        return Rules.first(
                () -> isAllowedChange(dataVolume.getSpec(), old.getSpec())
                        ? Rules.NONE
                        : Cause.duplicate("Cannot update DataVolume Spec", "DataVolume.Spec"),
                () -> Rules.shortEnough(dataVolume.getMetadata().getName(), 253),
                () -> DataVolumeSpecRules.check("spec", dataVolume.getSpec()));
    }

    private static boolean isAllowedChange(DataVolumeSpec spec, DataVolumeSpec old) {
        return spec.isMultiStage()
                ? SameSpec.same(spec, old, "checkpoints", "finalCheckpoint")
                : SameSpec.same(spec, old);
    }
}
