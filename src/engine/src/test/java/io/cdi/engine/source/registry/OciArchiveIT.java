// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.testkit.Command;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.ContainerDisk.Flavor;
import io.cdi.testkit.TarLayer;
import io.cdi.testkit.TarLayer.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against archives that skopeo and tar have made.
class OciArchiveIT {

    private static final byte[] AMD64 = "the disk for amd64 ".repeat(9000).getBytes(StandardCharsets.UTF_8);
    private static final byte[] ARM64 = "the disk for arm64 ".repeat(7000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path archive;
    private Path layout;

    @BeforeEach
    void choosePlaces() {
        archive = folder.resolve("disk.tar");
        layout = folder.resolve("layout");
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatSkopeoMade(Compression compression) throws Exception {
        image("amd64", AMD64, compression).writeLayout(layout, "it");
        Command.run(
                "skopeo",
                "copy",
                "-q",
                "--insecure-policy",
                "oci:" + layout + ":it",
                "oci-archive:" + archive + ":name");

        assertThat(read(Optional.empty(), "amd64")).isEqualTo(AMD64);
        assertThat(read(Optional.of("name"), "amd64")).isEqualTo(AMD64);
        assertThatThrownBy(() -> read(Optional.of("other"), "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("no image of that name; it has name");
    }

    @Test
    void readsALayerThatIsLargerThanHeadersMayBe() throws Exception {
        byte[] disk = new byte[5 << 20];
        new Random(1).nextBytes(disk);
        archive = image("amd64", disk, Compression.NONE).writeArchive(folder, "it");

        assertThat(read(Optional.empty(), "amd64")).isEqualTo(disk);
    }

    @Test
    void choosesThePlatformFromAnIndex() throws Exception {
        archive = ContainerDisk.index(
                        Flavor.OCI, image("amd64", AMD64, Compression.GZIP), image("arm64", ARM64, Compression.ZSTD))
                .writeArchive(folder, "it");

        assertThat(read(Optional.empty(), "arm64")).isEqualTo(ARM64);
        assertThat(read(Optional.empty(), "amd64")).isEqualTo(AMD64);
    }

    @Test
    void noticesChangedBytes() throws Exception {
        ContainerDisk disk = image("amd64", AMD64, Compression.NONE);
        disk.writeLayout(layout, "it");
        Path blob = layout.resolve("blobs/" + disk.blobs().getLast().digest().replace(':', '/'));
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length - 1] ^= 1;
        Files.write(blob, bytes);
        pack();

        assertThatThrownBy(() -> read(Optional.empty(), "amd64")).isInstanceOf(TransferException.Integrity.class);
    }

    @Test
    void saysWhatTheArchiveLacks() throws Exception {
        ContainerDisk disk = image("amd64", AMD64, Compression.NONE);
        disk.writeLayout(layout, "it");
        String lost = "blobs/" + disk.blobs().getLast().digest().replace(':', '/');
        Files.delete(layout.resolve(lost));
        pack();

        assertThatThrownBy(() -> read(Optional.empty(), "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("lacks " + lost);
    }

    @Test
    void refusesOtherFiles() throws IOException {
        assertThatThrownBy(() -> read(Optional.empty(), "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("no such file");

        Files.writeString(archive, "no tar at all ".repeat(100));
        assertThatThrownBy(() -> read(Optional.empty(), "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("not an OCI archive");

        Files.write(archive, new TarLayer().file("disk.img", AMD64).packed(Compression.NONE));
        assertThatThrownBy(() -> read(Optional.empty(), "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("it has no index.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "posix"})
    void readsADiskThatIsPackedWithItsHoles(String format) throws Exception {
        Path disk = Files.createDirectories(folder.resolve("image/disk")).resolve("disk.img");
        Command.shell("echo begin > " + disk + "; truncate -s 5M " + disk + "; echo end >> " + disk);
        Path layer = folder.resolve("layer.tar");
        Command.run(
                "tar", "-C", folder.resolve("image"), "--sparse", "--format=" + format, "-cf", layer, "disk/disk.img");
        assertThat(layer).hasSize(10240);
        archive = ContainerDisk.image(Flavor.OCI)
                .architecture("amd64")
                .layer(new TarLayer().raw(Files.readAllBytes(layer)), Compression.GZIP)
                .build()
                .writeArchive(folder, "it");

        assertThat(read(Optional.empty(), "amd64")).isEqualTo(Files.readAllBytes(disk));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "posix"})
    void refusesBlobsWithHoles(String format) throws Exception {
        ContainerDisk disk = image("amd64", new byte[1 << 20], Compression.NONE);
        disk.writeLayout(layout, "it");
        Path blob = layout.resolve("blobs/" + disk.blobs().getLast().digest().replace(':', '/'));
        Command.run("fallocate", "--dig-holes", blob);
        Command.run("tar", "-C", layout, "--sparse", "--format=" + format, "-cf", archive, ".");

        assertThatThrownBy(() -> read(Optional.empty(), "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(layout.relativize(blob) + " is packed as a sparse file; make one with skopeo");
    }

    private void pack() {
        Command.run("tar", "-C", layout, "-cf", archive, ".");
    }

    private static ContainerDisk image(String architecture, byte[] disk, Compression compression) {
        return ContainerDisk.image(Flavor.OCI)
                .architecture(architecture)
                .layer(new TarLayer().file("disk/disk.img", disk), compression)
                .build();
    }

    private byte[] read(Optional<String> reference, String architecture) throws IOException {
        Source.Platform platform = new Source.Platform("linux", Optional.of(architecture), Optional.empty());
        try (RegistryOrigin origin =
                RegistryOrigin.open(new Source.OciArchive(archive, reference, platform), _ -> {})) {
            byte[] bytes = origin.stream().readAllBytes();
            assertThat(origin.length()).hasValue(bytes.length);
            return bytes;
        }
    }
}
