// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// The Secret with the key that signs tokens. The program cdi-apiserver makes it; everybody else only reads.
public final class TokenKey {

    public static final String SECRET = "cdi-api-signing-key";

    /// PEM of PKCS#1.
    public static final String PRIVATE = "id_rsa";

    /// PEM of X.509.
    public static final String PUBLIC = "id_rsa.pub";

    private TokenKey() {}
}
