// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import java.nio.file.Path;
import java.util.Optional;

/// What the user wants.
///
/// @param namespace of the DataVolume, when it was named
/// @param create whether a missing DataVolume is made
public record UploadRequest(
        Path file,
        Optional<String> namespace,
        String name,
        VolumeWishes wishes,
        boolean create,
        ClusterAccess cluster,
        ProxyAccess proxy) {}
