// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Clones.
public final class CloneAnnotations {

    /// `namespace/name` of the source: a host-assisted clone is wanted.
    public static final String CLONE_REQUEST = "k8s.io/CloneRequest";

    /// `true`: the clone is complete.
    public static final String CLONE_OF = "k8s.io/CloneOf";

    /// Of former versions.
    public static final String SMART_CLONE_REQUEST = "k8s.io/SmartCloneRequest";

    /// `copy`, `snapshot` or `csi-clone`.
    public static final String CLONE_TYPE = "cdi.kubevirt.io/cloneType";

    /// Its presence: sizes are not compared.
    public static final String PERMISSIVE_CLONE = "cdi.kubevirt.io/permissiveClone";

    public static final String DATA_SOURCE_NAMESPACE = "cdi.kubevirt.io/dataSourceNamespace";

    public static final String CLONE_TOKEN = "cdi.kubevirt.io/storage.clone.token";

    public static final String EXTENDED_CLONE_TOKEN = "cdi.kubevirt.io/storage.extended.clone.token";

    public static final String SOURCE_POD_NAME = "cdi.kubevirt.io/storage.sourceClonePodName";

    /// `namespace/name` of the target claim, on the source pod.
    public static final String OWNER_REFERENCE = "cdi.kubevirt.io/storage.ownerRef";

    public static final String CLONE_PHASE = "cdi.kubevirt.io/clonePhase";

    public static final String CLONE_ERROR = "cdi.kubevirt.io/cloneError";

    public static final String CLONE_FALLBACK_REASON = "cdi.kubevirt.io/cloneFallbackReason";

    /// Spelled so.
    public static final String VIRTUAL_SIZE = "cdi.Kubervirt.io/virtualSize";

    /// Spelled so.
    public static final String SOURCE_CAPACITY = "cdi.Kubervirt.io/sourceCapacity";

    private CloneAnnotations() {}
}
