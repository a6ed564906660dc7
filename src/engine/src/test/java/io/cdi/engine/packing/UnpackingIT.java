// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that the real tools packed.
class UnpackingIT {

    @TempDir
    static Path folder;

    private static Path content;

    /// A third each of noise, text and zeros.
    @BeforeAll
    static void makeContent() {
        content = folder.resolve("content");
        Command.shell("""
                cd %s
                head -c 3000000 /dev/urandom > content
                (seq 1000000 || true) | head -c 5000000 >> content
                truncate -s 12000000 content
                """.formatted(folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "GZIP: gzip -1 -c content",
                "GZIP: gzip -1 -c < content",
                "GZIP: pigz -1 -c content",
                "GZIP: (head -c 1000000 content | gzip -1; tail -c +1000001 content | pigz -1)",
                "GZIP: (gzip -1 -c content; head -c 4096 /dev/zero)",
                "XZ: xz -T1 -0 -c content",
                "XZ: xz -T2 -0 -c content",
                "XZ: xz -T2 -6 --block-size=300KiB -c content",
                "XZ: xz -T2 -9 -c content",
                "XZ: xz -T2 -0 --block-size=64KiB -c content",
                "XZ: xz -T1 -0 --block-size=1MiB -c content",
                "XZ: xz -T2 -0 --check=sha256 --block-size=300KiB -c content",
                "XZ: xz -T2 -0 --check=crc32 --block-size=300KiB -c content",
                "XZ: xz -T2 --check=none --x86 --lzma2=preset=0 --block-size=2MiB -c content",
                "XZ: (head -c 1000000 content | xz -T2 -0; head -c 8 /dev/zero; tail -c +1000001 content | xz -0 -T1)",
                "ZSTD: zstd -1 -q -c content",
                "ZSTD: zstd -1 -q -T2 -c content",
                "ZSTD: zstd -1 -q --long=27 -c content",
                "ZSTD: zstd -1 -q --no-check -c < content",
                "ZSTD: (head -c 1000000 content | zstd -q; tail -c +1000001 content | zstd -q -1)",
                "ZSTD: (printf '\\x5a\\x2a\\x4d\\x18\\x04\\x00\\x00\\x00skip'; zstd -1 -q -c content)",
                "BZIP2: bzip2 -1 -c content",
                "BZIP2: (head -c 1000000 content | bzip2; tail -c +1000001 content | bzip2)",
            })
    void unpacksWhatTheToolsPacked(Packing packing, String command) throws IOException {
        Path packed = pack(command);

        try (Unpacking unpacking = Unpacking.of(Files.newInputStream(packed), "test")) {
            assertThat(unpacking.packings()).isEqualTo(List.of(packing));
            assertThat(unpacking.content().readAllBytes()).isEqualTo(Files.readAllBytes(content));
        }
    }

    /// Rows of equal chunks, each after something else, longer than the dictionary, and looked back over.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xz -T1 -0",
                "xz -T1 -9",
                "xz -T1 --lzma2=preset=1,lc=0,lp=4,pb=4",
                "xz -T1 --lzma2=preset=1,lc=0,lp=0,pb=0",
                "xz -T1 --check=crc32 -1",
                "xz -T1 --x86 --lzma2=preset=1",
            })
    void unpacksMuchEmptySpace(String command) throws IOException {
        Path packed =
                pack("(cat content; head -c 71000001 /dev/zero; tail -c 9000000 content; head -c 120000003 /dev/zero;"
                        + " head -c 4000000 content; head -c 50000000 /dev/zero) > sparse\n" + command + " -c sparse");

        Path unpacked = folder.resolve("unpacked");
        try (Unpacking unpacking = Unpacking.of(Files.newInputStream(packed), "test")) {
            Files.copy(unpacking.content(), unpacked, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Files.mismatch(unpacked, folder.resolve("sparse"))).isEqualTo(-1);
    }

    @Test
    void refusesAWindowThatNeedsTooMuchMemory() {
        Path packed = pack("zstd -1 -q --long=29 -c < <(cat content)");

        assertThatThrownBy(() -> Unpacking.of(Files.newInputStream(packed), "test"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("unpack zstd of test: its window needs more than 128 MiB of memory, and the"
                        + " limit is 128 MiB; pack it again with a smaller dictionary or window");
    }

    @Test
    void refusesADictionaryThatNeedsTooMuchMemory() {
        Path packed = pack("head -c 1000 content | xz --lzma2=preset=0,dict=1GiB -c");

        assertThatThrownBy(() -> Unpacking.of(Files.newInputStream(packed), "test"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("and the limit is 128 MiB");
    }

    private static Path pack(String command) {
        Path packed = folder.resolve("packed");
        Command.shell("cd " + folder + "\n" + command + " > " + packed);
        return packed;
    }
}
