// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Regular imports by a DataImportCron.
public final class CronAnnotations {

    /// `sha256:…` or `uid:…`.
    public static final String SOURCE_DESIRED_DIGEST = "cdi.kubevirt.io/storage.import.sourceDesiredDigest";

    public static final String IMAGE_STREAM_DOCKER_REFERENCE = "cdi.kubevirt.io/storage.import.imageStreamDockerRef";

    /// RFC 3339.
    public static final String NEXT_CRON_TIME = "cdi.kubevirt.io/storage.import.nextCronTime";

    /// RFC 3339.
    public static final String LAST_CRON_TIME = "cdi.kubevirt.io/storage.import.lastCronTime";

    public static final String STORAGE_CLASS = "cdi.kubevirt.io/storage.import.storageClass";

    /// RFC 3339 with nanoseconds, UTC.
    public static final String LAST_USE_TIME = "cdi.kubevirt.io/storage.import.lastUseTime";

    public static final String SOURCE_VOLUME_MODE = "cdi.kubevirt.io/storage.import.sourceVolumeMode";

    public static final String ADVISED_RESTORE_SIZE = "cdi.kubevirt.io/storage.import.advisedRestoreSize";

    private CronAnnotations() {}
}
