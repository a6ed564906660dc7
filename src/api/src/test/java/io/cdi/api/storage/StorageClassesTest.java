// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.ContentType;
import io.cdi.contract.ForeignAnnotations;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StorageClassesTest {
    private static final StorageClass PLAIN = storageClass("plain", "2026-01-09T00:00:00Z");
    private static final StorageClass DEFAULT =
            storageClass("default", "2026-01-01T00:00:00Z", ForeignAnnotations.DEFAULT_STORAGE_CLASS);
    private static final StorageClass NEWER =
            storageClass("newer", "2026-01-02T00:00:00Z", ForeignAnnotations.DEFAULT_STORAGE_CLASS);
    private static final StorageClass SAME_AGE =
            storageClass("also", "2026-01-02T00:00:00Z", ForeignAnnotations.DEFAULT_STORAGE_CLASS);
    private static final StorageClass VIRT =
            storageClass("virt", "2026-01-01T00:00:00Z", ForeignAnnotations.DEFAULT_VIRT_STORAGE_CLASS);

    @Test
    void theNewestDefaultWinsThenTheName() {
        assertThat(new StorageClasses(List.of(PLAIN, DEFAULT, NEWER, SAME_AGE)).clusterDefault())
                .contains(SAME_AGE);
    }

    @Test
    void disksPreferTheDefaultForVirtualMachines() {
        var classes = new StorageClasses(List.of(PLAIN, DEFAULT, VIRT));

        assertThat(classes.defaultFor(ContentType.KUBEVIRT)).contains(VIRT);
        assertThat(classes.defaultFor(ContentType.ARCHIVE)).contains(DEFAULT);
    }

    @Test
    void aNamedClassThatIsMissingIsNotReplaced() {
        var classes = new StorageClasses(List.of(PLAIN, DEFAULT));

        assertThat(classes.resolve("gone", ContentType.KUBEVIRT)).isEmpty();
        assertThat(classes.resolve("plain", ContentType.KUBEVIRT)).contains(PLAIN);
        assertThat(classes.resolve(null, ContentType.KUBEVIRT)).contains(DEFAULT);
    }

    private static StorageClass storageClass(String name, String created, String... marks) {
        var annotations = Stream.of(marks).collect(Collectors.toMap(mark -> mark, _ -> "true"));
        return new StorageClassBuilder()
                .withNewMetadata()
                .withName(name)
                .withCreationTimestamp(created)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }
}
