// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The built program in a process of its own, as `./cdi` starts it.
record CdiProcess(Process process, Path outFile, Path errFile) {

    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final long DEADLINE_SECONDS = 120;

    /// How it ended.
    record End(int code, String out, String err) {}

    static CdiProcess start(Path folder, Object... words) throws IOException {
        return start(folder, Redirect.from(Path.of("/dev/null").toFile()), words);
    }

    /// With a pipe as standard input, which brings what is written to [#process] and does not end.
    static CdiProcess startPiped(Path folder, Object... words) throws IOException {
        return start(folder, Redirect.PIPE, words);
    }

    private static CdiProcess start(Path folder, Redirect input, Object... words) throws IOException {
        Path app = MODULE.resolve("target/cdi");
        // A test run in the background of a script ignores SIGINT, and its children would too.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "@" + MODULE.resolveSibling("build/jvm-options"),
                "-XX:AOTCache=" + app.resolve("cdi.aot"),
                "-jar",
                app.resolve("cdi.jar").toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        Path out = Files.createTempFile("cdi", ".out");
        Path err = Files.createTempFile("cdi", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("no_proxy", "*");
        return new CdiProcess(builder.start(), out, err);
    }

    static End run(Path folder, Object... words) throws IOException, InterruptedException {
        return start(folder, words).end();
    }

    /// Waits until it has made that file.
    void await(Path file) throws IOException, InterruptedException {
        while (!Files.exists(file)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("cdi ended without " + file + "; it said " + Files.readString(errFile));
            }
        }
    }

    /// Sends a signal, by its name without SIG.
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /// Waits until it is over.
    End end() throws IOException, InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("cdi did not end; it said " + Files.readString(errFile));
        }
        End end = new End(
                process.exitValue(),
                Files.readString(outFile, StandardCharsets.UTF_8),
                Files.readString(errFile, StandardCharsets.UTF_8));
        Files.delete(outFile);
        Files.delete(errFile);
        return end;
    }
}
