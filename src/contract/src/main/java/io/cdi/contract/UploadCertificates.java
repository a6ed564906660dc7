// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Who vouches for whom in an upload. The objects are in the installation's namespace; see [SecretKeys].
public final class UploadCertificates {

    /// The Secret of the authority of upload servers.
    public static final String SERVER_SIGNER = "cdi-uploadserver-signer";

    /// The ConfigMap with the authorities of upload servers.
    public static final String SERVER_BUNDLE = "cdi-uploadserver-signer-bundle";

    /// The ConfigMap with the authorities of their clients.
    public static final String CLIENT_BUNDLE = "cdi-uploadserver-client-signer-bundle";

    /// The name of the client that brings uploads.
    public static final String CLIENT_NAME = "client.upload-server.cdi.kubevirt.io";

    private UploadCertificates() {}
}
