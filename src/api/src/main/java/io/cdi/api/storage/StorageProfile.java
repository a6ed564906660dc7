// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/// What is known about one storage class.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@Crd(
        value = "StorageProfile says how volumes of the storage class of the same name are best claimed and cloned.",
        subresources = Crd.Subresources.STATUS)
public class StorageProfile extends CustomResource<StorageProfileSpec, StorageProfileStatus> {
    private static final long serialVersionUID = 1L;
}
