// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datavolume.DataVolumeSource;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.SourceRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rules of a DataVolume's spec, which a cron's template has as well.
public final class DataVolumeSpecRules {
    private DataVolumeSpecRules() {}

    /// @param prefix the path of the spec, as in `spec`
    /// @return why it is refused; empty when it is not
    public static List<Cause> check(String prefix, DataVolumeSpec spec) {
        return Rules.first(() -> new ClaimRules(prefix, spec).check(), () -> population(prefix, spec));
    }

    private static List<Cause> population(String prefix, DataVolumeSpec spec) {
        if (spec.isExternallyPopulated()) {
            return ExternalPopulationRules.check(prefix, spec);
        }
        if ((spec.source() == null) == (spec.sourceRef() == null)) {
            return Cause.invalid(
                    "Data volume should have either Source or SourceRef, or be externally populated",
                    prefix + ".source");
        }
        return spec.source() == null
                ? reference(prefix, Objects.requireNonNull(spec.sourceRef()))
                : source(prefix, spec.source(), spec.contentType());
    }

    private static List<Cause> reference(String prefix, SourceRef reference) {
        var field = prefix + ".sourceRef";
        return Rules.first(
                () -> Rules.unless(!Rules.isEmpty(reference.kind()), "Missing sourceRef kind", field + ".Kind"),
                () -> Rules.unless(
                        reference.kind().equals("DataSource"),
                        "Unsupported sourceRef kind " + reference.kind() + ", currently only DataSource is supported",
                        field + ".Kind"),
                () -> Rules.unless(!Rules.isEmpty(reference.name()), "Missing sourceRef name", field + ".Name"));
    }

    private static List<Cause> source(String prefix, DataVolumeSource source, @Nullable String contentType) {
        var members = source.members();
        var field = prefix + ".source";
        return Rules.first(
                () -> Rules.unless(!members.isEmpty(), "Missing Data volume source", field),
                () -> Rules.unless(members.size() == 1, "Multiple Data volume sources", field),
                () -> contentType(prefix, contentType),
                () -> new SourceRules(prefix, contentType).check(members.getFirst()));
    }

    static List<Cause> contentType(String prefix, @Nullable String contentType) {
        return Rules.unless(
                Rules.isEmpty(contentType) || "kubevirt".equals(contentType) || "archive".equals(contentType),
                "ContentType not one of: kubevirt, archive",
                prefix + ".contentType");
    }
}
