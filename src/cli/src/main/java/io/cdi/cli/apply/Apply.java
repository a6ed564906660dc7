// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.engine.transfer.Importer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Manifests in, volumes out.
///
/// @param volumes the folder that is the storage class
/// @param scratch room for temporary copies of images that one pass cannot convert
/// @param resume whether unfinished content is kept and gone on with
/// @param parallel how many volumes are made at once, at most [Importer#MOST_AT_ONCE]
public record Apply(Path volumes, Optional<Path> scratch, boolean resume, int parallel) {

    /// @param warnings told about what was passed over
    /// @return how each DataVolume ended, in the order of the text
    /// @throws IllegalArgumentException when the text is not a set of manifests
    public List<Outcome> run(
            Reader yaml, Map<String, String> environment, PhaseDisplay display, Consumer<String> warnings)
            throws IOException {
        Path certificates = Files.createTempDirectory("cdi-certificates");
        try {
            ApplyPlan plan = ApplyPlan.of(Manifests.read(yaml), certificates);
            plan.warnings().forEach(warnings);
            for (var file : plan.certificates().entrySet()) {
                Files.writeString(file.getKey(), file.getValue());
            }
            Importer importer = new Importer(environment, parallel);
            JobRun.Settings settings = new JobRun.Settings(new VolumeFolders(volumes), scratch, resume, importer::run);
            return new ApplyRun(settings, display, parallel).run(plan.steps());
        } finally {
            FolderContent.remove(certificates);
            Files.delete(certificates);
        }
    }
}
