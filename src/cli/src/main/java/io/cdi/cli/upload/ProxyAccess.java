// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How the user wants the upload proxy to be reached.
///
/// @param url where it is; without it the cluster is asked
/// @param authorities PEM files
/// @param insecure whether any certificate will do
public record ProxyAccess(Optional<URI> url, List<Path> authorities, boolean insecure, OptionalLong bytesPerSecond) {

    public ProxyAccess {
        authorities = List.copyOf(authorities);
    }
}
