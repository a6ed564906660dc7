// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.contract.ContentType;
import io.cdi.contract.ResumableUpload;
import io.cdi.contract.UploadEndpoint;
import java.util.Optional;

/// A path that is passed on.
///
/// @param path as the client wrote it, without a query
/// @param kind which of its relatives
record UploadPath(String path, Kind kind) {

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
        return UploadEndpoint.of(path)
                .filter(endpoint -> endpoint != UploadEndpoint.ARCHIVE)
                .map(endpoint -> new UploadPath(path, endpoint.isAsync() ? Kind.ASYNC : Kind.SYNC));
    }

    /// The path at the upload server: an archive is always uploaded to its own, whatever the client asked
    /// for.
    String upstream(ContentType content) {
        return content == ContentType.ARCHIVE && kind != Kind.RESUMABLE ? UploadEndpoint.ARCHIVE.beside(path) : path;
    }
}
