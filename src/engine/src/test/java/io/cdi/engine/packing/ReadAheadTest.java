// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {

    @Test
    void closesInTheMiddleOfAReadWithoutInterruptingIt() throws Exception {
        Below below = new Below(0);
        ReadAhead ahead = ReadAhead.start("test", below);
        below.reading.await();

        ahead.close();
        assertThat(below.closed.await(100, TimeUnit.MILLISECONDS)).isFalse();
        below.goOn.countDown();
        below.closed.await();

        assertThat(below.wasInterrupted).isFalse();
    }

    @Test
    void closesWhileAllBuffersAreFull() throws Exception {
        Below below = new Below(1 << 30);
        ReadAhead ahead = ReadAhead.start("test", below);
        assertThat(ahead.read()).isEqualTo(7);
        waitUntilNoBufferIsFree(below);

        ahead.close();

        below.closed.await();
    }

    /// The thread has stopped reading for want of a buffer when nothing has been read for a while.
    private static void waitUntilNoBufferIsFree(Below below) throws InterruptedException {
        long before;
        do {
            before = below.read.get();
            Thread.sleep(50);
        } while (before != below.read.get());
    }

    /// Gives some bytes, then blocks in a read until it may go on to its end.
    private static final class Below extends InputStream {
        final CountDownLatch reading = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicBoolean wasInterrupted = new AtomicBoolean();
        final AtomicLong read = new AtomicLong();
        private final long bytes;

        Below(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("by the byte");
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            if (read.get() < bytes) {
                Arrays.fill(into, offset, offset + count, (byte) 7);
                read.addAndGet(count);
                return count;
            }
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                wasInterrupted.set(true);
            }
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
