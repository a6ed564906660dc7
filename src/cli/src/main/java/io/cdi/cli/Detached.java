// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.ProgressArguments.Work;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work that leaves nothing to clean up, so that a signal need not wait for it.
final class Detached {

    private Detached() {}

    /// Does the work in a thread that ends with the program, and returns at once when this one is interrupted.
    static <T> T run(Work<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread.ofPlatform().daemon().name("work").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static IOException failure(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException expected -> expected;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            case null, default -> new IOException(failure);
        };
    }
}
