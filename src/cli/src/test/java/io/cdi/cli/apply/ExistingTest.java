// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExistingTest {

    private static final Job JOB =
            new Job(new VolumeName("a", "b"), new Job.Work.Blank(), OptionalLong.of(1 << 20), false, "hash");

    @Test
    void makesWhatIsNotThere() {
        assertThat(decide(Optional.empty(), false)).isInstanceOf(Existing.Make.class);
        assertThat(decide(Optional.of(new VolumeStatus("hash", "Succeeded")), false))
                .isInstanceOf(Existing.Make.class);
    }

    @Test
    void makesAnewWhatAnUnfinishedRunLeft() {
        assertThat(decide(Optional.of(new VolumeStatus("other", "ImportInProgress")), true))
                .isInstanceOf(Existing.Make.class);
    }

    @Test
    void leavesACompleteVolumeOfTheSameSpecAlone() {
        assertThat(decide(Optional.of(new VolumeStatus("hash", "Succeeded")), true))
                .isInstanceOf(Existing.Unchanged.class);
    }

    @Test
    void neverTouchesACompleteVolumeOfAnotherSpecOrOfSomebodyElse() {
        assertThat(decide(Optional.of(new VolumeStatus("other", "Succeeded")), true))
                .isInstanceOfSatisfying(
                        Existing.Refuse.class,
                        refuse -> assertThat(refuse.reason()).startsWith("Cannot update DataVolume Spec"));
        assertThat(decide(Optional.empty(), true))
                .isInstanceOfSatisfying(
                        Existing.Refuse.class,
                        refuse -> assertThat(refuse.reason()).startsWith("Destination PVC a/b already exists"));
    }

    private static Existing decide(Optional<VolumeStatus> status, boolean hasContent) {
        return Existing.decide(JOB, status, hasContent, Path.of("/v/a/b"));
    }
}
