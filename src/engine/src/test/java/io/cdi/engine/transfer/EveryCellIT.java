// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.scratch.VolumeOptions;
import io.cdi.testkit.Command;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.DockerRegistry;
import io.cdi.testkit.FakeGcsServer;
import io.cdi.testkit.MinioServer;
import io.cdi.testkit.Nginx;
import io.cdi.testkit.TarLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every format in every packing from every kind of source: what `qemu-img` converts and the usual programs pack comes
/// in one pass from the real peers.
class EveryCellIT {

    private static final List<String> PACKINGS =
            List.of("cat", "gzip -1", "xz -T2 -1 --block-size=4MiB", "zstd -1", "bzip2 -1");
    private static final String PACKED = "packed";
    private static final Source.Platform AMD64 = new Source.Platform("linux", Optional.of("amd64"), Optional.empty());

    @TempDir
    private static Path shared;

    private static Path files;
    private static Path disk;
    private static Nginx nginx;
    private static MinioServer minio;
    private static FakeGcsServer gcs;
    private static DockerRegistry registry;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startPeers() throws IOException {
        disk = DiskImage.randomDisk(shared.resolve("disk.raw"));
        files = Files.createDirectory(shared.resolve("files"));
        DiskImage.makeAll(disk, files);
        nginx = Nginx.serving(Files.createDirectory(shared.resolve("nginx")), files)
                .start();
        minio = MinioServer.start(Files.createDirectory(shared.resolve("minio")));
        minio.createBucket("images");
        gcs = FakeGcsServer.start(Files.createDirectory(shared.resolve("gcs")));
        gcs.createBucket("images");
        registry = DockerRegistry.plain(shared.resolve("storage"), Files.createDirectory(shared.resolve("registry")));
    }

    @AfterAll
    static void stopPeers() {
        nginx.close();
        minio.close();
        gcs.close();
        registry.close();
    }

    static Stream<Arguments> packedImages() {
        return Stream.of(DiskImage.values())
                .flatMap(image -> PACKINGS.stream().map(packing -> Arguments.of(image, packing)));
    }

    @ParameterizedTest
    @MethodSource("packedImages")
    void importsFromEverywhere(DiskImage image, String packing) throws Exception {
        Path plain = files.resolve(image.fileName());
        Path packed = files.resolve(PACKED);
        Command.shell("%s < %s > %s".formatted(packing, plain, packed));

        ContainerDisk container = containerDisk(packed);
        for (Source source : List.of(
                http(),
                new Source.LocalFile(packed),
                s3(packed),
                gcs(packed),
                registry(container),
                ociArchive(container))) {
            assertImports(source, packing);
        }
        Path pipe = folder.resolve("pipe");
        Command.run("mkfifo", pipe);
        Process writer = new ProcessBuilder("dd", "if=" + packed, "of=" + pipe, "status=none").start();
        assertImports(new Source.LocalFile(pipe), packing);
        assertThat(writer.waitFor()).isZero();
    }

    private void assertImports(Source source, String packing) throws Exception {
        Path target = folder.resolve("disk.img");
        ImportRequest request = new ImportRequest(
                source,
                Source.Effort.DEFAULT,
                target,
                VolumeOptions.DEFAULT,
                ImportRequest.Content.DISK,
                Optional.empty(),
                ImportRequest.Engine.AUTO,
                Optional.empty());

        ImportResult result = new Importer(Map.of()).run(request, new Progress());

        assertThat(result.packings()).as(source.toString()).hasSize(packing.equals("cat") ? 0 : 1);
        assertThat(result.scratchBytes()).isZero();
        assertThat(result.diskBytes()).isEqualTo(DiskImage.DISK_BYTES);
        assertThat(Files.mismatch(target, disk)).as(source.toString()).isEqualTo(-1);
        Files.delete(target);
    }

    private static Source http() {
        return new Source.Http(nginx.uri("/" + PACKED), Optional.empty(), List.of(), Source.Tls.SYSTEM);
    }

    private static Source s3(Path packed) {
        minio.put("images", PACKED, packed);
        return new Source.S3(
                Optional.of(minio.endpoint()),
                Optional.empty(),
                "images",
                PACKED,
                new Source.S3Credentials.Static(
                        MinioServer.ACCESS_KEY, new Secret(MinioServer.SECRET_KEY), Optional.empty()),
                Source.Tls.SYSTEM);
    }

    private static Source gcs(Path packed) throws IOException {
        gcs.put("images", PACKED, Files.readAllBytes(packed));
        return new Source.Gcs(Optional.of(gcs.endpoint()), "images", PACKED, Optional.empty(), Source.Tls.SYSTEM);
    }

    private static Source registry(ContainerDisk container) {
        registry.push(container, "disks/any", "1");
        return new Source.Registry(
                registry.address() + "/disks/any:1", AMD64, Optional.empty(), Source.Tls.SYSTEM, true);
    }

    private Source ociArchive(ContainerDisk container) {
        return new Source.OciArchive(container.writeArchive(folder, "1"), Optional.of("1"), AMD64);
    }

    private static ContainerDisk containerDisk(Path packed) throws IOException {
        TarLayer layer = new TarLayer().directory("disk/").file("disk/disk.img", Files.readAllBytes(packed));
        return ContainerDisk.image(ContainerDisk.Flavor.OCI)
                .layer(layer, TarLayer.Compression.NONE)
                .build();
    }
}
