// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/// The settings in force; one object, named `config`.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@Crd(
        value = "CDIConfig has the settings of the installation; there is one, named config.",
        alsoServed = CdiApi.OLD_VERSION,
        alsoServedWarning = "cdi.kubevirt.io/v1alpha1 CDIConfig is deprecated; use cdi.kubevirt.io/v1beta1")
public class CDIConfig extends CustomResource<CDIConfigSpec, CDIConfigStatus> {
    private static final long serialVersionUID = 1L;
}
