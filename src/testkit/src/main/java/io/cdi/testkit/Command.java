// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program of this machine to its end, with a deadline.
public final class Command {

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private Command() {}

    /// How it ended and what it printed, both streams mixed.
    public record Result(int exitCode, String output) {}

    /// Runs the program and returns its output.
    ///
    /// @throws AssertionError when it does not exit with 0
    public static String run(Object... command) {
        Result result = tryRun(command);
        if (result.exitCode() != 0) {
            throw new AssertionError(words(command) + " exited with " + result.exitCode() + ":\n" + result.output());
        }
        return result.output();
    }

    /// Runs a line of bash, with pipefail.
    public static String shell(String script) {
        return run("bash", "-euo", "pipefail", "-c", script);
    }

    /// The programs with that path among their words that this process has started and that still run.
    public static List<ProcessHandle> running(Path word) {
        return ProcessHandle.current()
                .children()
                .filter(program -> program.info().commandLine().orElse("").contains(word.toString()))
                .toList();
    }

    /// Runs the program, whatever its exit code.
    public static Result tryRun(Object... command) {
        try {
            Path output = Files.createTempFile("command", ".out");
            try {
                Process process = new ProcessBuilder(words(command))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(words(command) + " did not end within " + DEADLINE);
                }
                return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("run " + words(command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + words(command), e);
        }
    }

    private static List<String> words(Object... command) {
        return java.util.Arrays.stream(command).map(Object::toString).toList();
    }
}
