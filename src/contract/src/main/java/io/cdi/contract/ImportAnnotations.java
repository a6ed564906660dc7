// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// What a claim says about the source that it is to be filled from.
public final class ImportAnnotations {

    /// See [SourceType].
    public static final String SOURCE = "cdi.kubevirt.io/storage.import.source";

    /// A URL, or the name of an ImageStream.
    public static final String ENDPOINT = "cdi.kubevirt.io/storage.import.endpoint";

    public static final String SECRET_NAME = "cdi.kubevirt.io/storage.import.secretName";

    public static final String CERT_CONFIG_MAP = "cdi.kubevirt.io/storage.import.certConfigMap";

    /// `algorithm:hex`, for http.
    public static final String CHECKSUM = "cdi.kubevirt.io/storage.import.checksum";

    /// `true`, for http and imageio.
    public static final String INSECURE_SKIP_VERIFY = "cdi.kubevirt.io/storage.import.insecureSkipVerify";

    /// A number from 0 on follows.
    public static final String EXTRA_HEADER_PREFIX = "cdi.kubevirt.io/storage.import.extraHeaders.";

    /// A number from 0 on follows; the value is the name of a Secret.
    public static final String SECRET_EXTRA_HEADER_PREFIX = "cdi.kubevirt.io/storage.import.secretExtraHeaders.";

    /// See [NodePull#METHOD].
    public static final String REGISTRY_IMPORT_METHOD = "cdi.kubevirt.io/storage.import.registryImportMethod";

    /// `true`: the endpoint is the name of an ImageStream.
    public static final String REGISTRY_IMAGE_STREAM = "cdi.kubevirt.io/storage.import.registryImageStream";

    public static final String REGISTRY_IMAGE_ARCHITECTURE = "cdi.kubevirt.io/storage.import.registryImageArchitecture";

    /// For imageio.
    public static final String DISK_ID = "cdi.kubevirt.io/storage.import.diskId";

    /// For vddk.
    public static final String UUID = "cdi.kubevirt.io/storage.import.uuid";

    /// For vddk.
    public static final String BACKING_FILE = "cdi.kubevirt.io/storage.import.backingFile";

    public static final String VDDK_THUMBPRINT = "cdi.kubevirt.io/storage.import.vddk.thumbprint";

    private ImportAnnotations() {}
}
