// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.testkit.ContainerDisk;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An image in memory, and what was read of it.
final class StoreInMemory implements ImageStore {

    private final ContainerDisk disk;
    private final Map<String, byte[]> contents = new HashMap<>();
    private final List<String> opened = new ArrayList<>();

    StoreInMemory(ContainerDisk disk) {
        this.disk = disk;
        Stream.concat(disk.manifests().stream(), disk.blobs().stream())
                .forEach(blob -> contents.put(blob.digest(), blob.bytes()));
    }

    /// Gives these bytes out for a blob instead of its own.
    void replace(ContainerDisk.Blob blob, byte[] bytes) {
        contents.put(blob.digest(), bytes);
    }

    /// Digests of the blobs that were read, in their order.
    List<String> opened() {
        return opened;
    }

    @Override
    public String description() {
        return "an image in memory";
    }

    @Override
    public Manifest root() throws TransferException {
        return ManifestJson.manifest(disk.top().bytes(), "the manifest");
    }

    @Override
    public InputStream manifest(Descriptor manifest) {
        return content(manifest);
    }

    @Override
    public InputStream blob(Descriptor blob) {
        opened.add(blob.digest().toString());
        return content(blob);
    }

    @Override
    public void close() {
        // Nothing to free.
    }

    private InputStream content(Descriptor descriptor) {
        return new ByteArrayInputStream(
                contents.getOrDefault(descriptor.digest().toString(), new byte[0]));
    }
}
