// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.util.List;

/// What an image's name leads to: one image, or an index over images for several platforms.
sealed interface Manifest {

    /// @param layers lowest first
    record Image(Descriptor config, List<Descriptor> layers) implements Manifest {
        public Image {
            layers = List.copyOf(layers);
        }
    }

    record Index(List<Descriptor> entries) implements Manifest {
        public Index {
            entries = List.copyOf(entries);
        }
    }
}
