// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a source holds.
public enum ContentType {
    /// A disk image.
    KUBEVIRT("kubevirt"),
    /// A tar archive, unpacked into the volume.
    ARCHIVE("archive");

    private final String word;

    ContentType(String word) {
        this.word = word;
    }

    /// As it is written in annotations and variables.
    public String word() {
        return word;
    }

    /// Absent and unknown words mean a disk.
    public static ContentType orDisk(@Nullable String word) {
        return Optional.ofNullable(word).flatMap(ContentType::of).orElse(KUBEVIRT);
    }

    /// @return empty for a word that is none of them
    public static Optional<ContentType> of(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }
}
