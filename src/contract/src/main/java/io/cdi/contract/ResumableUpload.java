// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Optional;

/// The words of a resumable upload by the protocol tus 1.0.0: `POST` to [#PATH] makes one and names its
/// address, `PATCH` to that brings bytes, `HEAD` tells how many have come.
public final class ResumableUpload {

    /// One upload's address is this, a slash, and its id.
    public static final String PATH = "/v1beta1/upload-tus";

    public static final String PROTOCOL = "1.0.0";

    public static final String EXTENSIONS = "creation,termination";

    public static final String BODY_TYPE = "application/offset+octet-stream";

    public static final String PROTOCOL_HEADER = "Tus-Resumable";

    public static final String PROTOCOLS_HEADER = "Tus-Version";

    public static final String EXTENSIONS_HEADER = "Tus-Extension";

    public static final String LENGTH_HEADER = "Upload-Length";

    public static final String OFFSET_HEADER = "Upload-Offset";

    private ResumableUpload() {}

    public static boolean isPath(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    /// @return empty for [#PATH] itself
    public static Optional<String> id(String path) {
        return path.startsWith(PATH + "/") ? Optional.of(path.substring(PATH.length() + 1)) : Optional.empty();
    }
}
