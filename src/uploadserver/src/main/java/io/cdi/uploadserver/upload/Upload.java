// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.engine.transfer.ImportResult;
import io.cdi.engine.transfer.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One upload, from its first byte to the volume.
public final class Upload {

    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    private final String id = UUID.randomUUID().toString();
    private final UploadOrder order;
    private final Feed feed;
    private final Progress progress = new Progress(this::entered);
    private final CompletableFuture<Void> arrived = new CompletableFuture<>();
    private final CompletableFuture<ImportResult> stored = new CompletableFuture<>();
    private final Thread thread;

    /// What the thread does: the transfer, and then what the rest of the server makes of its end.
    interface Work {
        ImportResult store(UploadOrder order, Feed feed, Progress progress) throws IOException;

        void arrived(Upload upload);

        void stored(Upload upload, ImportResult result);

        void failed(Upload upload, Exception failure);
    }

    private final Work work;

    Upload(UploadOrder order, Duration patience, Work work) {
        this.order = order;
        this.work = work;
        boolean hasParts = order.pace() == UploadOrder.Pace.RESUMABLE;
        feed = new Feed(order.length(), hasParts ? Optional.of(patience) : Optional.empty());
        thread = Thread.ofPlatform().name("upload").unstarted(this::run);
    }

    public String id() {
        return id;
    }

    public UploadOrder order() {
        return order;
    }

    /// The length of the whole upload; for one of unknown length, the largest number.
    public long lengthBytes() {
        return order.length().orElse(Long.MAX_VALUE);
    }

    Progress progress() {
        return progress;
    }

    /// How many bytes have come.
    public long offset() {
        return feed.offset();
    }

    /// Whether all of a resumable upload has come.
    public boolean isComplete() {
        return offset() >= lengthBytes();
    }

    /// Whether no client brings anything.
    boolean isWaiting() {
        return feed.isWaiting();
    }

    /// Goes on with the bytes of a request.
    ///
    /// @param at where they belong
    /// @return whether they are taken: they must begin where the last ones ended
    public boolean attach(Part part, long at) throws InterruptedException {
        return feed.attach(part, at);
    }

    /// Begins to store, and waits for the first part.
    void start() {
        thread.start();
    }

    private void run() {
        try {
            ImportResult result = work.store(order, feed, progress);
            work.stored(this, result);
            stored.complete(result);
            arrived.complete(null);
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (Error e) {
            LOG.error("unexpected failure", e);
            fail(new IOException("unexpected failure of the upload server: " + e, e));
        } finally {
            feed.end();
        }
    }

    private void fail(Exception failure) {
        work.failed(this, failure);
        stored.completeExceptionally(failure);
        arrived.completeExceptionally(failure);
    }

    private void entered(Progress.Phase phase) {
        if (phase == Progress.Phase.CONVERTING || phase == Progress.Phase.FINISHING) {
            work.arrived(this);
            arrived.complete(null);
        }
    }

    /// Completes when all has arrived and is known to be good, or with the failure.
    public CompletableFuture<Void> arrival() {
        return arrived;
    }

    /// Completes when all is durable, or with the failure.
    public CompletableFuture<ImportResult> storage() {
        return stored;
    }

    /// Whether all is durable, without waiting for it.
    public boolean hasSucceeded() {
        return stored.state() == Future.State.SUCCESS;
    }

    /// Gives the upload up and waits until nothing of it touches the volume.
    public void cancel() throws InterruptedException {
        feed.cut();
        thread.interrupt();
        thread.join();
    }

    /// The failure that a future of this upload ended with; empty after a success.
    public static Optional<Throwable> await(CompletableFuture<?> future) {
        try {
            future.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        }
    }
}
