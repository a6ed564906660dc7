// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datavolume.Source;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeImportSourceSpec;
import io.cdi.api.populator.VolumeUploadSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of the objects that volume populators read.
public final class PopulatorRules {
    private static final int MAX_NAME = 63;

    private PopulatorRules() {}

    public static List<Cause> check(VolumeUploadSource source, @Nullable VolumeUploadSource old) {
        return Rules.first(
                () -> old == null || SameSpec.same(source.getSpec(), old.getSpec())
                        ? Rules.NONE
                        : Cause.duplicate("Cannot update VolumeUploadSource Spec", "VolumeUploadSource.Spec"),
                () -> Rules.shortEnough(source.getMetadata().getName(), MAX_NAME),
                () -> DataVolumeSpecRules.contentType("spec", source.getSpec().contentType()));
    }

    public static List<Cause> check(VolumeImportSource source, @Nullable VolumeImportSource old) {
        var spec = source.getSpec();
        return Rules.first(
                () -> old == null || isAllowedChange(spec, old.getSpec())
                        ? Rules.NONE
                        : Cause.duplicate("Cannot update VolumeImportSource Spec", "VolumeImportSource.Spec"),
                () -> Rules.shortEnough(source.getMetadata().getName(), MAX_NAME),
                () -> DataVolumeSpecRules.contentType("spec", spec.contentType()),
                () -> source(spec));
    }

    private static boolean isAllowedChange(VolumeImportSourceSpec spec, VolumeImportSourceSpec old) {
        return spec.isMultiStage()
                ? SameSpec.same(spec, old, "checkpoints", "finalCheckpoint")
                : SameSpec.same(spec, old);
    }

    private static List<Cause> source(VolumeImportSourceSpec spec) {
        var members = spec.source() == null ? List.<Source>of() : spec.source().members();
        return Rules.first(
                () -> Rules.unless(!members.isEmpty(), "Missing VolumeImport source", "spec.source"),
                () -> Rules.unless(members.size() == 1, "Multiple VolumeImport sources", "spec.source"),
                () -> Rules.unless(
                        !spec.isMultiStage() || !Rules.isEmpty(spec.targetClaim()),
                        "Unable to do multi-stage import without specifying a target claim",
                        "spec.targetClaim"),
                () -> new SourceRules("spec", spec.contentType()).check(members.getFirst()));
    }
}
