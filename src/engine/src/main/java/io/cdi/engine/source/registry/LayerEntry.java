// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What an entry of a layer means for the search for the disk (OCI image specification, "Representing Changes").
/// Pure: decided by the entry's name and kind alone.
sealed interface LayerEntry {

    /// A regular file right below `disk/`.
    record DiskFile(String name) implements LayerEntry {}

    /// A file of that name in a lower layer is not in the image.
    record Deletes(String name) implements LayerEntry {}

    /// Nothing below `disk/` in any lower layer is in the image.
    record DeletesAll() implements LayerEntry {}

    /// Below `disk/`, but not a file that could be a disk.
    record Unusable(String name, String reason) implements LayerEntry {}

    record Irrelevant() implements LayerEntry {}

    /// The name below `disk/` that the entry puts something at.
    default Optional<String> claimedName() {
        return switch (this) {
            case DiskFile file -> Optional.of(file.name());
            case Unusable file -> Optional.of(file.name());
            case Deletes _, DeletesAll _, Irrelevant _ -> Optional.empty();
        };
    }

    enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        SPECIAL
    }

    String DIRECTORY = "disk";
    String WHITEOUT = ".wh.";
    String OPAQUE = ".wh..wh..opq";

    static LayerEntry of(String path, Kind kind) {
        List<String> parts = Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        if (parts.isEmpty() || parts.contains("..")) {
            return new Irrelevant();
        }
        if (parts.size() == 1) {
            return ofRoot(parts.getFirst(), kind);
        }
        if (!parts.getFirst().equals(DIRECTORY)) {
            return new Irrelevant();
        }
        return parts.size() == 2 ? below(parts.getLast(), kind) : nested(parts, kind);
    }

    private static LayerEntry ofRoot(String name, Kind kind) {
        boolean replaced = name.equals(DIRECTORY) && kind != Kind.DIRECTORY;
        boolean deleted = name.equals(WHITEOUT + DIRECTORY) || name.equals(OPAQUE);
        return replaced || deleted ? new DeletesAll() : new Irrelevant();
    }

    private static LayerEntry below(String name, Kind kind) {
        if (name.equals(OPAQUE)) {
            return new DeletesAll();
        }
        if (name.startsWith(WHITEOUT)) {
            return new Deletes(name.substring(WHITEOUT.length()));
        }
        return switch (kind) {
            case FILE -> new DiskFile(name);
            case DIRECTORY -> new Irrelevant();
            case LINK -> new Unusable(name, "is a link; put the image file itself there");
            case SPECIAL -> new Unusable(name, "is not a regular file");
        };
    }

    private static LayerEntry nested(List<String> parts, Kind kind) {
        boolean isContent = kind != Kind.DIRECTORY && !parts.getLast().startsWith(WHITEOUT);
        return isContent
                ? new Unusable(parts.get(1), "is a directory; image directory contains another directory")
                : new Irrelevant();
    }
}
