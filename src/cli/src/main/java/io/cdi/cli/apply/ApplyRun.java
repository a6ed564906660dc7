// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import static java.util.Objects.requireNonNull;

import io.cdi.cli.apply.ApplyPlan.Step;
import io.cdi.cli.apply.PhaseDisplay.Running;
import io.cdi.cli.progress.Snapshot;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Carries a plan out: each DataVolume on a thread of its own, a few at a time, clones after their sources.
/// One that fails does not stop the others.
final class ApplyRun {

    private static final long MILLIS_BETWEEN_LOOKS = 200;

    private record Entry(String phase, Supplier<Snapshot> progress) {}

    private final JobRun.Settings settings;
    private final PhaseDisplay display;
    private final Semaphore turns;
    private final Map<String, Entry> running = new ConcurrentSkipListMap<>();

    /// @param parallel how many volumes are made at once
    ApplyRun(JobRun.Settings settings, PhaseDisplay display, int parallel) {
        this.settings = settings;
        this.display = display;
        this.turns = new Semaphore(parallel, true);
    }

    /// @return how each step ended, in their order
    /// @throws InterruptedIOException when interrupted; all work has been given up and cleaned up by then
    List<Outcome> run(List<Step> steps) throws IOException {
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        Map<VolumeName, CompletableFuture<Outcome>> byVolume = new HashMap<>();
        for (Step step : steps) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            all.add(outcome);
            if (step instanceof Step.Run run) {
                display.phase(step.title(), run.job().phasePrefix() + "Scheduled", "");
                byVolume.put(run.job().volume(), outcome);
            }
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("volume-", 0).factory())) {
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                CompletableFuture<Outcome> outcome = all.get(i);
                threads.execute(() -> outcome.complete(shown(outcome(step, byVolume))));
            }
            watch(all, threads);
        } finally {
            display.close();
        }
        return all.stream().map(CompletableFuture::join).toList();
    }

    private void watch(List<CompletableFuture<Outcome>> all, ExecutorService threads) throws InterruptedIOException {
        CompletableFuture<?> done = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        while (!done.isDone()) {
            display.progress(running.entrySet().stream()
                    .map(entry -> new Running(
                            entry.getKey(),
                            entry.getValue().phase(),
                            entry.getValue().progress().get()))
                    .toList());
            try {
                done.get(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                // Time to look again.
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw new InterruptedIOException("interrupted");
            } catch (ExecutionException e) {
                throw new IllegalStateException("a job let a failure through", e);
            }
        }
    }

    private Outcome outcome(Step step, Map<VolumeName, CompletableFuture<Outcome>> byVolume) {
        return switch (step) {
            case Step.Refused(String title, String reason) -> Outcome.refused(title, reason);
            case Step.Run(Job job, Optional<VolumeName> after) -> {
                try {
                    if (after.isPresent()) {
                        requireDone(after.get(), byVolume);
                    }
                    yield inTurn(job);
                } catch (Exception | Error e) {
                    yield Outcome.failed(job, e);
                }
            }
        };
    }

    private static void requireDone(VolumeName source, Map<VolumeName, CompletableFuture<Outcome>> byVolume)
            throws InterruptedException, TransferException {
        try {
            if (!requireNonNull(byVolume.get(source)).get().isDone()) {
                throw new TransferException.Permanent("The source pvc " + source + " failed");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a job let a failure through", e);
        }
    }

    private Outcome inTurn(Job job) throws IOException, InterruptedException {
        String title = job.volume().toString();
        turns.acquire();
        try {
            return new JobRun(settings, job).run(progress -> {
                String phase = job.phasePrefix() + "InProgress";
                running.put(title, new Entry(phase, progress));
                display.phase(title, phase, "");
            });
        } finally {
            running.remove(title);
            turns.release();
        }
    }

    private Outcome shown(Outcome outcome) {
        display.phase(outcome.title(), outcome.phase(), outcome.message());
        return outcome;
    }
}
