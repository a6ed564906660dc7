// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.cdi.testkit.Command;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.DockerRegistry;
import io.cdi.testkit.FakeGcsServer;
import io.cdi.testkit.LoopDevice;
import io.cdi.testkit.MinioServer;
import io.cdi.testkit.Qcow2Surgery;
import io.cdi.testkit.QemuImg;
import io.cdi.testkit.TarLayer;
import io.cdi.testkit.TarLayer.Compression;
import io.cdi.testkit.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The built program with the kinds of SOURCE and TARGET that need a peer: a store, a registry, a device.
class PlacesIT {

    private static final long MIB = 1 << 20;

    @TempDir
    private static Path peers;

    private static Path image;
    private static MinioServer minio;
    private static DockerRegistry plain;
    private static DockerRegistry tls;
    private static TestAuthority authority;

    @TempDir
    private Path folder;

    @BeforeAll
    static void fillThePeers() throws IOException {
        Path raw = QemuImg.create(peers.resolve("disk.raw"), "raw", 16 * MIB);
        QemuImg.io(raw, "raw", "write -P 7 1M 3M", "write -P 9 15M 64k");
        image = QemuImg.convert(raw, "raw", peers.resolve("disk.qcow2"), "qcow2");
        minio = MinioServer.start(Files.createDirectory(peers.resolve("minio")));
        minio.createBucket("images");
        minio.put("images", "disks/disk.qcow2", image);
        authority = TestAuthority.in(peers);
        Path storage = peers.resolve("storage");
        plain = DockerRegistry.plain(storage, peers.resolve("plain"));
        plain.push(containerDisk(), "disks/debian", "13");
        tls = DockerRegistry.tls(storage, peers.resolve("tls"), authority);
    }

    @AfterAll
    static void stopThePeers() {
        minio.close();
        plain.close();
        tls.close();
    }

    static Stream<Arguments> sources() throws IOException {
        Path secret = Files.writeString(peers.resolve("secret"), MinioServer.SECRET_KEY + "\n");
        List<Object> s3 = List.of(
                "--s3-endpoint", minio.endpoint(), "--username", MinioServer.ACCESS_KEY, "--password-file", secret);
        List<Object> amd64 = List.of("--platform", "linux/amd64");
        return Stream.of(
                argumentSet("s3://", "s3://images/disks/disk.qcow2", s3),
                argumentSet("the URL of an S3 object", minio.endpoint() + "/images/disks/disk.qcow2", s3),
                argumentSet(
                        "docker:// over HTTP",
                        "docker://" + plain.address() + "/disks/debian:13",
                        and(amd64, "--insecure")),
                argumentSet(
                        "docker:// over TLS",
                        "docker://" + tls.address() + "/disks/debian:13",
                        and(amd64, "--ca-file", authority.certificate())),
                argumentSet("oci-archive:", "oci-archive:" + containerDisk().writeArchive(peers, "13") + ":13", amd64));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void importsFrom(String source, List<Object> options) throws Exception {
        List<Object> words = and(List.of("import", source, "disk.img"), options.toArray());

        CdiProcess.End end = CdiProcess.run(folder, words.toArray());

        assertThat(end.err()).isEmpty();
        assertThat(end.out()).startsWith("imported qcow2 ");
        assertThat(end.code()).isZero();
        QemuImg.assertSameDisk(image, "qcow2", folder.resolve("disk.img"));
    }

    /// `gs://` always means Google's own service; a manifest may name another.
    @Test
    void appliesADataVolumeFromAStoreOfGoogleCloud() throws Exception {
        try (FakeGcsServer gcs = FakeGcsServer.start(folder)) {
            gcs.createBucket("images");
            gcs.put("images", "disk.qcow2", Files.readAllBytes(image));
            Files.writeString(
                    folder.resolve("dv.yaml"), """
                    apiVersion: cdi.kubevirt.io/v1beta1
                    kind: DataVolume
                    metadata: {name: debian}
                    spec:
                      source: {gcs: {url: URL/images/disk.qcow2}}
                      storage: {resources: {requests: {storage: 20Mi}}}
                    """.replace("URL", gcs.endpoint().toString()));

            CdiProcess.End end = CdiProcess.run(folder, "apply", "-f", "dv.yaml", "--volumes", "volumes");

            assertThat(end.out()).contains("Succeeded");
            assertThat(end.code()).isZero();
            QemuImg.assertSameDisk(image, "qcow2", folder.resolve("volumes/default/debian/disk.img"));
        }
    }

    @Test
    void importsToADeviceAndClonesFromOneToAnother() throws Exception {
        assumeTrue(
                LoopDevice.unavailable().isEmpty(),
                () -> LoopDevice.unavailable().orElseThrow());
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (LoopDevice from = LoopDevice.attach(first, 32 * MIB, 512);
                LoopDevice to = LoopDevice.attach(second, 32 * MIB, 4096)) {
            CdiProcess.End imported = CdiProcess.run(folder, "import", image, from.device());
            CdiProcess.End cloned = CdiProcess.run(folder, "clone", from.device(), to.device(), "--verify");
            CdiProcess.End copied = CdiProcess.run(folder, "clone", to.device(), "disk.img", "--verify");

            assertThat(imported.out()).contains(" -> " + from.device() + " ");
            assertThat(List.of(imported.code(), cloned.code(), copied.code())).containsOnly(0);
            assertThat(cloned.out()).contains("32 MiB").endsWith("verified\n");
        }
        QemuImg.assertSameDisk(image, "qcow2", first);
        QemuImg.assertSameDisk(image, "qcow2", second);
        QemuImg.assertSameDisk(image, "qcow2", folder.resolve("disk.img"));
    }

    @Test
    void aDeviceIsNotImportedToItself() throws Exception {
        assumeTrue(
                LoopDevice.unavailable().isEmpty(),
                () -> LoopDevice.unavailable().orElseThrow());
        Path disk = Files.copy(image, folder.resolve("disk"));
        try (LoopDevice device = LoopDevice.attach(disk, 32 * MIB, 512)) {
            Files.createSymbolicLink(folder.resolve("link"), device.device());
            byte[] before = Files.readAllBytes(device.device());

            CdiProcess.End end = CdiProcess.run(folder, "import", device.device(), "link");

            assertThat(end.err())
                    .startsWith("cdi: import " + device.device() + ": source and target are the same device");
            assertThat(end.code()).isEqualTo(3);
            assertThat(Files.readAllBytes(device.device())).isEqualTo(before);
        }
    }

    @Test
    void saysWhatToDoAboutAPipeWithAnImageThatNeedsACopy() throws Exception {
        Path late = Qcow2Surgery.withTableAtEnd(folder.resolve("late"), folder);
        Command.run("mkfifo", folder.resolve("pipe"));
        Process writer =
                new ProcessBuilder("cp", late.toString(), folder.resolve("pipe").toString()).start();

        CdiProcess.End end = CdiProcess.run(folder, "import", "pipe", "disk.img", "--scratch", folder);

        assertThat(end.err())
                .contains("this source cannot go back")
                .endsWith("; --engine qemu-img makes that copy, in --scratch, before all else\n");
        assertThat(end.code()).isEqualTo(3);
        writer.waitFor();
    }

    @Test
    void unpacksAnArchiveIntoADirectory() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "import", archive(), "site", "--content-type", "archive");

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(folder.resolve("site/etc/motd")).hasContent("welcome");
        assertThat(folder.resolve("site")).isDirectoryNotContaining("glob:**/.cdi*");
    }

    @Test
    void unpacksOneArchiveAtATimeIntoADirectory() throws Exception {
        CdiProcess first = CdiProcess.startPiped(folder, "import", "-", "site", "--content-type", "archive");
        first.await(folder.resolve("site/.cdi-unpacking"));

        CdiProcess.End second = CdiProcess.run(folder, "import", archive(), "site", "--content-type", "archive");
        first.signal("TERM");

        assertThat(second.err())
                .isEqualTo("cdi: unpack to site: another process is writing to it; wait until that has ended\n");
        assertThat(second.code()).isEqualTo(4);
        assertThat(first.end().err()).contains("cdi: interrupted");
        assertThat(folder.resolve("site")).isEmptyDirectory();
    }

    private Path archive() throws IOException {
        byte[] motd = "welcome".getBytes(StandardCharsets.US_ASCII);
        TarLayer tar = new TarLayer().directory("etc/").file("etc/motd", motd);
        return Files.write(folder.resolve("site.tar.gz"), tar.packed(Compression.GZIP));
    }

    private static ContainerDisk containerDisk() throws IOException {
        TarLayer layer = new TarLayer().directory("disk/").file("disk/disk.qcow2", Files.readAllBytes(image));
        return ContainerDisk.image(ContainerDisk.Flavor.OCI)
                .layer(layer, Compression.GZIP)
                .build();
    }

    private static List<Object> and(List<Object> words, Object... more) {
        List<Object> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }
}
