// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `./cdi` in a copy of the checkout, whose Maven is a stand-in that tells when it is called.
class LauncherIT {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path checkout;
    private Path app;

    @BeforeEach
    void copyTheCheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("checkout"));
        Command.shell("""
                cd '%s'
                cp -r --parents cdi pom.xml scratch/pom.xml src/{api,cli,contract,engine}/pom.xml \\
                    src/build/jdk25.sh src/build/jvm-options src/build/train-aot src/build/training.sh src/cli/src/aot \\
                    scratch/src/main src/{api,cli,contract,engine}/src/main src/cli/target/cdi '%s'
                """.formatted(ROOT, checkout));
        app = checkout.resolve("src/cli/target/cdi");
        Path maven = Files.writeString(checkout.resolve("mvnw"), "#!/bin/sh\necho built anew\nexit 1\n");
        maven.toFile().setExecutable(true);
        Files.writeString(app.resolve("java-home"), System.getProperty("java.home") + "\n");
        Files.writeString(app.resolve("built"), "");
        Files.setLastModifiedTime(
                app.resolve("built"), FileTime.from(Instant.now().plusSeconds(60)));
    }

    @Test
    void runsThroughASymbolicLinkFromAnywhere() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("cdi"), checkout.resolve("cdi"));

        assertThat(Command.shell("cd / && '%s' --version".formatted(link))).startsWith("cdi ");
    }

    @Test
    void passesWordsAndExitCodesOn() {
        Command.Result result = Command.tryRun(checkout.resolve("cdi"), "import", "a b", "c", "--size", "x y");

        assertThat(result.output()).contains("'x y' is not a size");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenASourceChangedAndShowsWhyThatFails() throws IOException {
        Files.setLastModifiedTime(
                checkout.resolve("src/engine/src/main"),
                FileTime.from(Instant.now().plusSeconds(120)));

        Command.Result result = Command.tryRun(checkout.resolve("cdi"), "--version");

        assertThat(result.output())
                .isEqualTo("building (sources changed)…\nbuilt anew\ncdi: the build failed; the reason is above\n"
                        .replace("…", "\u00e2\u0080\u00a6"));
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void buildsOnFirstUse() throws IOException {
        Files.delete(app.resolve("built"));

        assertThat(Command.tryRun(checkout.resolve("cdi"), "--version").output())
                .startsWith("building (first use)");
    }
}
