// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.ExitCodes;
import io.cdi.contract.Ports;
import io.cdi.contract.Verbosity;
import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.Interruption;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source.Tls;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import io.cdi.engine.transfer.Progress;
import io.cdi.importer.metrics.MetricsServer;
import io.cdi.scratch.NativeCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Does several imports in one process, for the training of the AOT cache: what one of them loads, all later
/// processes start with.
final class Training {

    private Training() {}

    /// @param args a folder; each folder in it is the root of a pod, its file `environment` has a variable
    ///     per line
    public static void main(String[] args) throws IOException {
        Verbosity.NORMAL.setSimpleLogger();
        NativeCalls.prepare();
        Interruption interruption = Interruption.of(Thread.currentThread(), CdiImporter.PATIENCE);
        MetricsServer.startLater(Ports.METRICS, System.getenv(), new Progress());
        scrapeMetrics();
        int worst = ExitCodes.DONE;
        for (Path root : roots(Path.of(args[0]))) {
            int code = new ImportRun(new PodFiles(root), environment(root), new Progress(), Clock.systemUTC()).run();
            worst = Math.max(worst, code);
        }
        interruption.finished();
        System.exit(worst);
    }

    private static List<Path> roots(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static Map<String, String> environment(Path root) throws IOException {
        return Files.readAllLines(root.resolve("environment")).stream()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static void scrapeMetrics() throws IOException {
        Tls anyCertificate = new Tls(List.of(), true);
        try (MetricsServer server = MetricsServer.start(0, "training", new Progress());
                HttpTransport transport = HttpTransport.open(
                        anyCertificate, Map.of(), RetryPolicy.DEFAULT.withPatience(Duration.ofSeconds(10)));
                Exchange exchange =
                        transport.send(Request.get(URI.create("https://127.0.0.1:" + server.port() + "/metrics")))) {
            System.err.println(Arrays.toString(exchange.body().readAllBytes()));
        }
    }
}
