// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.PieceStream;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The bytes of the disk file in a layer. Behind its last byte it reads the rest of the layer, and tells the end
/// only when the layer's digest is right and no second file claims to be the disk.
final class DiskStream extends PieceStream {

    private final LayerReader layer;
    private final LayerReader.Entry file;
    private final Set<String> deletedAbove;
    private final String image;
    private boolean ended;

    DiskStream(LayerReader layer, LayerReader.Entry file, Set<String> deletedAbove, String image) {
        this.layer = layer;
        this.file = file;
        this.deletedAbove = deletedAbove;
        this.image = image;
    }

    /// The file's path in the image.
    String path() {
        return file.path();
    }

    long sizeBytes() {
        return file.sizeBytes();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = ended ? -1 : layer.read(into, offset, length);
        if (read < 0 && !ended) {
            verifyRest();
            ended = true;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        layer.close();
    }

    private void verifyRest() throws TransferException {
        Optional<LayerReader.Entry> next = layer.next();
        while (next.isPresent()) {
            LayerReader.Entry entry = next.get();
            Optional<String> name = LayerEntry.of(entry.path(), entry.kind()).claimedName();
            if (name.isPresent() && !deletedAbove.contains(name.get())) {
                throw second(name.get());
            }
            next = layer.next();
        }
        layer.finish();
    }

    private TransferException.Permanent second(String name) {
        return new TransferException.BadImage("Cannot locate image file: image directory contains more than one file: "
                + file.path() + " and disk/" + name + " in " + image);
    }
}
