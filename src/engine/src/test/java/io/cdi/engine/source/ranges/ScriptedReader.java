// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.TransferException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A range reader in memory that misbehaves as its script says.
final class ScriptedReader implements RangeReader {

    /// What happens to one request.
    sealed interface Deed {
        /// All bytes come.
        record Serve() implements Deed {}

        /// The connection breaks after so many bytes.
        record CutAfter(int bytes) implements Deed {}

        /// Nothing comes until there is another request.
        record WaitForCompany() implements Deed {}

        /// No answer for now.
        record Refuse() implements Deed {}

        /// The content is another one now, all zeros, and honestly named.
        record ServeZeros(String version) implements Deed {}
    }

    /// A request as it came.
    record Asked(long offset, OptionalLong end, Optional<String> version) {}

    interface Script {
        /// @param number 1 for the first request
        /// @param open how many other answers are being read
        Deed next(int number, Asked asked, int open);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final byte[] content;
    private final Facts facts;
    private final Script script;
    private final List<Asked> asked = new ArrayList<>();
    private int open;

    ScriptedReader(byte[] content, Facts facts, Script script) {
        this.content = content;
        this.facts = facts;
        this.script = script;
    }

    static Facts allFacts(byte[] content) {
        return new Facts(OptionalLong.of(content.length), true, Optional.of("v1"));
    }

    @Override
    public String description() {
        return "memory";
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// How many answers stay open. A thread that was just asking when its stream was closed closes its answer a
    /// moment later.
    synchronized int leftOpen() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (open > 0 && System.nanoTime() < deadline) {
            wait(100);
        }
        return open;
    }

    @Override
    public synchronized Answer read(long offset, OptionalLong end, Optional<String> version) throws TransferException {
        Asked one = new Asked(offset, end, version);
        asked.add(one);
        notifyAll();
        return switch (script.next(asked.size(), one, open)) {
            case Deed.Refuse() -> throw new TransferException.Transient("memory: refused");
            case Deed.Serve() -> answer(facts, content, offset, end, Integer.MAX_VALUE);
            case Deed.WaitForCompany() -> {
                Answer answer = answer(facts, content, offset, end, Integer.MAX_VALUE);
                ((Body) answer.body()).companyNeeded = asked.size() + 1;
                yield answer;
            }
            case Deed.CutAfter(int bytes) -> answer(facts, content, offset, end, bytes);
            case Deed.ServeZeros(String name) ->
                answer(
                        new Facts(facts.length(), true, Optional.of(name)),
                        new byte[content.length],
                        offset,
                        end,
                        Integer.MAX_VALUE);
        };
    }

    private Answer answer(Facts named, byte[] bytes, long offset, OptionalLong end, int most) {
        open++;
        int to = (int) Math.min(bytes.length, end.orElse(bytes.length));
        return new Answer(named, new Body(new ByteArrayInputStream(bytes, (int) offset, (int) (to - offset)), most));
    }

    @Override
    public void close() {}

    private final class Body extends FilterInputStream {
        private int left;
        private int companyNeeded;
        private boolean closed;

        Body(InputStream bytes, int left) {
            super(bytes);
            this.left = left;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            awaitCompany();
            if (left <= 0) {
                throw new TransferException.Transient("memory: cut");
            }
            int count = super.read(into, offset, Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        private void awaitCompany() throws IOException {
            synchronized (ScriptedReader.this) {
                while (asked.size() < companyNeeded) {
                    try {
                        ScriptedReader.this.wait();
                    } catch (InterruptedException e) {
                        throw new InterruptedIOException();
                    }
                }
            }
        }

        @Override
        public void close() {
            synchronized (ScriptedReader.this) {
                open -= closed ? 0 : 1;
                closed = true;
                ScriptedReader.this.notifyAll();
            }
        }
    }
}
