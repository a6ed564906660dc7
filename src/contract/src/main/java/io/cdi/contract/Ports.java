// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Ports of worker pods.
public final class Ports {

    /// The scraper looks it up by this name.
    public static final String METRICS_NAME = "metrics";

    public static final int METRICS = 8443;

    public static final int UPLOAD = 8443;

    private Ports() {}
}
