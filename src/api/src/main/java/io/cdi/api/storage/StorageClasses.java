// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.cdi.contract.ContentType;
import io.cdi.contract.ForeignAnnotations;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The cluster's storage classes, and which of them is meant when none is named.
public record StorageClasses(List<StorageClass> all) {
    private static final Comparator<StorageClass> NEWEST_FIRST = Comparator.comparing(StorageClasses::created)
            .reversed()
            .thenComparing(storageClass -> storageClass.getMetadata().getName());

    public StorageClasses {
        all = List.copyOf(all);
    }

    public Optional<StorageClass> named(String name) {
        return all.stream()
                .filter(storageClass -> storageClass.getMetadata().getName().equals(name))
                .findFirst();
    }

    /// The class of a claim that names none: the one for virtual machines, unless it is for files, or the
    /// cluster's.
    public Optional<StorageClass> defaultFor(ContentType contentType) {
        return switch (contentType) {
            case KUBEVIRT ->
                marked(ForeignAnnotations.DEFAULT_VIRT_STORAGE_CLASS).or(this::clusterDefault);
            case ARCHIVE -> clusterDefault();
        };
    }

    /// The cluster's default class.
    public Optional<StorageClass> clusterDefault() {
        return marked(ForeignAnnotations.DEFAULT_STORAGE_CLASS);
    }

    /// The named class, or the default where no name is given; a named class that does not exist is none.
    public Optional<StorageClass> resolve(@Nullable String name, ContentType contentType) {
        return name == null ? defaultFor(contentType) : named(name);
    }

    private Optional<StorageClass> marked(String annotation) {
        return all.stream()
                .filter(storageClass -> "true".equals(annotations(storageClass).get(annotation)))
                .min(NEWEST_FIRST);
    }

    private static String created(StorageClass storageClass) {
        return Objects.requireNonNullElse(storageClass.getMetadata().getCreationTimestamp(), "");
    }

    static Map<String, String> annotations(StorageClass storageClass) {
        return Objects.requireNonNullElse(storageClass.getMetadata().getAnnotations(), Map.of());
    }
}
