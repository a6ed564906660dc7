// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.Ports;
import io.cdi.contract.Verbosity;
import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.Interruption;
import io.cdi.engine.transfer.Progress;
import io.cdi.importer.metrics.MetricsServer;
import io.cdi.scratch.NativeCalls;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// The program `cdi-importer`. Everything comes by environment and files; the arguments only set the log's
/// level.
public final class CdiImporter {

    /// After SIGTERM: less than a pod's usual 30 seconds of grace.
    static final Duration PATIENCE = Duration.ofSeconds(25);

    private CdiImporter() {}

    /// @param args `-v=LEVEL`; others are ignored, as those of a logging library
    public static void main(String[] args) {
        Verbosity.of(args).setSimpleLogger();
        NativeCalls.prepare();
        Interruption interruption = Interruption.of(Thread.currentThread(), PATIENCE);
        Progress progress = new Progress();
        MetricsServer.startLater(Ports.METRICS, System.getenv(), progress);
        PodFiles files = new PodFiles(Path.of("/"));
        int code = new ImportRun(files, System.getenv(), progress, Clock.systemUTC()).run();
        interruption.exit(code);
    }
}
