// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Names of containers in worker pods.
public final class Containers {

    public static final String IMPORTER = "importer";

    public static final String NODE_PULL_INIT = "init";

    public static final String NODE_PULL_SERVER = "server";

    public static final String UPLOAD_SERVER = "cdi-upload-server";

    private Containers() {}
}
