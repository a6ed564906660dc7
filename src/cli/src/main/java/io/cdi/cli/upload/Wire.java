// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;

/// The three requests of a resumable upload.
interface Wire {

    Reply create(long totalBytes) throws TransferException;

    Reply offset(String id) throws TransferException;

    /// Sends the bytes of the file from `offset` on.
    Reply bring(String id, long offset, long length) throws TransferException;
}
