// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.util.List;
import java.util.Map;

/// What an image says about itself.
///
/// @param env `NAME=value`, in the image's order
record ImageConfig(ImagePlatform platform, List<String> env, Map<String, String> labels) {

    ImageConfig {
        env = List.copyOf(env);
        labels = Map.copyOf(labels);
    }

    /// What of it others may want to know.
    RegistryImage published() {
        return new RegistryImage(platform.os(), platform.architecture(), env, labels);
    }

    /// Whether the image is an operating system to boot with bootc: it holds a file tree, no disk.
    boolean isBootc() {
        return "1".equals(labels.get("containers.bootc")) || "1".equals(labels.get("ostree.bootable"));
    }
}
