// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.apply.Apply;
import io.cdi.cli.apply.Outcome;
import io.cdi.cli.outcome.Failures;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        sortOptions = false,
        description = {
            "Makes the volumes that DataVolume manifests describe, on this machine, without a cluster.",
            "",
            "The file may hold several documents: DataVolumes (cdi.kubevirt.io/v1beta1 and v1alpha1) with the sources http,"
                    + " s3, gcs, registry, blank and pvc, and the Secrets and ConfigMaps that they name. A volume that"
                    + " is complete already is left alone, so the command may be run again at any time."
        },
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  cdi apply -f datavolume.yaml --volumes /vm",
            "  kubectl get dv fedora -o yaml | cdi apply -f - --volumes /vm"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before the command runs
final class ApplyCommand implements Callable<Integer> {

    private final Session session;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "The YAML, or - for standard input.")
    private String file;

    @Option(
            names = "--volumes",
            required = true,
            paramLabel = "DIR",
            description = "The folder that stands for the storage class: DIR/NAMESPACE/NAME/disk.img is the volume.")
    private Path volumes;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Folder for a temporary copy of an image that one pass cannot convert.")
    private Optional<Path> scratch;

    @Option(
            names = "--resume",
            description =
                    "Keep unfinished content when an import is cut or killed, and go on from what an earlier one kept.")
    private boolean resume;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            converter = Converters.OfCount.class,
            description =
                    "How many volumes are made at once. Default: 1, which is the fastest for one link and one disk.")
    private Integer parallel = 1;

    @Mixin
    private ProgressArguments progress;

    ApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Apply apply = new Apply(volumes, scratch, resume, parallel);
        try (Reader yaml = reader()) {
            List<Outcome> outcomes = apply.run(yaml, session.environment(), progress.phases(session), this::warn);
            OutcomeTable table = new OutcomeTable(outcomes);
            session.out().print(progress.json() ? table.jsonLines() : table.text());
            return Outcome.worst(outcomes).code();
        } catch (IllegalArgumentException e) {
            throw new TransferException.Permanent("read " + file + ": " + Failures.text(e), e);
        }
    }

    private Reader reader() throws IOException {
        return file.equals("-")
                ? new InputStreamReader(session.in(), StandardCharsets.UTF_8)
                : Files.newBufferedReader(Path.of(file));
    }

    private void warn(String warning) {
        if (!progress.json()) {
            session.err().println("cdi: warning: " + warning);
        }
    }
}
