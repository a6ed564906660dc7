// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Environment variables of the importer pod. The controller sets the first group always, also when empty.
public final class ImporterEnvironment {

    /// See [SourceType].
    public static final String SOURCE = "IMPORTER_SOURCE";

    public static final String ENDPOINT = "IMPORTER_ENDPOINT";

    /// See [ContentType].
    public static final String CONTENT_TYPE = "IMPORTER_CONTENTTYPE";

    /// A Kubernetes quantity: what the claim requests; empty for no resize.
    public static final String IMAGE_SIZE = "IMPORTER_IMAGE_SIZE";

    /// The value of the metric's label.
    public static final String OWNER_UID = "OWNER_UID";

    /// A decimal fraction; `0` for block volumes.
    public static final String FILESYSTEM_OVERHEAD = "FILESYSTEM_OVERHEAD";

    public static final String INSECURE_TLS = "INSECURE_TLS";

    public static final String DISK_ID = "IMPORTER_DISK_ID";

    public static final String UUID = "IMPORTER_UUID";

    /// [NodePull#METHOD], or empty.
    public static final String PULL_METHOD = "IMPORTER_PULL_METHOD";

    /// Awaited before the source is opened; empty for no waiting.
    public static final String READY_FILE = "IMPORTER_READY_FILE";

    /// Made when the source is no longer needed.
    public static final String DONE_FILE = "IMPORTER_DONE_FILE";

    public static final String BACKING_FILE = "IMPORTER_BACKING_FILE";

    public static final String THUMBPRINT = "IMPORTER_THUMBPRINT";

    public static final String HTTP_PROXY = "http_proxy";

    public static final String HTTPS_PROXY = "https_proxy";

    public static final String NO_PROXY = "no_proxy";

    public static final String CURRENT_CHECKPOINT = "IMPORTER_CURRENT_CHECKPOINT";

    public static final String PREVIOUS_CHECKPOINT = "IMPORTER_PREVIOUS_CHECKPOINT";

    public static final String FINAL_CHECKPOINT = "IMPORTER_FINAL_CHECKPOINT";

    /// Required.
    public static final String PREALLOCATION = "PREALLOCATION";

    /// Empty or [CacheMode#TRY_NONE].
    public static final String CACHE_MODE = "CACHE_MODE";

    public static final String REGISTRY_IMAGE_ARCHITECTURE = "IMPORTER_REGISTRY_IMAGE_ARCHITECTURE";

    /// `algorithm:hex`; empty for none.
    public static final String CHECKSUM = "IMPORTER_CHECKSUM";

    /// From the Secret, see [SecretKeys].
    public static final String ACCESS_KEY_ID = "IMPORTER_ACCESS_KEY_ID";

    /// From the Secret, see [SecretKeys].
    public static final String SECRET_KEY = "IMPORTER_SECRET_KEY";

    /// [Mounts#GOOGLE_CREDENTIALS] when a secret is named.
    public static final String GOOGLE_CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS";

    /// [Mounts#CERTS] when a ConfigMap is named.
    public static final String CERT_DIR = "IMPORTER_CERT_DIR";

    /// [Mounts#PROXY_CERTS] when the proxy has an authority of its own.
    public static final String PROXY_CERT_DIR = "IMPORTER_PROXY_CERT_DIR";

    /// A number from 0 on follows; the value is a whole header line.
    public static final String EXTRA_HEADER_PREFIX = "IMPORTER_EXTRA_HEADER_";

    private ImporterEnvironment() {}
}
