// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// The progress of worker pods: counters of percent with one label, see [#OWNER_UID_LABEL].
public final class Metrics {

    public static final String IMPORT_PROGRESS = "kubevirt_cdi_import_progress_total";

    public static final String IMPORT_PROGRESS_HELP = "The import progress in percentage";

    public static final String CLONE_PROGRESS = "kubevirt_cdi_clone_progress_total";

    public static final String UPLOAD_PROGRESS = "kubevirt_cdi_upload_progress_total";

    public static final String UPLOAD_PROGRESS_HELP = "The upload progress in percentage";

    public static final String OWNER_UID_LABEL = "ownerUID";

    public static final String PATH = "/metrics";

    /// The common name in the self-signed certificate.
    public static final String CERTIFICATE_NAME = "cloner_target";

    private Metrics() {}
}
