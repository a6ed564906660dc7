// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Where worker pods find their volumes and files.
public final class Mounts {

    /// The target claim in Filesystem mode.
    public static final String DATA = "/data";

    /// The disk in a claim in Filesystem mode.
    public static final String DISK_IMAGE = "/data/disk.img";

    /// The target claim in Block mode. A worker takes the mode from its presence.
    public static final String BLOCK_DEVICE = "/dev/cdi-block-volume";

    public static final String SCRATCH = "/scratch";

    /// The user's authorities.
    public static final String CERTS = "/certs";

    /// The proxy's authorities.
    public static final String PROXY_CERTS = "/proxycerts/";

    public static final String GOOGLE = "/google";

    public static final String GOOGLE_CREDENTIALS = "/google/credentials.json";

    /// Below: a folder per Secret, named by its number.
    public static final String EXTRA_HEADERS = "/extraheaders";

    /// Between the containers of a node pull.
    public static final String SHARED = "/shared";

    /// Keys of the upload server.
    public static final String UPLOAD_TLS = "/etc/tls/";

    /// See [TerminationMessage].
    public static final String TERMINATION_LOG = "/dev/termination-log";

    /// An emptyDir: temporary files, and what an import to a device needs to go on after a restart.
    public static final String TEMPORARY = "/tmp";

    private Mounts() {}
}
