// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// VHD, VHDX, VDI, VMDK and RAW against `qemu-img`: every kind of image it can make, of even and odd sizes.
class ImageReadersIT {

    private static final long MIB = 1 << 20;
    private static final List<Long> SIZES = List.of(64 * MIB, 33 * MIB + 512, 10_000_384L, 512L);

    @TempDir
    Path folder;

    /// A kind of image: the words `-o` takes.
    record Kind(DiskFormat format, String options, long diskBytes) {

        String[] words() {
            return options.isEmpty() ? new String[0] : new String[] {"-o", options};
        }

        boolean isWritable() {
            return !options.contains("streamOptimized");
        }
    }

    static Stream<Kind> kinds() {
        return SIZES.stream()
                .flatMap(size -> Stream.of(
                        new Kind(DiskFormat.VHD, "subformat=dynamic", size),
                        new Kind(DiskFormat.VHD, "subformat=dynamic,force_size=on", size),
                        new Kind(DiskFormat.VHDX, "subformat=dynamic", size),
                        new Kind(DiskFormat.VHDX, "subformat=fixed", size),
                        new Kind(DiskFormat.VHDX, "block_size=1048576", size),
                        new Kind(DiskFormat.VHDX, "block_size=33554432,block_state_zero=off", size),
                        new Kind(DiskFormat.VDI, "static=off", size),
                        new Kind(DiskFormat.VDI, "static=on", size),
                        new Kind(DiskFormat.VMDK, "subformat=monolithicSparse", size),
                        new Kind(DiskFormat.VMDK, "subformat=monolithicSparse,zeroed_grain=on", size),
                        new Kind(DiskFormat.VMDK, "subformat=streamOptimized", size),
                        new Kind(DiskFormat.RAW, "", size)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsEmptyDisks(Kind kind) throws IOException {
        Path image = QemuImg.create(folder.resolve("image"), kind.format().qemuName(), kind.diskBytes(), kind.words());

        Images.assertReadAsByQemu(image, kind.format(), folder);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsConvertedDisks(Kind kind) throws IOException {
        Path raw = Images.randomRaw(folder.resolve("raw"), kind.diskBytes(), new Random(kind.hashCode()));
        Path image = QemuImg.convert(
                raw, "raw", folder.resolve("image"), kind.format().qemuName(), kind.words());

        Images.assertReadAsByQemu(image, kind.format(), folder);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsDisksWrittenInRandomOrder(Kind kind) throws IOException {
        assumeTrue(kind.isWritable(), "qemu-io cannot write stream-optimized VMDK in random order");
        Path image = QemuImg.create(folder.resolve("image"), kind.format().qemuName(), kind.diskBytes(), kind.words());
        Images.writeRandomly(image, kind.format(), kind.diskBytes(), new Random(kind.hashCode()));

        Images.assertReadAsByQemu(image, kind.format(), folder);
    }
}
