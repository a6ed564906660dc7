// SPDX-License-Identifier: Apache-2.0
package io.cdi.api;

/// Labels and annotations that the rules of this module read or write.
public final class ApiKeys {
    private static final String A = CdiApi.GROUP + "/";

    public static final String APPLY_STORAGE_PROFILE = A + "applyStorageProfile";
    public static final String MINIMUM_CLAIM_SIZE = A + "minimumSupportedPvcSize";
    public static final String READ_WRITE_ONCE_FOR_CRON = A + "useReadWriteOnceForDataImportCron";
    public static final String SNAPSHOT_CLASS_FOR_CRON = A + "snapshotClassForDataImportCron";
    public static final String CLONE_STRATEGY = A + "clone-strategy";
    public static final String CLONE_TYPE = A + "cloneType";
    public static final String POPULATED_FOR = A + "storage.populatedFor";
    public static final String ALLOW_CLAIM_ADOPTION = A + "allowClaimAdoption";
    public static final String CREATED_FOR_DATA_VOLUME = A + "createdForDataVolume";
    public static final String CONTENT_TYPE = A + "storage.contentType";
    public static final String POD_RESTARTS = A + "storage.pod.restarts";
    public static final String PRIORITY_CLASS = A + "storage.pod.priorityclassname";
    public static final String SERVICE_ACCOUNT = A + "storage.pod.serviceAccountName";
    public static final String PREALLOCATION_REQUESTED = A + "storage.preallocation.requested";
    public static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
    public static final String DEFAULT_VIRT_CLASS = "storageclass.kubevirt.io/is-default-virt-class";
    public static final String APP_LABEL = "app";
    public static final String APP = "containerized-data-importer";
    public static final String FILLING_UP_ALERT_LABEL = "alerts.k8s.io/KubePersistentVolumeFillingUp";

    private ApiKeys() {}
}
