// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.ExitCodes;
import io.cdi.contract.ProgressSample;
import io.cdi.contract.pod.Outcome;
import io.cdi.contract.pod.PodFiles;
import io.cdi.contract.pod.TerminationLog;
import io.cdi.uploadserver.http.HttpListener;
import io.cdi.uploadserver.http.Limits;
import io.cdi.uploadserver.http.ServerTls;
import io.cdi.uploadserver.upload.Desk;
import io.cdi.uploadserver.upload.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of the upload pod's container, from its environment to its last words.
final class UploadServer {

    private static final Logger LOG = LoggerFactory.getLogger(UploadServer.class);

    /// How long is waited for what.
    ///
    /// @param nextPart of a resumable upload, after its connection was cut
    /// @param lastAnswers to requests that came while the upload succeeded
    record Patience(Limits clients, Duration nextPart, Duration lastAnswers) {
        static final Patience DEFAULT = new Patience(Limits.DEFAULT, Duration.ofMinutes(15), Duration.ofSeconds(20));
    }

    private final PodFiles files;
    private final Map<String, String> environment;
    private final Patience patience;

    UploadServer(PodFiles files, Map<String, String> environment, Patience patience) {
        this.files = files;
        this.environment = environment;
        this.patience = patience;
    }

    /// Serves until an upload has succeeded, the deadline has passed, or the thread is interrupted.
    ///
    /// @param ready is told the port as soon as requests are answered
    /// @return the exit code
    int run(IntConsumer ready) {
        try {
            Settings settings = Settings.parse(environment);
            Path disk = settings.destination()
                    .map(place -> files.at(place.toString()))
                    .orElse(files.disk());
            Desk desk =
                    new Desk(new Store(files, disk, settings.volume()), patience.nextPart(), InstantSource.system());
            return serve(settings, desk, ready);
        } catch (IllegalArgumentException | IOException e) {
            LOG.error("{}", e.getMessage());
            return ExitCodes.FAILED;
        }
    }

    private int serve(Settings settings, Desk desk, IntConsumer ready) throws IOException {
        Reception reception = new Reception(
                settings.clientName(),
                new PlainUploads(desk),
                new ResumableUploads(desk, settings.resumableContent()),
                () -> new ProgressSample(
                        ProgressSample.Kind.UPLOAD,
                        settings.ownerUid(),
                        desk.progress().fraction().orElse(0)));
        try (HttpListener listener =
                HttpListener.open(settings.address(), tls(settings.tls()), reception, patience.clients())) {
            LOG.info("ready: port={}", listener.port());
            ready.accept(listener.port());
            try {
                Outcome outcome = desk.awaitEnd(settings.deadline());
                drain(listener);
                return leave(outcome);
            } catch (InterruptedException e) {
                LOG.info("ended by a signal");
                return leave(desk.close());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCodes.TERMINATED;
        }
    }

    /// What the upload came to stands, also when a signal cuts the last answers short.
    private void drain(HttpListener listener) throws IOException {
        try {
            listener.drain(patience.lastAnswers());
        } catch (InterruptedException e) {
            LOG.info("a signal cut the last answers short");
        }
    }

    private ServerTls tls(Settings.Tls tls) throws IOException {
        try {
            return ServerTls.of(
                    files.at(tls.key().toString()),
                    files.at(tls.certificate().toString()),
                    tls.clientAuthorities().map(file -> files.at(file.toString())),
                    tls.profile());
        } catch (IOException e) {
            throw new IOException("invalid TLS config: " + e.getMessage(), e);
        }
    }

    private int leave(Outcome outcome) throws IOException {
        if (outcome.terminationText().isPresent()) {
            new TerminationLog(files.terminationLog())
                    .write(outcome.terminationText().get());
        }
        return outcome.exitCode();
    }
}
