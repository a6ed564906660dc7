// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.util.List;
import java.util.Optional;

/// A pointer to content in the same registry, with what is promised about it (OCI image specification,
/// "Content Descriptors").
///
/// @param platform of an index's entry, when it says one
/// @param refName of an OCI layout's entry, the name it was stored under
record Descriptor(
        String mediaType, Digest digest, long size, Optional<ImagePlatform> platform, Optional<String> refName) {

    private static final List<String> INDEXES = List.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final List<String> MANIFESTS = List.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");

    /// The media types of all manifests that we read, for a request's `Accept`.
    static final String ACCEPTED = String.join(", ", MANIFESTS) + ", " + String.join(", ", INDEXES);

    boolean isIndex() {
        return INDEXES.contains(mediaType);
    }

    boolean isImage() {
        return MANIFESTS.contains(mediaType);
    }

    /// Whether only holders of a key can read the content.
    boolean isEncrypted() {
        return mediaType.endsWith("+encrypted");
    }

    /// Whether the content must not be pushed, so the registry most likely does not have it.
    boolean isForeign() {
        return mediaType.contains(".foreign.") || mediaType.contains(".nondistributable.");
    }
}
