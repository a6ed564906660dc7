// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.cdi.testkit.LoopDevice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A local block volume that an administrator makes by hand, as the documents tell: a file, a loop device on it, and a
/// PersistentVolume of the node with its path.
record LocalVolume(Cluster cluster, String name, LoopDevice device) implements AutoCloseable {

    /// @param bytes how large the device really is
    /// @param capacity what the volume says of its size, such as `100Mi`
    static LocalVolume make(Cluster cluster, String name, String storageClass, long bytes, String capacity) {
        LocalVolume volume = new LocalVolume(cluster, name, LoopDevice.attach(file(), bytes, 512));
        String yaml = """
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: %s}
                spec:
                  local: {path: %s}
                  capacity: {storage: %s}
                  volumeMode: Block
                  storageClassName: %s
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Delete
                  nodeAffinity:
                    required:
                      nodeSelectorTerms:
                      - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node]}]
                """.formatted(name, volume.device.device(), capacity, storageClass);
        cluster.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .create();
        return volume;
    }

    private static Path file() {
        try {
            return Files.createTempFile("local-volume", ".raw");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cluster.client().persistentVolumes().withName(name).delete();
        device.close();
        try {
            Files.delete(device.backing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
