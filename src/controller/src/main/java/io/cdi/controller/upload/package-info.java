// SPDX-License-Identifier: Apache-2.0
/// Filling one claim by an upload. The annotation [io.cdi.contract.UploadAnnotations#UPLOAD_TARGET] asks for
/// it; whether the claim is a prime, that of a DataVolume, or one that a user has annotated makes no
/// difference here.
///
/// [io.cdi.controller.upload.UploadRule] decides, from the same observation as for an import. The objects
/// made are the pod ([io.cdi.controller.upload.UploadPod]), the service by which the proxy finds it
/// ([io.cdi.controller.upload.UploadService]), and a Secret with the certificate of the server
/// ([io.cdi.controller.upload.UploadIdentities]). The Secret belongs to the pod and the pod lives no longer
/// than the certificate is fresh: at its deadline an idle server ends, and the next pass makes a new one of
/// each.
@NullMarked
package io.cdi.controller.upload;

import org.jspecify.annotations.NullMarked;
