// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Environment variables of the upload server pod.
public final class UploadServerEnvironment {

    public static final String TLS_KEY_FILE = "TLS_KEY_FILE";

    public static final String TLS_CERT_FILE = "TLS_CERT_FILE";

    public static final String CLIENT_CERT_FILE = "CLIENT_CERT_FILE";

    /// The name in the client's certificate.
    public static final String CLIENT_NAME = "CLIENT_NAME";

    public static final String FILESYSTEM_OVERHEAD = "FILESYSTEM_OVERHEAD";

    public static final String IMAGE_SIZE = "UPLOAD_IMAGE_SIZE";

    public static final String PREALLOCATION = "PREALLOCATION";

    public static final String TLS_CIPHERS = "TLS_CIPHERS";

    public static final String TLS_MIN_VERSION = "TLS_MIN_VERSION";

    /// RFC 3339.
    public static final String DEADLINE = "DEADLINE";

    /// See [ContentType]: what a resumable upload brings, whose path does not say it.
    public static final String CONTENT_TYPE = "UPLOAD_CONTENT_TYPE";

    /// The value of the metric's label.
    public static final String OWNER_UID = "OWNER_UID";

    /// [Mounts#BLOCK_DEVICE], or empty.
    public static final String DESTINATION = "DESTINATION";

    public static final String LISTEN_ADDRESS = "LISTEN_ADDRESS";

    public static final String LISTEN_PORT = "LISTEN_PORT";

    private UploadServerEnvironment() {}
}
