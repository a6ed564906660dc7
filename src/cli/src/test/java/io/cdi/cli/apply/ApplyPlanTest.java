// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.cli.apply.ApplyPlan.Step;
import java.io.IOException;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A case is a folder in the resources with `in.yaml` and `out.txt`.
class ApplyPlanTest {

    @TestFactory
    List<DynamicTest> cases() throws IOException, URISyntaxException {
        Path folder = Path.of(
                requireNonNull(ApplyPlanTest.class.getResource("ApplyPlanTest")).toURI());
        try (Stream<Path> cases = Files.list(folder)) {
            return cases.sorted()
                    .map(one -> DynamicTest.dynamicTest(
                            String.valueOf(one.getFileName()),
                            () -> assertThat(plan(Files.readString(one.resolve("in.yaml"))))
                                    .isEqualTo(Files.readString(one.resolve("out.txt")))))
                    .toList();
        }
    }

    @Test
    void refusesWhatIsNoYamlWithTheLine() {
        assertThatThrownBy(() -> plan("kind: DataVolume\n\tspec: {"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not valid YAML")
                .hasMessageContaining("line 2");
    }

    @Test
    void refusesADataVolumeOfAnotherApi() {
        assertThatThrownBy(() -> plan("{apiVersion: v1, kind: DataVolume, metadata: {name: a}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cdi.kubevirt.io/v1beta1");
    }

    @Test
    void theHashStandsForTheSpecNotForItsLayout() throws IOException {
        String head = "{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, metadata: {name: a}, spec: ";
        String storage = "storage: {resources: {requests: {storage: 1Gi}}}";

        assertThat(hash(head + "{source: {blank: {}}, " + storage + "}}"))
                .isEqualTo(hash(head + "{ " + storage + ",\n source: {blank: {}}}}"))
                .isNotEqualTo(hash(head + "{source: {blank: {}}, preallocation: true, " + storage + "}}"));
    }

    private static String hash(String yaml) throws IOException {
        ApplyPlan plan = ApplyPlan.of(Manifests.read(new StringReader(yaml)), Path.of("/certificates"));
        return ((Step.Run) plan.steps().getFirst()).job().specHash();
    }

    private static String plan(String yaml) throws IOException {
        ApplyPlan plan = ApplyPlan.of(Manifests.read(new StringReader(yaml)), Path.of("/certificates"));
        List<String> lines = new ArrayList<>();
        for (Step step : plan.steps()) {
            lines.add(
                    switch (step) {
                        case Step.Refused refused -> "refused " + refused.title() + ": " + refused.reason();
                        case Step.Run run -> run.title() + line(run);
                    });
        }
        plan.certificates().forEach((file, pem) -> lines.add("certificate " + file + ": " + pem.strip()));
        plan.warnings().forEach(warning -> lines.add("warning " + warning));
        return String.join("\n", lines) + "\n";
    }

    private static String line(Step.Run run) {
        Job job = run.job();
        return " size " + (job.size().isPresent() ? job.size().getAsLong() : "of the source")
                + (job.preallocate() ? " preallocated" : "")
                + run.after().map(volume -> " after " + volume).orElse("")
                + "\n  " + job.work();
    }
}
