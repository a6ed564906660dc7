// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.Verbosity;
import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.Interruption;
import io.cdi.scratch.NativeCalls;
import java.nio.file.Path;
import java.time.Duration;

/// The program `cdi-uploadserver`. Everything comes by environment and files; the arguments only set the
/// log's level.
public final class CdiUploadServer {

    /// After SIGTERM: less than a pod's usual 30 seconds of grace.
    static final Duration PATIENCE = Duration.ofSeconds(25);

    private CdiUploadServer() {}

    /// @param args `-v=LEVEL`; others are ignored, as those of a logging library
    public static void main(String[] args) {
        Verbosity.of(args).setSimpleLogger();
        Interruption interruption = Interruption.of(Thread.currentThread(), PATIENCE);
        PodFiles files = new PodFiles(Path.of("/"));
        int code =
                new UploadServer(files, System.getenv(), UploadServer.Patience.DEFAULT).run(_ -> NativeCalls.prepare());
        interruption.exit(code);
    }
}
