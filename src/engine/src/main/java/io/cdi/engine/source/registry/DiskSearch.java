// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the disk in an image's layers, from the top down, as an overlay file system would show it: what an
/// upper layer deletes or replaces is not there. Ends at the first layer that has the disk, so large layers
/// of an operating system below it are never read.
final class DiskSearch {

    private final ImageStore store;
    private final Set<String> deleted = new HashSet<>();
    private boolean deletedAll;

    private DiskSearch(ImageStore store) {
        this.store = store;
    }

    /// @param layers lowest first
    /// @return the disk's bytes, at the first one; the caller closes it
    static DiskStream find(ImageStore store, List<Descriptor> layers) throws TransferException {
        DiskSearch search = new DiskSearch(store);
        for (Descriptor layer : layers.reversed()) {
            Optional<DiskStream> disk = search.lookInto(layer);
            if (disk.isPresent()) {
                return disk.get();
            }
            if (search.deletedAll) {
                break;
            }
        }
        throw new TransferException.BadImage("Failed to find VM disk image file in the container image "
                + store.description() + "; it must be the one file in the directory disk/");
    }

    private Optional<DiskStream> lookInto(Descriptor layer) throws TransferException {
        LayerReader reader = LayerReader.open(store, layer);
        Optional<DiskStream> disk = Optional.empty();
        try {
            disk = lookInto(reader);
            return disk;
        } finally {
            if (disk.isEmpty()) {
                close(reader);
            }
        }
    }

    private Optional<DiskStream> lookInto(LayerReader reader) throws TransferException {
        Set<String> deletedHere = new HashSet<>();
        boolean deletedAllHere = false;
        Optional<LayerReader.Entry> next = reader.next();
        while (next.isPresent()) {
            LayerReader.Entry entry = next.get();
            switch (LayerEntry.of(entry.path(), entry.kind())) {
                case LayerEntry.DiskFile file
                when !deleted.contains(file.name()) -> {
                    return Optional.of(new DiskStream(reader, entry, Set.copyOf(deleted), store.description()));
                }
                case LayerEntry.Unusable file when !deleted.contains(file.name()) -> throw unusable(file);
                case LayerEntry.Deletes file -> deletedHere.add(file.name());
                case LayerEntry.DeletesAll _ -> deletedAllHere = true;
                case LayerEntry.DiskFile _, LayerEntry.Unusable _, LayerEntry.Irrelevant _ -> {}
            }
            next = reader.next();
        }
        reader.finish();
        deleted.addAll(deletedHere);
        deletedAll = deletedAllHere;
        return Optional.empty();
    }

    private TransferException.Permanent unusable(LayerEntry.Unusable file) {
        return new TransferException.BadImage("Cannot locate image file: " + LayerEntry.DIRECTORY + "/" + file.name()
                + " in " + store.description() + " " + file.reason());
    }

    private static void close(LayerReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            // All that was wanted has been read, or a better reason is on its way.
        }
    }
}
