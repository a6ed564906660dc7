// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `qemu-img` on a local copy: the way that always works. The format is always given, never probed.
///
/// @param image the local copy
/// @param description the source for messages
record QemuConversion(Path image, DiskFormat format, String description) {

    private static final Pattern PERCENT = Pattern.compile("\\((\\d+(?:\\.\\d+)?)/100%\\)");

    /// Replays the log of a VHDX image that was not closed: `qemu-img` does so only when it repairs.
    void replayLog() throws IOException {
        if (format != DiskFormat.VHDX) {
            return;
        }
        run(
                "replay the log of",
                output -> output.transferTo(Writer.nullWriter()),
                List.of("check", "-q", "-r", "all", "-f", format.qemuName(), image.toString()));
    }

    /// The size of the disk in bytes.
    ///
    /// @throws TransferException.Permanent when `qemu-img` cannot read the image, or the image needs other files
    long virtualSize() throws IOException {
        StringWriter answer = new StringWriter();
        run(
                "inspect",
                output -> output.transferTo(answer),
                List.of("info", "--output=json", "-f", format.qemuName(), image.toString()));
        JsonNode info = new ObjectMapper().readTree(answer.toString());
        if (info.hasNonNull("backing-filename")
                || info.at("/format-specific/data/data-file").isTextual()
                || info.path("encrypted").asBoolean()) {
            throw new TransferException.BadImage("read " + description
                    + ": the image is encrypted or only a part of a disk; make one whole image of it first");
        }
        return info.path("virtual-size").asLong();
    }

    /// Converts to RAW.
    ///
    /// @param target an existing file or device of at least the disk's size
    /// @param targetIsZero whether everything on the target reads as zero now
    /// @param progress is told the done fraction, 0 to 1
    void toRaw(Path target, boolean targetIsZero, DoubleConsumer progress) throws IOException {
        List<String> words = new ArrayList<>(List.of("convert", "-p", "-n", "-W", "-m", "4"));
        if (targetIsZero) {
            words.add("--target-is-zero");
        }
        words.addAll(List.of("-t", "writeback", "-f", format.qemuName(), "-O", "raw"));
        words.addAll(List.of(image.toString(), target.toString()));
        run("convert", output -> follow(output, progress), words);
    }

    /// `qemu-img -p` writes `    (12.34/100%)` and a carriage return, again and again.
    private static void follow(Reader output, DoubleConsumer progress) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = output.read(); next >= 0; next = output.read()) {
            if (next != '\r' && next != '\n') {
                line.append((char) next);
                continue;
            }
            Matcher matcher = PERCENT.matcher(line);
            if (matcher.find()) {
                progress.accept(Double.parseDouble(matcher.group(1)) / 100);
            }
            line.setLength(0);
        }
    }

    /// Takes what a run prints, to its end, in a thread of its own.
    private interface OutputReader {
        void read(Reader output) throws IOException;
    }

    /// @param action for messages
    private void run(String action, OutputReader reader, List<String> words) throws IOException {
        Path errors = Files.createTempFile("qemu-img", ".err");
        try {
            int exitCode = exitCode(start(errors, words), reader);
            if (exitCode != 0) {
                String reason = Files.readString(errors, StandardCharsets.UTF_8).strip();
                throw new TransferException.Permanent(action + " " + description + " with qemu-img: "
                        + (reason.isEmpty() ? "it exited with " + exitCode : reason.replaceAll("\\s+", " "))
                        + "; get an intact copy, or see that the volume has room");
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private static Process start(Path errors, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of("qemu-img"));
        command.addAll(words);
        try {
            return new ProcessBuilder(command)
                    .redirectError(errors.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException e) {
            throw new TransferException.Permanent(
                    "run qemu-img: " + e.getMessage() + "; install it (Debian: apt-get install qemu-utils)", e);
        }
    }

    /// Hears an interrupt at any time, also while nothing is printed. However this ends, the process
    /// has ended before, and touches neither the image nor the target any more.
    private static int exitCode(Process process, OutputReader reader) throws IOException {
        FutureTask<Integer> end = new FutureTask<>(() -> {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                reader.read(output);
            }
            return process.waitFor();
        });
        Thread.ofVirtual().name("qemu-img").start(end);
        try {
            return end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the conversion was interrupted");
        } catch (ExecutionException e) {
            throw new IOException("read what qemu-img prints: " + e.getCause(), e.getCause());
        } finally {
            if (process.isAlive()) {
                process.destroyForcibly().onExit().join();
            }
        }
    }
}
