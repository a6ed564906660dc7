// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Environment variables of the clone source pod.
public final class ClonerEnvironment {

    /// PEM text.
    public static final String CLIENT_KEY = "CLIENT_KEY";

    /// PEM text.
    public static final String CLIENT_CERT = "CLIENT_CERT";

    /// PEM text.
    public static final String SERVER_CA_CERT = "SERVER_CA_CERT";

    public static final String UPLOAD_URL = "UPLOAD_URL";

    public static final String OWNER_UID = "OWNER_UID";

    public static final String PREALLOCATION = "PREALLOCATION";

    /// `block` or `filesystem`.
    public static final String VOLUME_MODE = "VOLUME_MODE";

    public static final String MOUNT_POINT = "MOUNT_POINT";

    private ClonerEnvironment() {}
}
