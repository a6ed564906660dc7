// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.ContentType;
import io.cdi.contract.ExitCodes;
import io.cdi.contract.FailurePhrases;
import io.cdi.contract.SourceType;
import io.cdi.contract.TerminationMessage;
import io.cdi.contract.pod.Outcome;
import io.cdi.contract.pod.PodFiles;
import io.cdi.contract.pod.TerminationLog;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.ImportResult;
import io.cdi.engine.transfer.Importer;
import io.cdi.engine.transfer.Progress;
import io.cdi.scratch.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of the importer's container, from its environment to its last words.
final class ImportRun {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);
    private static final Duration NODE_PULL_PATIENCE = Duration.ofSeconds(60);

    private final PodFiles files;
    private final Map<String, String> environment;
    private final Progress progress;
    private final Clock clock;

    ImportRun(PodFiles files, Map<String, String> environment, Progress progress, Clock clock) {
        this.files = files;
        this.environment = environment;
        this.progress = progress;
        this.clock = clock;
    }

    /// @return the exit code
    int run() {
        Outcome outcome;
        try {
            outcome = work();
        } catch (RuntimeException | Error e) {
            LOG.error("unexpected failure", e);
            outcome = Outcome.failed(FailurePhrases.CANNOT_PROCESS + ": unexpected failure of the importer: " + e);
        }
        return leave(outcome);
    }

    private int leave(Outcome outcome) {
        // An interrupted thread cannot write a file.
        boolean interrupted = Thread.interrupted();
        try {
            if (outcome.terminationText().isPresent()) {
                new TerminationLog(files.terminationLog())
                        .write(outcome.terminationText().get());
            }
            return outcome.exitCode();
        } catch (IOException e) {
            LOG.error("cannot write the termination message: {}", e.toString());
            return ExitCodes.FAILED;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Outcome work() {
        Settings settings;
        try {
            settings = Settings.parse(environment);
        } catch (IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            return Outcome.FAILED_WITHOUT_WORDS;
        }
        Optional<SourceType> type = SourceType.of(settings.from().type()).filter(known -> known != SourceType.GLANCE);
        if (type.isEmpty()) {
            return told(Outcome.failed("Unknown data source: " + settings.from().type()));
        }
        return type.get() == SourceType.BLANK ? blank(settings) : imported(settings, type.get());
    }

    private Outcome blank(Settings settings) {
        if (settings.from().content() == ContentType.ARCHIVE) {
            return told(Outcome.failed("Cannot create empty disk with content type archive"));
        }
        try {
            removeFormerDisk();
            boolean preallocated = settings.onto().preallocate();
            long bytes = BlankDisk.make(settings.onto(), files);
            LOG.info("made a blank disk: target={} bytes={} preallocated={}", files.disk(), bytes, preallocated);
            logSync();
            return files.isBlock() && !preallocated
                    ? Outcome.DONE_WITHOUT_WORDS
                    : Outcome.done(TerminationMessage.blank(preallocated));
        } catch (IOException e) {
            return told(Outcome.failed(FailurePhrases.CANNOT_CREATE_BLANK + ": " + e.getMessage()));
        }
    }

    private Outcome imported(Settings settings, SourceType type) {
        boolean archive = settings.from().content() == ContentType.ARCHIVE;
        if (archive && (type == SourceType.REGISTRY || type == SourceType.IMAGEIO)) {
            LOG.error("content type archive is not possible with a source of type {}", type.word());
            return Outcome.FAILED_WITHOUT_WORDS;
        }
        try {
            return transferred(settings, type);
        } catch (NodePullPeer.NotReady e) {
            return told(Outcome.failed(String.valueOf(e.getMessage())));
        } catch (IOException | IllegalArgumentException e) {
            Outcome outcome = outcome(type, archive ? Content.ARCHIVE : Content.DISK, e);
            if (e instanceof TransferException.NeedsScratch) {
                LOG.info("{}: {}", FailurePhrases.SCRATCH_MISSING, e.getMessage());
                return outcome;
            }
            LOG.debug("the failure", e);
            return told(outcome);
        }
    }

    private Outcome outcome(SourceType type, Content content, Exception failure) {
        return new Failures(type, content, progress.phase()).outcome(failure);
    }

    private Outcome transferred(Settings settings, SourceType type) throws IOException {
        NodePullPeer peer = new NodePullPeer(settings.handshake(), NODE_PULL_PATIENCE);
        String endpoint = peer.awaitEndpoint(settings.from().endpoint());
        Source source = new SourceOrder(settings.from(), endpoint, access(settings)).source(type);
        ImportOrder order = ImportOrder.of(settings, source, files, environment);
        LOG.info(
                "import: source={} endpoint={} target={}",
                type.word(),
                Endpoint.shown(endpoint),
                order.request().target());
        Importer importer = new Importer(order.environment());
        long capacityBytes = capacityBytes();
        Optional<RefusedImage> refused = RefusedImage.recall(files.temporary(), capacityBytes, clock.instant());
        if (refused.isPresent() && refused.get().isStillThere(importer, source)) {
            LOG.info(
                    "the source still has the image that was of no use: version={}",
                    refused.get().version());
            return told(Outcome.failed(refused.get().words()));
        }
        if (order.request().content() == Content.DISK) {
            removeFormerDisk();
        }
        ImportResult result;
        try {
            result = importer.run(order.request(), progress);
        } catch (IOException e) {
            Outcome outcome = outcome(type, order.request().content(), e);
            RefusedImage.remember(files.temporary(), capacityBytes, e, outcome, progress, importer, source);
            throw e;
        }
        LOG.info("imported: {}", result);
        logSync();
        Map<String, String> labels = labels(settings, peer, endpoint, result);
        peer.tellDone();
        boolean preallocated = settings.onto().preallocate() && order.request().content() == Content.DISK;
        return Outcome.done(TerminationMessage.imported(preallocated, labels));
    }

    private MountedAccess access(Settings settings) {
        return new MountedAccess(
                settings.from().access().certificates(), files.proxyCertificates(), files.extraHeaders());
    }

    /// What an earlier run of this container completed, before it could say so, would take the room of the
    /// new disk.
    private void removeFormerDisk() throws IOException {
        if (!files.isBlock()) {
            Files.deleteIfExists(files.diskImage());
        }
    }

    private static Map<String, String> labels(
            Settings settings, NodePullPeer peer, String endpoint, ImportResult result) {
        List<String> pairs = settings.handshake().nodePull()
                ? peer.imageEnvironment(endpoint)
                : result.container().map(image -> image.env()).orElse(List.of());
        return ImageLabels.of(pairs);
    }

    /// Of the whole volume, whatever is in it.
    private long capacityBytes() throws IOException {
        OptionalLong device = Volumes.deviceBytes(files.disk());
        return device.isPresent()
                ? device.getAsLong()
                : Files.getFileStore(files.data()).getTotalSpace();
    }

    /// Others look for this line.
    private void logSync() {
        LOG.debug("Successfully completed fsync({}) syscall", files.disk());
    }

    private static Outcome told(Outcome outcome) {
        LOG.error("{}", outcome.terminationText().orElse(""));
        return outcome;
    }
}
