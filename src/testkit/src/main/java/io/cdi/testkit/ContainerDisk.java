// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A container image, or an index over several, made by hand: what to ask a registry for ([#top]), and all
/// that must be stored with it.
public record ContainerDisk(Blob top, List<Blob> manifests, List<Blob> blobs) {

    /// Whose media types are used.
    public enum Flavor {
        OCI("application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json"),
        DOCKER(
                "application/vnd.docker.distribution.manifest.v2+json",
                "application/vnd.docker.distribution.manifest.list.v2+json");

        private final String manifest;
        private final String index;

        Flavor(String manifest, String index) {
            this.manifest = manifest;
            this.index = index;
        }

        private String config() {
            return this == OCI
                    ? "application/vnd.oci.image.config.v1+json"
                    : "application/vnd.docker.container.image.v1+json";
        }

        private String layer(TarLayer.Compression compression) {
            return this == OCI
                    ? "application/vnd.oci.image.layer.v1.tar" + compression.mediaTypeSuffix()
                    : "application/vnd.docker.image.rootfs.diff.tar"
                            + compression.mediaTypeSuffix().replace('+', '.');
        }
    }

    /// Content with its media type. `platform` is what an index says of it, as JSON; empty for nothing.
    public static final class Blob {
        private final String mediaType;
        private final byte[] bytes;
        private final String platform;

        private Blob(String mediaType, byte[] bytes, String platform) {
            this.mediaType = mediaType;
            this.bytes = bytes;
            this.platform = platform;
        }

        public String mediaType() {
            return mediaType;
        }

        public byte[] bytes() {
            return bytes;
        }

        public String digest() {
            return ContainerDisk.digest(bytes);
        }

        /// The OCI descriptor of this content, as JSON.
        public String descriptor() {
            return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest() + "\",\"size\":" + bytes.length
                    + (platform.isEmpty() ? "" : ",\"platform\":" + platform) + "}";
        }
    }

    /// An image under construction.
    public static final class Builder {
        private final Flavor flavor;
        private final List<Blob> layers = new ArrayList<>();
        private final List<String> unpackedDigests = new ArrayList<>();
        private String architecture = "amd64";
        private String env = "";
        private String labels = "";

        private Builder(Flavor flavor) {
            this.flavor = flavor;
        }

        public Builder architecture(String name) {
            architecture = name;
            return this;
        }

        /// One `NAME=value`.
        public Builder env(String pair) {
            env = "\"" + pair + "\"";
            return this;
        }

        public Builder label(String name, String value) {
            labels = "\"" + name + "\":\"" + value + "\"";
            return this;
        }

        /// Adds a layer above the others.
        public Builder layer(TarLayer layer, TarLayer.Compression compression) {
            layers.add(new Blob(flavor.layer(compression), layer.packed(compression), ""));
            unpackedDigests.add(digest(layer.packed(TarLayer.Compression.NONE)));
            return this;
        }

        /// Adds a layer of any media type and content above the others.
        public Builder layer(String mediaType, byte[] bytes) {
            layers.add(new Blob(mediaType, bytes, ""));
            unpackedDigests.add(digest(bytes));
            return this;
        }

        public ContainerDisk build() {
            Blob config = new Blob(
                    flavor.config(),
                    json("{\"os\":\"linux\",\"architecture\":\"" + architecture + "\",\"config\":{\"Env\":[" + env
                            + "],\"Labels\":{" + labels + "}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                            + unpackedDigests.stream()
                                    .map(digest -> "\"" + digest + "\"")
                                    .collect(Collectors.joining(","))
                            + "]}}"),
                    "");
            Blob manifest = new Blob(
                    flavor.manifest,
                    json("{\"schemaVersion\":2,\"mediaType\":\"" + flavor.manifest + "\",\"config\":"
                            + config.descriptor() + ",\"layers\":[" + descriptors(layers) + "]}"),
                    "{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}");
            return new ContainerDisk(
                    manifest,
                    List.of(manifest),
                    Stream.concat(Stream.of(config), layers.stream()).toList());
        }
    }

    public static Builder image(Flavor flavor) {
        return new Builder(flavor);
    }

    /// An index over images or further indexes.
    public static ContainerDisk index(Flavor flavor, ContainerDisk... disks) {
        Blob index = new Blob(
                flavor.index,
                json("{\"schemaVersion\":2,\"mediaType\":\"" + flavor.index + "\",\"manifests\":["
                        + descriptors(Stream.of(disks).map(ContainerDisk::top).toList()) + "]}"),
                "");
        List<Blob> manifests = new ArrayList<>();
        List<Blob> blobs = new ArrayList<>();
        for (ContainerDisk disk : disks) {
            manifests.addAll(disk.manifests());
            blobs.addAll(disk.blobs());
        }
        manifests.add(index);
        return new ContainerDisk(index, List.copyOf(manifests), List.copyOf(blobs));
    }

    /// Writes an OCI image layout, whose one entry has the name `name`.
    public Path writeLayout(Path folder, String name) {
        try {
            Path store = Files.createDirectories(folder.resolve("blobs/sha256"));
            for (Blob blob : Stream.concat(manifests.stream(), blobs.stream()).toList()) {
                Files.write(store.resolve(blob.digest().substring("sha256:".length())), blob.bytes());
            }
            Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
            String annotations = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}}";
            String entry = top.descriptor();
            Files.writeString(
                    folder.resolve("index.json"),
                    "{\"schemaVersion\":2,\"manifests\":[" + entry.substring(0, entry.length() - 1) + annotations
                            + "]}");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes an OCI archive, a tar of such a layout.
    ///
    /// @param folder for the archive and its layout
    public Path writeArchive(Path folder, String name) {
        Path layout = writeLayout(folder.resolve("layout"), name);
        Path archive = folder.resolve("image.tar");
        Command.run("tar", "-C", layout, "-cf", archive, ".");
        return archive;
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String descriptors(List<Blob> blobs) {
        return blobs.stream().map(Blob::descriptor).collect(Collectors.joining(","));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
