// SPDX-License-Identifier: Apache-2.0
/// The upload server: the process `cdi-uploadserver` in the upload pod, beside the volume that it fills.
///
/// [CdiUploadServer] is `main`; [Settings] is the environment, parsed once. [UploadServer] runs from the
/// first connection to the last words. [Reception] looks at each request's path and at its client's
/// certificate and hands it on: [PlainUploads] for uploads in one request, [ResumableUploads] for those in
/// several.
@NullMarked
package io.cdi.uploadserver;

import org.jspecify.annotations.NullMarked;
