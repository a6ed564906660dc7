// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Names of volumes in worker pods.
public final class VolumeNames {

    public static final String DATA = "cdi-data-vol";

    public static final String SCRATCH = "cdi-scratch-vol";

    public static final String CERTS = "cdi-cert-vol";

    public static final String PROXY_CERTS = "cdi-proxy-cert-vol";

    public static final String SECRET = "cdi-secret-vol";

    /// A number from 0 on follows.
    public static final String SECRET_EXTRA_HEADERS_PREFIX = "cdi-secret-extra-headers-vol-";

    public static final String SHARED = "shared-volume";

    public static final String UPLOAD_TLS = "tls-config";

    /// See [Mounts#TEMPORARY].
    public static final String TEMPORARY = "cdi-tmp-vol";

    private VolumeNames() {}
}
