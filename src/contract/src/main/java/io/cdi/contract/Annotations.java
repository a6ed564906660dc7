// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Annotations with which users steer what is done with a DataVolume, a claim, or a storage class.
/// Booleans are the texts `true` and `false`.
public final class Annotations {

    public static final String PREFIX = "cdi.kubevirt.io/";

    /// Says that the maker of a DataVolume may copy its source; for the controller only.
    public static final String CLONE_TOKEN = "cdi.kubevirt.io/storage.clone.token";

    /// Its presence: bind and populate without waiting for a consumer.
    public static final String BIND_IMMEDIATE_REQUESTED = "cdi.kubevirt.io/storage.bind.immediate.requested";

    /// `true` keeps worker pods and prime claims after success.
    public static final String RETAIN_AFTER_COMPLETION = "cdi.kubevirt.io/storage.pod.retainAfterCompletion";

    /// Forces or records the populator flow.
    public static final String USE_POPULATOR = "cdi.kubevirt.io/storage.usePopulator";

    /// Its presence: the DataVolume is populated; no claim is made for it.
    public static final String PRE_POPULATED = "cdi.kubevirt.io/storage.prePopulated";

    /// Its presence: a volume whose claimRef has the DataVolume's name makes population needless.
    public static final String CHECK_STATIC_VOLUME = "cdi.kubevirt.io/storage.checkStaticVolume";

    /// The name of the DataVolume that a claim is populated for already.
    public static final String POPULATED_FOR = "cdi.kubevirt.io/storage.populatedFor";

    /// Overrides the feature gate DataVolumeClaimAdoption either way.
    public static final String ALLOW_CLAIM_ADOPTION = "cdi.kubevirt.io/allowClaimAdoption";

    /// The priority class of worker pods.
    public static final String POD_PRIORITY_CLASS = "cdi.kubevirt.io/storage.pod.priorityclassname";

    /// The service account of worker pods.
    public static final String POD_SERVICE_ACCOUNT = "cdi.kubevirt.io/storage.pod.serviceAccountName";

    /// On a StorageClass: `copy`, `snapshot` or `csi-clone`.
    public static final String CLONE_STRATEGY = "cdi.kubevirt.io/clone-strategy";

    /// On a StorageProfile: the lower bound of rendered sizes.
    public static final String MINIMUM_SUPPORTED_PVC_SIZE = "cdi.kubevirt.io/minimumSupportedPvcSize";

    /// On a StorageProfile: imports of a DataImportCron without access modes get ReadWriteOnce.
    public static final String USE_READ_WRITE_ONCE_FOR_CRON = "cdi.kubevirt.io/useReadWriteOnceForDataImportCron";

    /// On a StorageProfile: the VolumeSnapshotClass for snapshots of a DataImportCron.
    public static final String SNAPSHOT_CLASS_FOR_CRON = "cdi.kubevirt.io/snapshotClassForDataImportCron";

    /// Its presence on the CDI object: `spec.config` overwrites the CDIConfig.
    public static final String CONFIG_AUTHORITY = "cdi.kubevirt.io/configAuthority";

    /// See [ContentType].
    public static final String CONTENT_TYPE = "cdi.kubevirt.io/storage.contentType";

    /// Whether every byte of the disk shall get its storage.
    public static final String PREALLOCATION_REQUESTED = "cdi.kubevirt.io/storage.preallocation.requested";

    private Annotations() {}
}
