// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The paths of one request that brings a whole upload: `/v1beta1/upload` and its relatives.
public enum UploadEndpoint {
    STREAM("upload"),
    ASYNC("upload-async"),
    FORM("upload-form"),
    FORM_ASYNC("upload-form-async"),
    ARCHIVE("upload-archive");

    public static final String FORM_FIELD = "file";

    /// A body that is none of a user: the stream of a clone.
    public static final String CONTENT_HEADER = "x-cdi-content-type";

    public static final Set<String> CLONE_CONTENTS = Set.of("filesystem-clone", "blockdevice-clone");

    private static final Set<String> PREFIXES = Set.of("/v1beta1/", "/v1alpha1/");

    private final String name;

    UploadEndpoint(String name) {
        this.name = name;
    }

    /// @return empty for any other path
    public static Optional<UploadEndpoint> of(String path) {
        return Arrays.stream(values())
                .filter(endpoint -> PREFIXES.stream().anyMatch(prefix -> path.equals(prefix + endpoint.name)))
                .findFirst();
    }

    /// This endpoint's path in the version of the API that another one's path names.
    public String beside(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }

    /// Answered as soon as the upload has arrived and is known to be good.
    public boolean isAsync() {
        return this == ASYNC || this == FORM_ASYNC;
    }

    /// The body is a multipart form, and the upload its first part of the name [#FORM_FIELD].
    public boolean isForm() {
        return this == FORM || this == FORM_ASYNC;
    }
}
