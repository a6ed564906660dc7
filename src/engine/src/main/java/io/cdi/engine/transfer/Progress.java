// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// How far a transfer is: written by the transfer, read by whoever shows it, from any thread, at any time.
public final class Progress {

    /// What the transfer is doing.
    public enum Phase {
        CONNECTING,
        /// Reading the source and, in one pass, writing the target.
        TRANSFERRING,
        /// Turning a scratch copy into RAW.
        CONVERTING,
        /// Sizing, zeroing the rest, making it durable.
        FINISHING,
        DONE
    }

    private final Consumer<Phase> listener;
    private final AtomicLong sourceBytes = new AtomicLong();
    private final AtomicLong writtenBytes = new AtomicLong();
    private volatile Phase phase = Phase.CONNECTING;
    private volatile long sourceLength = -1;
    private volatile Optional<String> sourceVersion = Optional.empty();
    private volatile double converted;

    /// For somebody who looks now and then.
    public Progress() {
        this(_ -> {});
    }

    /// @param listener is told of each phase as it begins, in the transfer's own thread
    public Progress(Consumer<Phase> listener) {
        this.listener = listener;
    }

    public Phase phase() {
        return phase;
    }

    /// Bytes of the source that are behind us, as transferred (packed).
    public long sourceBytes() {
        return sourceBytes.get();
    }

    /// The length of the source, when known.
    public OptionalLong sourceLength() {
        return sourceLength < 0 ? OptionalLong.empty() : OptionalLong.of(sourceLength);
    }

    /// Names the content that is read, see [io.cdi.engine.source.Origin#version]; empty before it is known.
    public Optional<String> sourceVersion() {
        return sourceVersion;
    }

    /// Data bytes given to the target; holes do not count.
    public long writtenBytes() {
        return writtenBytes.get();
    }

    /// How much of the whole is done, 0 to 1; empty while nobody can know. Never falls within one phase.
    public java.util.OptionalDouble fraction() {
        return switch (phase) {
            case CONNECTING -> java.util.OptionalDouble.of(0);
            case TRANSFERRING ->
                sourceLength > 0
                        ? java.util.OptionalDouble.of(Math.min(1.0, (double) sourceBytes.get() / sourceLength))
                        : java.util.OptionalDouble.empty();
            case CONVERTING -> java.util.OptionalDouble.of(converted);
            case FINISHING, DONE -> java.util.OptionalDouble.of(1);
        };
    }

    void enter(Phase next) {
        phase = next;
        listener.accept(next);
    }

    void sourceLength(OptionalLong length) {
        sourceLength = length.orElse(-1);
    }

    void sourceVersion(String version) {
        sourceVersion = Optional.of(version);
    }

    void sourceAt(long bytes) {
        sourceBytes.set(bytes);
    }

    void wrote(long bytes) {
        writtenBytes.addAndGet(bytes);
    }

    void converted(double fraction) {
        converted = fraction;
    }
}
