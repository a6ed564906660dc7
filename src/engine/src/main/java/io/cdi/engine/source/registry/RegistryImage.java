// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.util.List;
import java.util.Map;

/// What the image that holds the disk says about itself.
///
/// @param os and
/// @param architecture in the words of the OCI image specification; empty when the image does not say them
/// @param env `NAME=value`, in the image's order
/// @param labels by name
public record RegistryImage(String os, String architecture, List<String> env, Map<String, String> labels) {

    public RegistryImage {
        env = List.copyOf(env);
        labels = Map.copyOf(labels);
    }
}
