// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Arrays;
import java.util.Optional;

/// What kind of source an import has.
public enum SourceType {
    HTTP("http"),
    S3("s3"),
    GCS("gcs"),
    REGISTRY("registry"),
    IMAGEIO("imageio"),
    VDDK("vddk"),
    /// A known word without an implementation.
    GLANCE("glance"),
    /// A blank disk.
    BLANK("none");

    private final String word;

    SourceType(String word) {
        this.word = word;
    }

    /// As it is written in annotations and variables.
    public String word() {
        return word;
    }

    /// @return empty for a word that is none of them
    public static Optional<SourceType> of(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }
}
