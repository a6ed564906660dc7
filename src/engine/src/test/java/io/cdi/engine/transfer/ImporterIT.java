// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdi.engine.TransferException;
import io.cdi.engine.packing.Packing;
import io.cdi.engine.source.Source;
import io.cdi.scratch.VolumeOptions;
import io.cdi.testkit.Command;
import io.cdi.testkit.LoopDevice;
import io.cdi.testkit.Nginx;
import io.cdi.testkit.Qcow2Surgery;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole imports from nginx onto files and devices, in one pass and by `qemu-img`; [EveryCellIT] has the other sources.
class ImporterIT {

    private static final long MIB = 1 << 20;
    private static final long DISK_BYTES = DiskImage.DISK_BYTES;

    @TempDir
    static Path shared;

    private static Path disk;
    private static Nginx nginx;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeImagesAndServeThem() throws IOException {
        Path files = Files.createDirectory(shared.resolve("files"));
        disk = DiskImage.randomDisk(shared.resolve("disk.raw"));
        DiskImage.makeAll(disk, files);
        nginx = Nginx.serving(Files.createDirectory(shared.resolve("nginx")), files)
                .start();
    }

    @AfterAll
    static void stopServing() {
        nginx.close();
    }

    @ParameterizedTest
    @EnumSource(DiskImage.class)
    void convertsEveryFormatWithQemuImg(DiskImage image) throws Exception {
        Path target = folder.resolve("disk.img");
        ImportRequest request = request(http(image.fileName()), target)
                .engine(ImportRequest.Engine.QEMU_IMG)
                .scratch(folder)
                .build();

        ImportResult result = new Importer(Map.of()).run(request, new Progress());

        assertThat(result.scratchBytes())
                .isEqualTo(Files.size(shared.resolve("files").resolve(image.fileName())));
        assertThat(Files.mismatch(target, disk)).isEqualTo(-1);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    @ParameterizedTest
    @CsvSource({"512, AUTO", "4096, AUTO", "512, QEMU_IMG"})
    void leavesNoStaleByteOnADevice(int sectorBytes, ImportRequest.Engine engine) throws Exception {
        assumeTrue(
                LoopDevice.unavailable().isEmpty(),
                () -> LoopDevice.unavailable().orElseThrow());
        Path backing = folder.resolve("backing");
        byte[] stale = new byte[(int) (48 * MIB)];
        new Random(1).nextBytes(stale);
        Files.write(backing, stale);
        try (LoopDevice device = LoopDevice.attach(backing, 48 * MIB, sectorBytes)) {
            for (DiskImage image : List.of(DiskImage.QCOW2_DEFLATE, DiskImage.VMDK_STREAM, DiskImage.RAW)) {
                ImportRequest request = request(http(image.fileName()), device.device())
                        .engine(engine)
                        .scratch(folder)
                        .build();

                new Importer(Map.of()).run(request, new Progress());

                byte[] written = Files.readAllBytes(backing);
                assertThat(java.util.Arrays.mismatch(
                                written, java.util.Arrays.copyOf(Files.readAllBytes(disk), written.length)))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void growsAFileToTheRequestedSizeAndNeverShrinksIt() throws Exception {
        Path target = folder.resolve("disk.img");
        VolumeOptions larger = new VolumeOptions(OptionalLong.of(100 * MIB), 0, false, false);

        ImportResult result = new Importer(Map.of())
                .run(request(http("qcow2"), target).volume(larger).build(), new Progress());

        assertThat(result.diskBytes()).isEqualTo(100 * MIB);
        assertThat(Files.size(target)).isEqualTo(100 * MIB);
        assertThat(Files.mismatch(target, disk)).isEqualTo(DISK_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "raw", "vmdk_stream", "vhdx"})
    void refusesAnImageLargerThanTheRequestBeforeWriting(String file) throws Exception {
        Path target = folder.resolve("disk.img");
        Files.writeString(target, "old");
        VolumeOptions small = new VolumeOptions(OptionalLong.of(10 * MIB), 0, false, false);

        assertThatThrownBy(() -> new Importer(Map.of())
                        .run(request(http(file), target).volume(small).build(), new Progress()))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("is larger than the reported available storage")
                .hasMessageContaining("A larger PVC is required");
        assertOnly(target, "old");
    }

    @Test
    void comparesTheChecksumOfTheTransferredBytes() throws Exception {
        Path target = folder.resolve("disk.img");
        String sum = Command.run("sha256sum", shared.resolve("files/qcow2")).substring(0, 64);

        new Importer(Map.of())
                .run(request(http("qcow2"), target).checksum("sha256:" + sum).build(), new Progress());

        assertThat(Files.mismatch(target, disk)).isEqualTo(-1);
    }

    @Test
    void keepsTheOldTargetWhenTheChecksumDiffers() throws Exception {
        Path target = folder.resolve("disk.img");
        Files.writeString(target, "old");
        ImportRequest request = request(http("qcow2"), target)
                .checksum("md5:d41d8cd98f00b204e9800998ecf8427e")
                .build();

        assertThatThrownBy(() -> new Importer(Map.of()).run(request, new Progress()))
                .isInstanceOf(TransferException.Integrity.class)
                .hasMessageContaining(
                        "checksum mismatch: expected md5:d41d8cd98f00b204e9800998ecf8427e, calculated md5:");
        assertOnly(target, "old");
    }

    @Test
    void wipesADeviceWhenTheChecksumDiffers() throws Exception {
        assumeTrue(
                LoopDevice.unavailable().isEmpty(),
                () -> LoopDevice.unavailable().orElseThrow());
        Path backing = folder.resolve("backing");
        byte[] stale = new byte[(int) (48 * MIB)];
        new Random(1).nextBytes(stale);
        Files.write(backing, stale);
        try (LoopDevice device = LoopDevice.attach(backing, 48 * MIB, 512)) {
            ImportRequest request = request(http("qcow2"), device.device())
                    .checksum("md5:d41d8cd98f00b204e9800998ecf8427e")
                    .build();

            assertThatThrownBy(() -> new Importer(Map.of()).run(request, new Progress()))
                    .isInstanceOf(TransferException.Integrity.class);
            assertThat(java.util.Arrays.mismatch(Files.readAllBytes(backing), new byte[(int) (48 * MIB)]))
                    .isEqualTo(-1);
        }
    }

    @Test
    void takesTheWayThroughScratchForAnImageThatOnePassCannotRead() throws Exception {
        Path image = Qcow2Surgery.withTableAtEnd(shared.resolve("files/late"), folder);
        Path raw = QemuImg.convert(image, "qcow2", folder.resolve("late.raw"), "raw");
        Files.move(raw, shared.resolve("late.raw"));
        Command.shell("gzip -1 -c %s > %s.gz".formatted(image, image));
        Path target = folder.resolve("disk.img");

        assertThatThrownBy(() -> new Importer(Map.of())
                        .run(request(http("late.gz"), target).build(), new Progress()))
                .isInstanceOf(TransferException.NeedsScratch.class);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }

        ImportResult throughScratch = new Importer(Map.of())
                .run(request(http("late.gz"), target).scratch(folder).build(), new Progress());
        assertThat(throughScratch.scratchBytes()).isEqualTo(Files.size(image));
        assertThat(throughScratch.packings()).containsExactly(Packing.GZIP);
        assertThat(Files.mismatch(target, shared.resolve("late.raw"))).isEqualTo(-1);

        ImportResult mapsFirst =
                new Importer(Map.of()).run(request(http("late"), target).build(), new Progress());
        assertThat(mapsFirst.scratchBytes()).isZero();
        assertThat(Files.mismatch(target, shared.resolve("late.raw"))).isEqualTo(-1);
    }

    @Test
    void goesOnWhereAnInterruptedTransferStopped() throws Exception {
        Path big = shared.resolve("files/big");
        Command.shell("head -c 640M /dev/urandom > " + big);
        Path target = folder.resolve("disk.img");
        VolumeOptions resuming = new VolumeOptions(OptionalLong.empty(), 0, false, true);
        Progress progress = new Progress();
        Thread first = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(() -> new Importer(Map.of())
                                .run(
                                        request(http("big"), target)
                                                .volume(resuming)
                                                .limit(400 * MIB)
                                                .build(),
                                        progress))
                        .isInstanceOf(IOException.class));
        while (progress.sourceBytes() < 400 * MIB) {
            Thread.sleep(5);
        }
        first.interrupt();
        first.join();
        assertThat(target).doesNotExist();

        ImportResult result = new Importer(Map.of())
                .run(request(http("big"), target).volume(resuming).build(), new Progress());

        assertThat(result.writtenBytes()).isLessThanOrEqualTo(640 * MIB - 256 * MIB);
        assertThat(Files.mismatch(target, big)).isEqualTo(-1);
        Files.delete(big);
    }

    @Test
    void inspectsWithoutReadingTheData() throws Exception {
        Inspection qcow2 = new Importer(Map.of()).inspect(http("qcow2"), Source.Effort.DEFAULT);
        Inspection stream = new Importer(Map.of()).inspect(http("vmdk_stream"), Source.Effort.DEFAULT);

        assertThat(qcow2.onePass()).isTrue();
        assertThat(qcow2.virtualSize()).hasValue(DISK_BYTES);
        assertThat(qcow2.allocatedBytes().orElseThrow()).isBetween(MIB, DISK_BYTES);
        assertThat(stream.virtualSize()).hasValue(DISK_BYTES);
    }

    private void assertOnly(Path target, String content) throws IOException {
        assertThat(target).hasContent(content);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    private static Source http(String path) {
        URI uri = nginx.uri("/" + path);
        return new Source.Http(uri, Optional.empty(), List.of(), Source.Tls.SYSTEM);
    }

    private static RequestBuilder request(Source source, Path target) {
        return new RequestBuilder(source, target);
    }

    /// A request with defaults for what a test does not care about.
    private static final class RequestBuilder {
        private final Source source;
        private final Path target;
        private Source.Effort effort = Source.Effort.DEFAULT;
        private VolumeOptions volume = VolumeOptions.DEFAULT;
        private Optional<Checksum> checksum = Optional.empty();
        private ImportRequest.Engine engine = ImportRequest.Engine.AUTO;
        private Optional<Path> scratch = Optional.empty();

        RequestBuilder(Source source, Path target) {
            this.source = source;
            this.target = target;
        }

        RequestBuilder volume(VolumeOptions options) {
            volume = options;
            return this;
        }

        RequestBuilder limit(long bytesPerSecond) {
            effort = new Source.Effort(
                    OptionalInt.empty(), OptionalLong.of(bytesPerSecond), Source.Effort.DEFAULT.retry());
            return this;
        }

        RequestBuilder checksum(String text) {
            checksum = Optional.of(Checksum.parse(text));
            return this;
        }

        RequestBuilder engine(ImportRequest.Engine choice) {
            engine = choice;
            return this;
        }

        RequestBuilder scratch(Path place) {
            scratch = Optional.of(place);
            return this;
        }

        ImportRequest build() {
            return new ImportRequest(
                    source, effort, target, volume, ImportRequest.Content.DISK, checksum, engine, scratch);
        }
    }
}
