// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import org.jspecify.annotations.Nullable;

/// What the bytes of a volume mean.
public enum ContentType {
    /// A disk.
    KUBEVIRT("kubevirt"),
    /// A directory tree.
    ARCHIVE("archive");

    private final String text;

    ContentType(String text) {
        this.text = text;
    }

    /// Absent and unknown texts mean a disk.
    public static ContentType of(@Nullable String text) {
        return ARCHIVE.text.equals(text) ? ARCHIVE : KUBEVIRT;
    }

    public String text() {
        return text;
    }
}
