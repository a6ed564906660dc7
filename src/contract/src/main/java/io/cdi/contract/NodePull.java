// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// The image of a registry import pulled by the kubelet: the image's container serves its files to the
/// importer.
public final class NodePull {

    /// The pull method; the other one is `pod`.
    public static final String METHOD = "node";

    /// In the importer's image.
    public static final String SERVER_BINARY = "/usr/bin/cdi-containerimage-server";

    public static final String SERVER_COPY = "/shared/server";

    /// In the importer's image: the server is its script, and finds the copy beside its own.
    public static final String BUSYBOX = "/usr/bin/busybox";

    public static final String BUSYBOX_COPY = "/shared/busybox";

    public static final int PORT = 8100;

    public static final String IMAGE_DIRECTORY = "/disk";

    /// The content of the ready file takes the place of its last part, see [#ENDPOINT_FILE].
    public static final String ENDPOINT = "http://localhost:8100/disk.img";

    public static final String ENDPOINT_FILE = "disk.img";

    /// `{"env":["NAME=value"]}`.
    public static final String INFORMATION_PATH = "/info";

    public static final String READY_FILE = "/shared/ready";

    public static final String DONE_FILE = "/shared/done";

    private NodePull() {}
}
