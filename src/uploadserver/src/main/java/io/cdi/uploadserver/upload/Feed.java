// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.engine.ByteStream;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bytes of one upload, as the engine reads them; they come in one part or in several.
final class Feed extends ByteStream {

    private final OptionalLong length;
    private final Optional<Duration> patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Part part;
    private boolean isReading;
    private boolean isClosed;
    private boolean isEnded;
    private long offset;

    /// @param length of the whole upload, when it is known
    /// @param patience how long the next part is waited for; empty when one part is all there is
    Feed(OptionalLong length, Optional<Duration> patience) {
        this.length = length;
        this.patience = patience;
    }

    /// How many bytes have come.
    long offset() {
        lock.lock();
        try {
            return offset;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a part is missing.
    boolean isWaiting() {
        lock.lock();
        try {
            return part == null && !isClosed && !isComplete();
        } finally {
            lock.unlock();
        }
    }

    /// Goes on with this part, when it begins where the last one ended. One that is still there is cut: its
    /// client has lost it and come back.
    ///
    /// @return whether it is taken
    boolean attach(Part next, long at) throws InterruptedException {
        lock.lock();
        try {
            // Another client may come back as well while this one waits.
            while (isReading || part != null) {
                if (part != null) {
                    part.cut();
                    part = null;
                } else {
                    changed.await();
                }
            }
            if (isClosed || at != offset) {
                return false;
            }
            part = next;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (true) {
            Part current = await();
            if (current == null) {
                return -1;
            }
            int read = 0;
            IOException failure = null;
            try {
                read = readFrom(current, into);
            } catch (IOException e) {
                failure = e;
            } finally {
                account(current, read, failure);
            }
            if (read > 0) {
                return read;
            }
            if (patience.isEmpty()) {
                throwCut(failure);
                return -1;
            }
        }
    }

    /// @return null at the end of the upload
    private @Nullable Part await() throws IOException {
        lock.lock();
        try {
            long left = patience.orElse(Duration.ZERO).toNanos();
            while (part == null && !isComplete()) {
                if (isClosed) {
                    throw new InterruptedIOException("the upload was given up");
                }
                if (left <= 0) {
                    throw new TransferException.Transient("receive the upload: nothing came behind byte " + offset
                            + " for " + patience.orElse(Duration.ZERO).toSeconds() + " s; upload again");
                }
                left = changed.awaitNanos(left);
            }
            isReading = part != null;
            return part;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the upload was interrupted");
        } finally {
            lock.unlock();
        }
    }

    /// Never more than belongs to the upload.
    private int readFrom(Part current, ByteBuffer into) throws IOException {
        int limit = into.limit();
        long most = patience.isPresent() ? length.orElse(Long.MAX_VALUE) - offset : Long.MAX_VALUE;
        into.limit((int) Math.min(limit, into.position() + Math.min(most, into.remaining())));
        try {
            return current.read(into);
        } finally {
            into.limit(limit);
        }
    }

    private void account(Part current, int read, @Nullable IOException failure) {
        lock.lock();
        try {
            isReading = false;
            offset += Math.max(0, read);
            isEnded |= read < 0 && patience.isEmpty();
            if (read <= 0 || failure != null || isComplete()) {
                if (part == current) {
                    part = null;
                }
                current.finish();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// At the end of an upload in one part.
    private void throwCut(@Nullable IOException failure) throws TransferException {
        if (failure instanceof TransferException ours) {
            throw ours;
        }
        if (failure != null) {
            throw new TransferException.Transient(
                    "receive the upload: it broke off behind byte " + offset() + ": " + failure.getMessage()
                            + "; upload again",
                    failure);
        }
    }

    private boolean isComplete() {
        return isEnded || (patience.isPresent() && offset >= length.orElse(Long.MAX_VALUE));
    }

    /// Nobody reads any more. Who brings a part learns that from [#end], when it is known why.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The upload is over, and its result known.
    void end() {
        close();
        lock.lock();
        try {
            if (part != null) {
                part.finish();
                part = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the upload under its reader.
    void cut() {
        close();
        lock.lock();
        try {
            if (part != null) {
                part.cut();
                part = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
