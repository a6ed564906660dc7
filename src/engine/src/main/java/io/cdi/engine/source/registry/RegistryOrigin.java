// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The disk in a container image. Opening it finds the disk, so its length is known and what is wrong with
/// the image is told before a byte is written anywhere.
///
/// The stream's end is told only when the whole layer that holds the disk has its promised digest: whoever
/// takes the disk for good must have read to the end, also where the disk's format ends before.
public final class RegistryOrigin implements Origin.Streamed {

    private final ImageStore store;
    private final ImageResolver.Resolved resolved;
    private final DiskStream disk;

    private RegistryOrigin(ImageStore store, ImageResolver.Resolved resolved, DiskStream disk) {
        this.store = store;
        this.resolved = resolved;
        this.disk = disk;
    }

    /// @param environment the process's variables, for the proxy and the places of docker's logins
    /// @param version is told [#version] before the layers are searched for the disk
    public static RegistryOrigin open(
            Source.Registry source, Source.Effort effort, Map<String, String> environment, Consumer<String> version)
            throws TransferException {
        return open(RegistryStore.open(source, effort, environment), source.platform(), version);
    }

    public static RegistryOrigin open(Source.OciArchive source, Consumer<String> version) throws TransferException {
        return open(OciArchive.open(source), source.platform(), version);
    }

    private static RegistryOrigin open(ImageStore store, Source.Platform platform, Consumer<String> version)
            throws TransferException {
        try {
            ImageResolver.Resolved resolved = resolve(store, platform);
            version.accept(resolved.version());
            DiskStream disk = DiskSearch.find(store, resolved.layers());
            return new RegistryOrigin(store, resolved, disk);
        } catch (TransferException | RuntimeException e) {
            close(store, e);
            throw e;
        }
    }

    /// The [#version] of what the image's name leads to now, without a look into its layers.
    public static String version(Source.Registry source, Source.Effort effort, Map<String, String> environment)
            throws IOException {
        try (ImageStore store = RegistryStore.open(source, effort, environment)) {
            return resolve(store, source.platform()).version();
        }
    }

    private static ImageResolver.Resolved resolve(ImageStore store, Source.Platform platform) throws TransferException {
        return new ImageResolver(store, platform, System.getProperty("os.arch")).resolve();
    }

    /// What the image says about itself.
    public RegistryImage image() {
        return resolved.config().published();
    }

    @Override
    public String description() {
        return store.description() + " (" + disk.path() + ")";
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(disk.sizeBytes());
    }

    @Override
    public Optional<String> version() {
        return Optional.of(resolved.version());
    }

    @Override
    public InputStream stream() {
        return disk;
    }

    @Override
    public void close() throws IOException {
        try (store) {
            disk.close();
        }
    }

    private static void close(ImageStore store, Exception reason) {
        try {
            store.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
