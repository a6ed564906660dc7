// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.upload;

import io.cdi.api.CdiApi;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Asks for the right to upload into a claim, which the answer's status has as a token.
@Group(CdiApi.UPLOAD_GROUP)
@Version(CdiApi.VERSION)
@ShortNames({"utr", "utrs"})
public class UploadTokenRequest extends CustomResource<UploadTokenRequestSpec, UploadTokenRequestStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;
}
