// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// In which order the entries of an index are looked at for a platform. Pure; following the candidates is
/// [ImageResolver]'s part.
final class PlatformChoice {

    private PlatformChoice() {}

    /// The entries that may lead to an image for the platform, best first: images of just this platform, then
    /// nested indexes, then images that say nothing about theirs.
    static List<Descriptor> candidates(List<Descriptor> entries, ImagePlatform wanted) {
        List<Descriptor> candidates = new ArrayList<>();
        entries.stream()
                .filter(entry -> entry.isImage() && matches(entry, wanted))
                .sorted(Comparator.comparingInt(entry -> variantRank(entry, wanted)))
                .forEach(candidates::add);
        entries.stream()
                .filter(entry -> entry.isIndex() && (entry.platform().isEmpty() || matches(entry, wanted)))
                .forEach(candidates::add);
        entries.stream()
                .filter(entry -> entry.isImage() && entry.platform().isEmpty())
                .forEach(candidates::add);
        return candidates;
    }

    private static boolean matches(Descriptor entry, ImagePlatform wanted) {
        return entry.platform()
                .filter(platform -> platform.hasArchitectureOf(wanted))
                .filter(platform -> wanted.variant().isEmpty()
                        || platform.effectiveVariant().equals(wanted.effectiveVariant()))
                .isPresent();
    }

    /// An image without a variant runs on every machine of its architecture, so it goes first unless one was
    /// asked for. The order of the index decides between the others.
    private static int variantRank(Descriptor entry, ImagePlatform wanted) {
        String variant = entry.platform().orElseThrow().effectiveVariant();
        return variant.equals(wanted.effectiveVariant()) ? 0 : 1;
    }
}
