// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.contract.ContentType;
import io.cdi.contract.ResumableUpload;
import java.util.Optional;
import java.util.Set;

/// A path that is passed on.
///
/// @param path as the client wrote it, without a query
/// @param kind which of its relatives
record UploadPath(String path, Kind kind) {

    private static final Set<String> PLAIN = Set.of("upload", "upload-form");
    private static final Set<String> ASYNC = Set.of("upload-async", "upload-form-async");
    private static final String OLD = "/v1alpha1/";
    private static final String NEW = "/v1beta1/";
    private static final String ARCHIVE = "upload-archive";

    enum Kind {
        /// The answer comes when all is done.
        SYNC,
        /// The answer comes when all has arrived.
        ASYNC,
        /// See [ResumableUpload].
        RESUMABLE
    }

    /// @return empty for a path that is not passed on
    static Optional<UploadPath> of(String path) {
        if (ResumableUpload.isPath(path)) {
            return Optional.of(new UploadPath(path, Kind.RESUMABLE));
        }
        String name = path.startsWith(OLD)
                ? path.substring(OLD.length())
                : path.startsWith(NEW) ? path.substring(NEW.length()) : "";
        if (PLAIN.contains(name)) {
            return Optional.of(new UploadPath(path, Kind.SYNC));
        }
        return ASYNC.contains(name) ? Optional.of(new UploadPath(path, Kind.ASYNC)) : Optional.empty();
    }

    /// The path at the upload server: an archive is always uploaded to its own, whatever the client asked
    /// for.
    String upstream(ContentType content) {
        return content == ContentType.ARCHIVE && kind != Kind.RESUMABLE
                ? (path.startsWith(OLD) ? OLD : NEW) + ARCHIVE
                : path;
    }
}
