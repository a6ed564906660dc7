// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Where worker pods tell their progress, see [ProgressSample].
public final class Metrics {

    public static final String PATH = "/metrics";

    /// The common name in the self-signed certificate.
    public static final String CERTIFICATE_NAME = "cloner_target";

    private Metrics() {}
}
