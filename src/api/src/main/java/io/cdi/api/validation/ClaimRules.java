// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datavolume.DataVolumeSpec;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rules of the two ways to describe a claim.
final class ClaimRules {
    private static final Set<String> ACCESS_MODES =
            new TreeSet<>(List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"));
    private static final BigDecimal MIB = BigDecimal.valueOf(1L << 20);

    private final String prefix;
    private final DataVolumeSpec spec;

    ClaimRules(String prefix, DataVolumeSpec spec) {
        this.prefix = prefix;
        this.spec = spec;
    }

    List<Cause> check() {
        var pvc = spec.pvc();
        var storage = spec.storage();
        if (pvc != null && storage != null) {
            return Cause.invalid(
                    "Duplicate storage definition, both target storage and target pvc defined",
                    prefix + ".PVC.Storage");
        }
        if (pvc != null) {
            return Rules.first(
                    () -> size("PVC", pvc.getResources(), false),
                    () -> Rules.shortEnough(pvc.getStorageClassName(), 253),
                    () -> oneAccessMode(Objects.requireNonNullElse(pvc.getAccessModes(), List.of())));
        }
        if (storage != null) {
            return Rules.first(
                    () -> size("Storage", storage.resources(), isClone()),
                    () -> Rules.shortEnough(storage.storageClassName(), 253),
                    () -> knownAccessModes(Objects.requireNonNullElse(storage.accessModes(), List.of())));
        }
        return Cause.invalid("Missing Data volume PVC", prefix + ".PVC");
    }

    private boolean isClone() {
        return spec.sourceRef() != null
                || (spec.source() != null
                        && (spec.source().pvc() != null || spec.source().snapshot() != null));
    }

    private List<Cause> size(String kind, @Nullable VolumeResourceRequirements resources, boolean mayBeAbsent) {
        var field = prefix + "." + kind + ".resources.requests.size";
        var requests = resources == null ? null : resources.getRequests();
        var size = requests == null ? null : requests.get("storage");
        if (size == null) {
            return Rules.unless(mayBeAbsent, kind + " size is missing", field);
        }
        return Rules.amount(size.toString())
                .map(bytes -> Rules.first(
                        () -> Rules.unless(bytes.signum() > 0, kind + " size can't be equal or less than zero", field),
                        () -> Rules.unless(bytes.compareTo(MIB) >= 0, kind + " size should be at least 1MiB", field)))
                .orElseGet(() -> Cause.invalid(kind + " size is no quantity: " + size, field));
    }

    private List<Cause> oneAccessMode(List<String> modes) {
        var field = prefix + ".PVC.accessModes";
        return Rules.first(
                () -> Rules.unless(!modes.isEmpty(), "Required value: at least 1 access mode is required", field),
                () -> Rules.unless(modes.size() == 1, "PVC multiple accessModes", field),
                () -> knownAccessModes(modes));
    }

    /// The message names the first mode, whichever is wrong.
    private List<Cause> knownAccessModes(List<String> modes) {
        return ACCESS_MODES.containsAll(modes)
                ? Rules.NONE
                : Cause.invalid(
                        "Unsupported value: \"" + modes.getFirst() + "\": supported values: "
                                + ACCESS_MODES.stream()
                                        .map(mode -> '"' + mode + '"')
                                        .collect(Collectors.joining(", ")),
                        prefix + ".PVC.accessModes");
    }
}
