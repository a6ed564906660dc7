// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.cli.outcome.ExitCode;
import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.ImportRequest;
import io.cdi.engine.transfer.ImportResult;
import io.cdi.engine.transfer.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyRunTest {

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> phases = new ConcurrentLinkedQueue<>();

    @Test
    void makesClonesAfterTheirSourceAndShowsPhases() throws IOException {
        String yaml = dataVolume("copy", "{pvc: {namespace: default, name: original}}")
                + dataVolume("original", "{http: {url: http://host/disk}}");

        List<Outcome> outcomes = apply(yaml, this::writeText, 2);

        assertThat(outcomes).extracting(Outcome::phase).containsExactly("Succeeded", "Succeeded");
        assertThat(folder.resolve("default/copy/disk.img")).hasSize(1 << 20);
        assertThat(Files.mismatch(folder.resolve("default/copy/disk.img"), folder.resolve("default/original/disk.img")))
                .isEqualTo(-1);
        assertThat(phases)
                .containsExactly(
                        "default/copy CloneScheduled",
                        "default/original ImportScheduled",
                        "default/original ImportInProgress",
                        "default/original Succeeded",
                        "default/copy CloneInProgress",
                        "default/copy Succeeded");
    }

    @Test
    void leavesCompleteVolumesAloneAndMakesFailedOnesAgain() throws IOException {
        String yaml = dataVolume("good", "{http: {url: http://host/good}}")
                + dataVolume("bad", "{http: {url: http://host/bad}}");
        apply(yaml, this::failBad, 1);

        List<Outcome> again = apply(yaml, this::writeText, 1);

        assertThat(again).extracting(Outcome::phase).containsExactly("Succeeded (unchanged)", "Succeeded");
    }

    @Test
    void oneFailureStopsNeitherTheOthersNorItsCloneFromSayingSo() throws IOException {
        String yaml = dataVolume("copy", "{pvc: {namespace: default, name: bad}}")
                + dataVolume("bad", "{http: {url: http://host/bad}}")
                + dataVolume("good", "{http: {url: http://host/good}}")
                + dataVolume("refused", "{upload: {}}");

        List<Outcome> outcomes = apply(yaml, this::failBad, 1);

        assertThat(outcomes)
                .extracting(Outcome::message)
                .satisfiesExactly(
                        copy -> assertThat(copy).isEqualTo("The source pvc default/bad failed"),
                        bad -> assertThat(bad).isEqualTo("cut"),
                        good -> assertThat(good).isEmpty(),
                        refused -> assertThat(refused).startsWith("source upload needs a cluster"));
        assertThat(outcomes).extracting(Outcome::code).contains(ExitCode.TRANSIENT);
        assertThat(Outcome.worst(outcomes)).isEqualTo(ExitCode.PERMANENT);
    }

    @Test
    void aDefectFailsItsVolumeAlone() throws IOException {
        String yaml = dataVolume("bad", "{http: {url: http://host/bad}}")
                + dataVolume("copy", "{pvc: {namespace: default, name: bad}}")
                + dataVolume("blank", "{blank: {}}");

        List<Outcome> outcomes = apply(
                yaml,
                (request, progress) -> {
                    throw new StackOverflowError();
                },
                1);

        assertThat(outcomes).extracting(Outcome::phase).containsExactly("Failed", "Failed", "Succeeded");
        assertThat(outcomes.getFirst().message()).startsWith("internal error: java.lang.StackOverflowError");
    }

    @Test
    void aTextWithoutDataVolumesIsRefused() {
        assertThatThrownBy(() -> apply("---\n{kind: Datavolume}\n", this::writeText, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no DataVolume in it");
    }

    @Test
    void aMistakeInTheYamlIsToldWithoutQuotingIt() {
        assertThatThrownBy(() -> apply("kind: Secret\nstringData: {secretKey: [hunter2, }]}\n", this::writeText, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("not valid YAML: .*line 2, column 35: expected the node content.*")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void neverTouchesAVolumeThatItDidNotMake() throws IOException {
        Path disk = Files.createDirectories(folder.resolve("default/mine")).resolve("disk.img");
        Files.writeString(disk, "precious");

        List<Outcome> outcomes = apply(dataVolume("mine", "{http: {url: http://host/disk}}"), this::writeText, 1);

        assertThat(outcomes.getFirst().message()).startsWith("Destination PVC default/mine already exists");
        assertThat(disk).hasContent("precious");
    }

    @Test
    void anUnfinishedArchiveIsClearedBeforeTheNextTry() throws IOException {
        String yaml = dataVolume("site", "{http: {url: http://host/site.tar}}, contentType: archive");
        apply(yaml, this::unpackHalf, 1);

        List<Outcome> again = apply(yaml, this::unpackWhole, 1);

        assertThat(again.getFirst().phase()).isEqualTo("Succeeded");
        assertThat(folder.resolve("default/site")).isDirectoryNotContaining("glob:**half");
        assertThat(folder.resolve("default/site/whole")).exists();
    }

    @Test
    void interruptionEndsAllWork() {
        CountDownLatch started = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            try {
                started.await();
                main.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> apply(
                        dataVolume("endless", "{http: {url: http://host/disk}}"),
                        (request, progress) -> waitForInterruption(started),
                        1))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(phases).last().asString().isEqualTo("default/endless Failed");
    }

    private List<Outcome> apply(String yaml, JobRun.Transfer transfer, int parallel) throws IOException {
        JobRun.Settings settings = new JobRun.Settings(new VolumeFolders(folder), Optional.empty(), false, transfer);
        ApplyPlan plan = ApplyPlan.of(Manifests.read(new StringReader(yaml)), folder);
        return new ApplyRun(settings, new Recorder(phases), parallel).run(plan.steps());
    }

    private ImportResult writeText(ImportRequest request, Progress progress) throws IOException {
        byte[] disk = new byte[1 << 20];
        disk[5000] = 1;
        Files.write(request.target(), disk);
        return result(disk.length);
    }

    private ImportResult failBad(ImportRequest request, Progress progress) throws IOException {
        if (request.source() instanceof Source.Http http && http.uri().getPath().equals("/bad")) {
            throw new TransferException.Transient("cut");
        }
        return writeText(request, progress);
    }

    private ImportResult unpackHalf(ImportRequest request, Progress progress) throws IOException {
        Files.createDirectories(request.target().resolve("half/of/it"));
        throw new TransferException.Transient("cut");
    }

    private ImportResult unpackWhole(ImportRequest request, Progress progress) throws IOException {
        Files.writeString(request.target().resolve("whole"), "x");
        return result(0);
    }

    private static ImportResult waitForInterruption(CountDownLatch started) throws InterruptedIOException {
        started.countDown();
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts down");
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private static ImportResult result(long diskBytes) {
        return new ImportResult(DiskFormat.RAW, List.of(), diskBytes, 1, 1, 0, Optional.empty());
    }

    private static String dataVolume(String name, String source) {
        return "---\n{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, metadata: {name: " + name
                + "}, spec: {storage: {resources: {requests: {storage: 1Mi}}}, source: " + source + "}}\n";
    }

    private record Recorder(ConcurrentLinkedQueue<String> phases) implements PhaseDisplay {
        @Override
        public void phase(String title, String phase, String message) {
            phases.add(title + " " + phase);
        }

        @Override
        public void progress(List<Running> running) {}

        @Override
        public void close() {}
    }
}
