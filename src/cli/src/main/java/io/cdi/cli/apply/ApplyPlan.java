// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdi.cli.apply.Job.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What [ApplyRun] will do, decided without touching anything.
///
/// @param steps one per DataVolume, in the order of the file
/// @param certificates contents of the files that sources name as certificate authorities
/// @param warnings for the user; nothing is refused because of them
record ApplyPlan(List<Step> steps, Map<Path, String> certificates, List<String> warnings) {

    /// What is done for one DataVolume.
    sealed interface Step {

        /// The DataVolume for people: `namespace/name`, or what there is of it.
        String title();

        /// @param after the volume of the same file that must be complete before, if any
        record Run(Job job, Optional<VolumeName> after) implements Step {
            @Override
            public String title() {
                return job.volume().toString();
            }
        }

        record Refused(String title, String reason) implements Step {}
    }

    ApplyPlan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    static ApplyPlan of(Manifests manifests, Path certificateFolder) {
        List<String> warnings = new ArrayList<>(manifests.warnings());
        Certificates certificates = new Certificates(certificateFolder);
        List<Step> steps = new ArrayList<>();
        Set<VolumeName> taken = new HashSet<>();
        for (JsonNode dataVolume : manifests.dataVolumes()) {
            steps.add(step(dataVolume, manifests, certificates, taken, warnings));
        }
        return new ApplyPlan(ordered(steps), certificates.files(), warnings);
    }

    private static Step step(
            JsonNode dataVolume,
            Manifests manifests,
            Certificates certificates,
            Set<VolumeName> taken,
            List<String> warnings) {
        String title = dataVolume.at("/metadata/namespace").asText("default") + "/"
                + dataVolume.at("/metadata/name").asText("(no name)");
        try {
            Consumer<String> warn = warning -> warnings.add(title + ": " + warning);
            Fields fields = new Fields("DataVolume", dataVolume);
            fields.tellUnknown(warn, "apiVersion", "kind", "metadata", "spec", "status");
            VolumeName name = Manifests.nameOf(fields);
            if (!taken.add(name)) {
                throw new IllegalArgumentException("the file has this DataVolume twice");
            }
            Job job = DataVolumeJob.of(name, dataVolume.path("spec"), manifests, certificates, warn);
            return new Step.Run(job, Optional.empty());
        } catch (IllegalArgumentException e) {
            return new Step.Refused(title, String.valueOf(e.getMessage()));
        }
    }

    /// Makes clones wait for their source when that is in the file, and refuses those that wait for each other.
    private static List<Step> ordered(List<Step> steps) {
        Map<VolumeName, VolumeName> sources = new LinkedHashMap<>();
        Set<VolumeName> made = new HashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Run run) {
                made.add(run.job().volume());
                if (run.job().work() instanceof Work.Clone(VolumeName from)) {
                    sources.put(run.job().volume(), from);
                }
            }
        }
        return steps.stream()
                .map(step -> switch (step) {
                    case Step.Run run -> ordered(run.job(), sources, made);
                    case Step.Refused refused -> refused;
                })
                .toList();
    }

    private static Step ordered(Job job, Map<VolumeName, VolumeName> sources, Set<VolumeName> made) {
        Optional<VolumeName> source = Optional.ofNullable(sources.get(job.volume()));
        return inCycle(job.volume(), sources)
                ? new Step.Refused(job.volume().toString(), "is a clone of itself by way of " + source.orElseThrow())
                : new Step.Run(job, source.filter(made::contains));
    }

    private static boolean inCycle(VolumeName start, Map<VolumeName, VolumeName> sources) {
        VolumeName at = sources.get(start);
        for (int hops = 0; at != null && hops <= sources.size(); hops++) {
            if (at.equals(start)) {
                return true;
            }
            at = sources.get(at);
        }
        return false;
    }
}
