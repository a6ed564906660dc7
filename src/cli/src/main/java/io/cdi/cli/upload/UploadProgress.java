// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.cli.progress.Snapshot;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// How far an upload is: written by it, read by whoever shows it.
final class UploadProgress implements Supplier<Snapshot> {

    private enum Phase {
        CONNECTING,
        WAITING,
        TRANSFERRING,
        FINISHING
    }

    private record State(Phase phase, String detail) {}

    private final AtomicLong sentBytes = new AtomicLong();
    private volatile State state = new State(Phase.CONNECTING, "");
    private volatile long position;
    private volatile long total;

    /// @param bytes of the file
    void begins(long bytes) {
        total = bytes;
    }

    /// @param why what the cluster says
    void waits(String why) {
        state = new State(Phase.WAITING, why);
    }

    /// @param offset how many bytes the server has
    void at(long offset) {
        position = offset;
        state = new State(offset < total ? Phase.TRANSFERRING : Phase.FINISHING, "");
    }

    void sent(long offset, int count) {
        sentBytes.addAndGet(count);
        at(offset);
    }

    void finishes(String detail) {
        state = new State(Phase.FINISHING, detail);
    }

    /// Whether every byte has been sent; the server may not have got all of them.
    boolean isAllSent() {
        return position >= total;
    }

    /// Bytes that went over the wire, some of them more than once.
    long sentBytes() {
        return sentBytes.get();
    }

    @Override
    public Snapshot get() {
        State now = state;
        long bytes = position;
        long all = total;
        return new Snapshot(
                now.phase().name().toLowerCase(java.util.Locale.ROOT),
                now.detail(),
                now.phase() == Phase.TRANSFERRING,
                bytes,
                all == 0 ? OptionalLong.empty() : OptionalLong.of(all),
                bytes,
                OptionalDouble.of(all == 0 ? 0 : (double) bytes / all));
    }
}
