// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.packing.Unpacking;
import io.cdi.scratch.DirectoryTarget;
import io.cdi.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that GNU tar made, compared with the tree that they were made of.
class TarExtractorIT {

    @TempDir
    Path folder;

    private Path tree;
    private Path target;

    @BeforeEach
    void makeATree() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        target = Files.createDirectory(folder.resolve("target"));
        Command.shell("cd " + tree + """

                mkdir -p dir/sub 'with space' shut
                head -c 3000000 /dev/urandom > dir/noise
                echo text > dir/sub/text
                ln dir/noise dir/sub/hard
                ln -s ../../anywhere dir/sub/soft
                ln -s /absolute/$(printf 't%.0s' {1..90}) soft
                touch "dir/$(printf 'n%.0s' {1..180})" 'with space/grüße' empty
                touch -d 2020-02-02T02:02:02 dir/sub/text shut
                chmod 4755 dir/sub/text; chmod 1777 'with space'; chmod 0555 shut
                touch -d 2021-01-01 dir dir/sub 'with space'
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--format=gnu", "--format=pax", "--format=oldgnu", "--format=posix --gzip", "--format=gnu --xz"})
    void unpacksWhatGnuTarPacked(String options) throws IOException {
        Path tar = pack(options);

        extract(tar);

        assertThat(listing(target)).isEqualTo(listing(tree));
        Command.run("diff", "-r", "--no-dereference", tree, target);
    }

    @Test
    void unpacksUstar() throws IOException {
        Command.shell("cd " + tree + " && rm dir/nnn*");
        Path tar = pack("--format=ustar");

        extract(tar);

        assertThat(listing(target)).isEqualTo(listing(tree));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu --sparse",
                "--format=pax --sparse --sparse-version=0.0",
                "--format=pax --sparse --sparse-version=0.1",
                "--format=pax --sparse --sparse-version=1.0"
            })
    void keepsHoles(String options) throws IOException {
        Command.shell("cd " + tree + """

                truncate -s 200M disk
                for at in 0 7 50 51 120 199; do
                    dd if=dir/noise of=disk bs=1M count=1 seek=$at conv=notrunc status=none
                done
                truncate -s 100M hole
                truncate -s 64M many
                for at in $(seq 0 9 400); do
                    dd if=dir/noise of=many bs=64k count=1 seek=$at conv=notrunc status=none
                done
                """);
        Path tar = pack(options);

        Extraction extraction = extract(tar);

        Command.run("diff", "-r", "--no-dereference", tree, target);
        assertThat(extraction.bytes()).isLessThan(20 << 20);
        assertThat(allocatedKiB(target)).isLessThan(allocatedKiB(tree) + 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu --sparse",
                "--format=pax --sparse --sparse-version=0.0",
                "--format=pax --sparse --sparse-version=0.1",
                "--format=pax --sparse --sparse-version=1.0"
            })
    void keepsTheHolesOfLargeFiles(String options) throws IOException {
        Command.shell("cd " + tree + """

                truncate -s 2147483648 two
                truncate -s 9G nine
                for at in 0 4095 4096 9215; do
                    dd if=dir/noise of=nine bs=1M count=1 seek=$at conv=notrunc status=none
                done
                truncate -s 15T huge
                """);
        Path tar = pack(options);

        Extraction extraction = extract(tar);

        assertThat(listing(target)).isEqualTo(listing(tree));
        assertThat(sumsOfMebibytes(target.resolve("nine"), "0 4095 4096 9215"))
                .isEqualTo(sumsOfMebibytes(tree.resolve("nine"), "0 4095 4096 9215"));
        assertThat(extraction.bytes()).isLessThan(20 << 20);
        assertThat(allocatedKiB(target)).isLessThan(allocatedKiB(tree) + 200);
    }

    @Test
    void keepsTheHolesOfWhatBsdtarPacked() throws IOException {
        Command.shell("cd " + tree + " && truncate -s 3G disk && dd if=dir/noise of=disk bs=1M seek=2500 conv=notrunc");
        Path tar = folder.resolve("bsd.tar");
        Command.run("bsdtar", "--create", "--file", tar, "--directory", tree, ".");

        extract(tar);

        assertThat(listing(target)).isEqualTo(listing(tree));
        assertThat(sumsOfMebibytes(target.resolve("disk"), "2500 2501 2502"))
                .isEqualTo(sumsOfMebibytes(tree.resolve("disk"), "2500 2501 2502"));
        assertThat(allocatedKiB(target)).isLessThan(allocatedKiB(tree) + 200);
    }

    @Test
    void readsWhatPythonPacked() throws IOException {
        Path tar = folder.resolve("python.tar");
        Command.run(
                "python3",
                "-c",
                "import sys, tarfile\nwith tarfile.open(sys.argv[1], 'w') as tar: tar.add(sys.argv[2], '.')",
                tar,
                tree);

        extract(tar);

        assertThat(listing(target)).isEqualTo(listing(tree));
    }

    private Path pack(String options) {
        Path tar = folder.resolve("packed.tar");
        Command.shell("tar --create --file " + tar + " " + options + " --directory " + tree + " .");
        return tar;
    }

    private Extraction extract(Path tar) throws IOException {
        try (Unpacking unpacking = Unpacking.of(Files.newInputStream(tar), "test")) {
            return TarExtractor.extract(
                    unpacking.content(), "test", DirectoryTarget.open(target), ArchiveLimits.DEFAULT);
        }
    }

    private static String listing(Path root) {
        return Command.shell("cd " + root + " && find . -mindepth 1 -printf '%P %y %m %n %l %Ts ' "
                + "\\( -type f -printf '%s\\n' -o -printf '\\n' \\) | LC_ALL=C sort");
    }

    /// Of the only ones with data: to read terabytes of holes takes long.
    private static String sumsOfMebibytes(Path file, String which) {
        return Command.shell(
                "for at in " + which + "; do dd if=" + file + " bs=1M skip=$at count=1 status=none | md5sum; done");
    }

    private static long allocatedKiB(Path root) {
        return Long.parseLong(Command.shell("du -sk " + root + " | cut -f1").strip());
    }
}
