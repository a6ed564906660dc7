// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.contract.FailurePhrases;
import io.cdi.contract.TerminationMessage;
import io.cdi.contract.pod.Outcome;
import io.cdi.engine.TransferException;
import io.cdi.engine.transfer.ImportResult;
import io.cdi.engine.transfer.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where uploads are admitted, one after the other, until one has succeeded. The only place that knows what
/// the server is doing.
public final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    /// What the server is doing.
    private sealed interface State {
        record Idle() implements State {}

        record Receiving(Upload upload) implements State {}

        /// The client has its answer, the rest goes on without it.
        record Finishing(Upload upload) implements State {}

        record Over(Optional<Upload> done, Outcome outcome) implements State {}
    }

    /// Whether an upload may begin.
    public sealed interface Admission {
        record Admitted(Upload upload) implements Admission {}

        /// Another one is under way, or this server ends without one.
        record Busy() implements Admission {}

        /// One has succeeded.
        record Done() implements Admission {}
    }

    private final Store store;
    private final Duration patience;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = new State.Idle();
    private Progress progress = new Progress();

    /// @param patience how long the next part of a resumable upload is waited for
    public Desk(Store store, Duration patience, InstantSource clock) {
        this.store = store;
        this.patience = patience;
        this.clock = clock;
    }

    /// Begins an upload, if none is under way or the one under way has lost its client: whoever comes then
    /// has given it up.
    ///
    /// Nobody sees an upload before its thread runs: whoever cancels it waits for its end.
    ///
    /// @param first what there is of it already
    public Admission open(UploadOrder order, Optional<Part> first) throws InterruptedException {
        Optional<Upload> lost = lostUpload();
        if (lost.isPresent()) {
            LOG.info("a new upload takes the place of one without a client");
            lost.get().cancel();
        }
        lock.lock();
        try {
            return switch (state) {
                case State.Idle() -> {
                    Upload upload = new Upload(order, patience, new Story());
                    if (first.isPresent()) {
                        boolean _ = upload.attach(first.get(), 0);
                    }
                    upload.start();
                    state = new State.Receiving(upload);
                    progress = upload.progress();
                    yield new Admission.Admitted(upload);
                }
                case State.Receiving(Upload _), State.Finishing(Upload _) -> new Admission.Busy();
                case State.Over(Optional<Upload> done, Outcome _) ->
                    done.isPresent() ? new Admission.Done() : new Admission.Busy();
            };
        } finally {
            lock.unlock();
        }
    }

    private Optional<Upload> lostUpload() {
        lock.lock();
        try {
            return state instanceof State.Receiving(Upload upload)
                            && upload.order().pace() == UploadOrder.Pace.RESUMABLE
                            && upload.isWaiting()
                    ? Optional.of(upload)
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// The resumable upload of that id, under way or done.
    public Optional<Upload> find(String id) {
        lock.lock();
        try {
            Optional<Upload> known = switch (state) {
                case State.Idle() -> Optional.empty();
                case State.Receiving(Upload upload) -> Optional.of(upload);
                case State.Finishing(Upload upload) -> Optional.of(upload);
                case State.Over(Optional<Upload> done, Outcome _) -> done;
            };
            return known.filter(upload -> upload.order().pace() == UploadOrder.Pace.RESUMABLE)
                    .filter(upload -> upload.id().equals(id));
        } finally {
            lock.unlock();
        }
    }

    /// How far the last upload is.
    public Progress progress() {
        lock.lock();
        try {
            return progress;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until an upload has succeeded or nothing more can: the deadline has passed and no upload is
    /// under way.
    public Outcome awaitEnd(Optional<Instant> deadline) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                if (state instanceof State.Over(Optional<Upload> _, Outcome outcome)) {
                    return outcome;
                }
                if (deadline.isEmpty()) {
                    changed.await();
                } else if (clock.instant().isBefore(deadline.get())) {
                    long _ = changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(
                            1 + clock.instant().until(deadline.get(), java.time.temporal.ChronoUnit.MILLIS)));
                } else if (state instanceof State.Idle) {
                    end(Optional.empty(), Outcome.done(TerminationMessage.deadlinePassedBy()));
                } else {
                    changed.await();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more, gives up what is under way and waits until nothing touches the volume.
    ///
    /// @return how it ended: an upload may have succeeded all the same
    public Outcome close() throws InterruptedException {
        Optional<Upload> underWay;
        lock.lock();
        try {
            underWay = switch (state) {
                case State.Receiving(Upload upload) -> Optional.of(upload);
                case State.Finishing(Upload upload) -> Optional.of(upload);
                case State.Idle(), State.Over(Optional<Upload> _, Outcome _) -> Optional.empty();
            };
            if (!(state instanceof State.Over)) {
                end(Optional.empty(), Outcome.TERMINATED);
            }
        } finally {
            lock.unlock();
        }
        if (underWay.isPresent()) {
            underWay.get().cancel();
        }
        return awaitEnd(Optional.empty());
    }

    private void end(Optional<Upload> done, Outcome outcome) {
        state = new State.Over(done, outcome);
        changed.signalAll();
    }

    /// What becomes of an upload, in its own thread.
    private final class Story implements Upload.Work {

        @Override
        public ImportResult store(UploadOrder order, Feed feed, Progress progress) throws IOException {
            return store.run(order, feed, progress);
        }

        @Override
        public void arrived(Upload upload) {
            lock.lock();
            try {
                if (state instanceof State.Receiving && upload.order().pace() == UploadOrder.Pace.ASYNC) {
                    state = new State.Finishing(upload);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void stored(Upload upload, ImportResult result) {
            LOG.info("uploaded: {}", result);
            lock.lock();
            try {
                end(Optional.of(upload), Outcome.done(TerminationMessage.uploaded(store.preallocates(upload.order()))));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void failed(Upload upload, Exception failure) {
            LOG.error("{}", FailureAnswer.text(failure));
            LOG.debug("the failure", failure);
            lock.lock();
            try {
                switch (state) {
                    case State.Over(Optional<Upload> _, Outcome _) -> {} // closed meanwhile
                    case State.Finishing(Upload _) ->
                        end(Optional.empty(), Outcome.failed(FailureAnswer.text(failure)));
                    case State.Idle(), State.Receiving(Upload _) -> receiveAgain(failure);
                }
            } finally {
                lock.unlock();
            }
        }

        private void receiveAgain(Exception failure) {
            if (failure instanceof TransferException.NeedsScratch && !store.hasScratch()) {
                LOG.info("{}", FailurePhrases.SCRATCH_MISSING);
                end(Optional.empty(), Outcome.done(TerminationMessage.needsScratch()));
            } else {
                state = new State.Idle();
                changed.signalAll();
            }
        }
    }
}
