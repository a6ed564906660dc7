// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.engine.transfer.ImportRequest.Content;
import java.util.OptionalLong;

/// What a client wants to upload, and how.
///
/// @param length of the upload in bytes, when it is known
/// @param pace when the client is answered
public record UploadOrder(Content content, OptionalLong length, Pace pace) {

    /// How requests and the upload go together.
    public enum Pace {
        /// One request, answered when everything is durable.
        SYNC,
        /// One request, answered when everything has arrived and is known to be good.
        ASYNC,
        /// Several requests, each going on where the last one ended.
        RESUMABLE
    }
}
