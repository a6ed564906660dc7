// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.format.DiskFormat;
import io.cdi.testkit.Command;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class QemuConversionIT {

    @TempDir
    private Path folder = Path.of("/");

    /// It waits for the writer of a pipe, for ever and without a word.
    @Test
    @Timeout(120)
    void endsASilentProgramWhenItIsInterrupted() throws Exception {
        Path pipe = folder.resolve("pipe");
        Command.run("mkfifo", pipe);
        FutureTask<Long> inspection =
                new FutureTask<>(() -> new QemuConversion(pipe, DiskFormat.RAW, "a pipe").virtualSize());
        Thread thread = Thread.ofPlatform().daemon().start(inspection);
        try {
            while (Command.running(pipe).isEmpty()) {
                Thread.sleep(5);
            }

            thread.interrupt();

            assertThatThrownBy(() -> inspection.get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(InterruptedIOException.class);
            assertThat(Command.running(pipe)).isEmpty();
        } finally {
            Command.running(pipe).forEach(ProcessHandle::destroyForcibly);
        }
    }
}
