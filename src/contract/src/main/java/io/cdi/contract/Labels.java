// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Set;

/// Labels on what this project makes.
public final class Labels {

    public static final String APP = "app";

    public static final String APP_VALUE = "containerized-data-importer";

    /// The component; see the values below, others are empty.
    public static final String COMPONENT = "cdi.kubevirt.io";

    public static final String COMPONENT_IMPORTER = "importer";

    public static final String COMPONENT_UPLOAD_SERVER = "cdi-upload-server";

    public static final String COMPONENT_CLONE_SOURCE = "cdi-clone-source";

    public static final String COMPONENT_KEYSTORE = "keystore";

    /// `true`: has metrics; also how progress is found.
    public static final String PROMETHEUS = "prometheus.cdi.kubevirt.io";

    /// On upload pods: what their service selects.
    public static final String SERVICE = "service";

    /// The UID of the target claim.
    public static final String UPLOAD_TARGET = "cdi.kubevirt.io/uploadTarget";

    public static final String DATA_IMPORT_CRON = "cdi.kubevirt.io/dataImportCron";

    /// `true`: the claim is rendered by the webhook.
    public static final String APPLY_STORAGE_PROFILE = "cdi.kubevirt.io/applyStorageProfile";

    /// `disabled`.
    public static final String VOLUME_FILLING_UP_ALERT = "alerts.k8s.io/KubePersistentVolumeFillingUp";

    /// `true`.
    public static final String EXCLUDE_FROM_BACKUP = "velero.io/exclude-from-backup";

    public static final String DEFAULT_INSTANCETYPE = "instancetype.kubevirt.io/default-instancetype";

    public static final String DEFAULT_INSTANCETYPE_KIND = "instancetype.kubevirt.io/default-instancetype-kind";

    public static final String DEFAULT_PREFERENCE = "instancetype.kubevirt.io/default-preference";

    public static final String DEFAULT_PREFERENCE_KIND = "instancetype.kubevirt.io/default-preference-kind";

    /// What a virtual machine made of the volume is like when its owner does not say: all four.
    public static final Set<String> INSTANCETYPE_DEFAULTS =
            Set.of(DEFAULT_INSTANCETYPE, DEFAULT_INSTANCETYPE_KIND, DEFAULT_PREFERENCE, DEFAULT_PREFERENCE_KIND);

    public static final String OPERATOR = "operator.cdi.kubevirt.io";

    public static final String CREATE_VERSION = "operator.cdi.kubevirt.io/createVersion";

    public static final String UPDATE_VERSION = "operator.cdi.kubevirt.io/updateVersion";

    /// `storage`.
    public static final String APP_COMPONENT = "app.kubernetes.io/component";

    public static final String APP_MANAGED_BY = "app.kubernetes.io/managed-by";

    public static final String APP_PART_OF = "app.kubernetes.io/part-of";

    public static final String APP_VERSION = "app.kubernetes.io/version";

    private Labels() {}
}
