// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

/// What a later run must know to go on with an upload. No secrets: for the upload itself a token is needed.
///
/// @param uid of the DataVolume, so that a new one of the same name is another one
/// @param modified when the file was last changed
record SavedUpload(String cluster, String volume, String uid, String file, long bytes, String modified, String upload) {

    SavedUpload with(String id) {
        return new SavedUpload(cluster, volume, uid, file, bytes, modified, id);
    }

    /// Whether it brings the same unchanged file to the same volume.
    boolean isFor(SavedUpload other) {
        return with("").equals(other.with(""));
    }
}
