// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// What must be undone before an object may go.
public final class Finalizers {

    /// On a DataVolume that clones across namespaces.
    public static final String DATA_VOLUME = "cdi.kubevirt.io/dataVolumeFinalizer";

    public static final String CLONE_POPULATOR = "cdi.kubevirt.io/clonePopulator";

    public static final String CLONE_SOURCE = "cdi.kubevirt.io/cloneSource";

    public static final String IMPORT_IMAGE_STREAM = "cdi.kubevirt.io/importImageStream";

    public static final String OBJECT_TRANSFER = "cdi.kubevirt.io/objectTransfer";

    /// On the CDI object.
    public static final String OPERATOR = "operator.cdi.kubevirt.io";

    /// Foreign, waited for.
    public static final String CLONING_PROTECTION = "provisioner.storage.kubernetes.io/cloning-protection";

    /// Foreign, waited for.
    public static final String SNAPSHOT_SOURCE_PROTECTION = "snapshot.storage.kubernetes.io/pvc-as-source-protection";

    private Finalizers() {}
}
