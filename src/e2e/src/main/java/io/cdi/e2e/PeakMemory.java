// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The most memory that programs of pods have had resident, as the kernel of the node counts it: without the page
/// cache.
final class PeakMemory {

    private static final int SAMPLE_MILLIS = 100;

    private final List<String> programs;
    private final Map<String, Long> peaks = new TreeMap<>();

    /// @param programs words of their command lines
    PeakMemory(String... programs) {
        this.programs = List.of(programs);
    }

    /// Looks again and again until it is closed.
    AutoCloseable watch() {
        Thread sampler = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    sample();
                    TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        return () -> {
            sampler.interrupt();
            sampler.join();
        };
    }

    private synchronized void sample() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .forEach(this::sample);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sample(Path process) {
        try {
            String command = Files.readString(process.resolve("cmdline"));
            for (String program : programs) {
                if (command.contains(program)) {
                    peaks.merge(program, peak(process), Math::max);
                }
            }
        } catch (IOException e) {
            // The process has ended in between.
        }
    }

    private static long peak(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0L);
    }

    /// In MiB, by program.
    @Override
    public synchronized String toString() {
        return peaks.entrySet().stream()
                .map(peak -> peak.getKey() + " " + peak.getValue())
                .collect(Collectors.joining(", "));
    }
}
