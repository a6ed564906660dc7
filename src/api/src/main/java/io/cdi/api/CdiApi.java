// SPDX-License-Identifier: Apache-2.0
package io.cdi.api;

/// The groups and versions under which the kinds are served.
public final class CdiApi {
    public static final String GROUP = "cdi.kubevirt.io";
    public static final String FORKLIFT_GROUP = "forklift.cdi.kubevirt.io";
    /// Served by cdi-apiserver itself.
    public static final String UPLOAD_GROUP = "upload.cdi.kubevirt.io";
    /// The storage version of every kind.
    public static final String VERSION = "v1beta1";
    /// Served besides for some kinds, with the same schema, so that old manifests apply unchanged.
    public static final String OLD_VERSION = "v1alpha1";

    private CdiApi() {}
}
