// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.apply.Apply;
import io.cdi.cli.apply.Outcome;
import io.cdi.cli.outcome.Failures;
import io.cdi.engine.TransferException;
import io.cdi.engine.transfer.Importer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

final class ApplyCommand implements Command {

    private final Session session;
    private final Arguments arguments = new Arguments("apply", this)
            .about(
                    "Makes the volumes that DataVolume manifests describe, on this machine, without a cluster.",
                    "",
                    "The file may hold several documents: DataVolumes (cdi.kubevirt.io/v1beta1 and v1alpha1) with the"
                            + " sources http, s3, gcs, registry, blank and pvc, and the Secrets and ConfigMaps that they"
                            + " name. A volume that is complete already is left alone, so the command may be run again"
                            + " at any time.")
            .examples(
                    "cdi apply -f datavolume.yaml --volumes /vm",
                    "kubectl get dv fedora -o yaml | cdi apply -f - --volumes /vm");
    private final Supplier<String> file =
            arguments.required("FILE", Converters::text, "The YAML, or - for standard input.", "-f", "--filename");
    private final Supplier<Path> volumes = arguments.required(
            "DIR",
            Path::of,
            "The folder that stands for the storage class: DIR/NAMESPACE/NAME/disk.img is the volume.",
            "--volumes");
    private final Supplier<Optional<Path>> scratch = arguments.option(
            "--scratch", "DIR", Path::of, "Folder for a temporary copy of an image that one pass cannot convert.");
    private final Supplier<Boolean> resume = arguments.flag(
            "--resume",
            "Keep unfinished content when an import is cut or killed, and go on from what an earlier one kept.");
    private final Supplier<Integer> parallel = arguments.option(
            "--parallel",
            "N",
            text -> Converters.count(text, Importer.MOST_AT_ONCE),
            1,
            "How many volumes are made at once, at most " + Importer.MOST_AT_ONCE
                    + ". Default: 1, which is the fastest for one link and one disk.");
    private final ProgressArguments progress = arguments.with(new ProgressArguments());

    ApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public CommandSpec spec() {
        return arguments.spec();
    }

    @Override
    public Integer call() throws IOException {
        Apply apply = new Apply(volumes.get(), scratch.get(), resume.get(), parallel.get());
        try (Reader yaml = reader()) {
            List<Outcome> outcomes = apply.run(yaml, session.environment(), progress.phases(session), this::warn);
            OutcomeTable table = new OutcomeTable(outcomes);
            session.out().print(progress.json() ? table.jsonLines() : table.text());
            return Outcome.worst(outcomes).code();
        } catch (IllegalArgumentException e) {
            throw new TransferException.Permanent("read " + file.get() + ": " + Failures.text(e), e);
        }
    }

    private Reader reader() throws IOException {
        return file.get().equals("-")
                ? new InputStreamReader(session.in(), StandardCharsets.UTF_8)
                : Files.newBufferedReader(Path.of(file.get()));
    }

    private void warn(String warning) {
        if (!progress.json()) {
            session.err().println("cdi: warning: " + warning);
        }
    }
}
