// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Keys in Secrets and ConfigMaps.
public final class SecretKeys {

    /// User name, or access key.
    public static final String ACCESS_KEY_ID = "accessKeyId";

    /// Password, or secret key.
    public static final String SECRET_KEY = "secretKey";

    public static final String TLS_CERTIFICATE = "tls.crt";

    public static final String TLS_KEY = "tls.key";

    public static final String AUTHORITY = "ca.crt";

    /// With the certificate of an upload server: until when it is of use, a time as in RFC 3339.
    public static final String DEADLINE = "deadline";

    /// In a ConfigMap: all authorities that are trusted now.
    public static final String AUTHORITY_BUNDLE = "ca-bundle.crt";

    private SecretKeys() {}
}
