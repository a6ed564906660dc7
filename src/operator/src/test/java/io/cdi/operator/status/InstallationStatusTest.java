// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.Condition;
import io.cdi.api.install.CDIStatus;
import io.cdi.operator.certificates.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InstallationStatusTest {

    private static final List<String> READY = List.of();
    private static final List<String> UNREADY = List.of("Deployment ns/cdi-apiserver");

    private final MovedClock clock = new MovedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstallationStatus status = new InstallationStatus("v1", clock);

    @Test
    void beginsWithADeployment() {
        CDIStatus begun = status.next(null, UNREADY, List.of());

        assertThat(begun.phase()).isEqualTo("Deploying");
        assertThat(begun.targetVersion()).isEqualTo("v1");
        assertThat(begun.observedVersion()).isNull();
        assertThat(text(begun)).isEqualTo("Available=False Progressing=True(DeployStarted) Degraded=False");
    }

    @Test
    void isAvailableWhenAllPodsAreReady() {
        CDIStatus done = status.next(status.next(null, UNREADY, List.of()), READY, List.of());

        assertThat(done.phase()).isEqualTo("Deployed");
        assertThat(done.observedVersion()).isEqualTo("v1");
        assertThat(text(done)).isEqualTo("Available=True(DeployCompleted) Progressing=False Degraded=False");
    }

    @Test
    void isDegradedWhileAPodIsNotReady() {
        CDIStatus done = status.next(null, READY, List.of());

        CDIStatus degraded = status.next(done, UNREADY, List.of());
        assertThat(degraded.phase()).isEqualTo("Deployed");
        assertThat(text(degraded)).isEqualTo("Available=True(DeployCompleted) Progressing=False Degraded=True");
        assertThat(Objects.requireNonNull(degraded.conditions()).getLast().message())
                .isEqualTo("waiting for pods of Deployment ns/cdi-apiserver");
        assertThat(text(status.next(degraded, READY, List.of()))).isEqualTo(text(done));
    }

    @Test
    void upgradesWhatAnOlderVersionHasDeployed() {
        CDIStatus old = new InstallationStatus("v0.9", clock).next(null, READY, List.of());

        CDIStatus upgrading = new InstallationStatus("v1.0.0", clock).next(old, UNREADY, List.of());

        assertThat(upgrading.phase()).isEqualTo("Upgrading");
        assertThat(upgrading.observedVersion()).isEqualTo("v0.9");
        assertThat(text(upgrading)).isEqualTo("Available=True Progressing=True Degraded=True(UpgradeStarted)");
        assertThat(new InstallationStatus("v1.0.0", clock)
                        .next(upgrading, READY, List.of())
                        .observedVersion())
                .isEqualTo("v1.0.0");
    }

    @Test
    void saysWhatCouldNotBeApplied() {
        CDIStatus failed = status.next(null, READY, List.of("cannot apply Service ns/cdi-api: no"));

        assertThat(failed.phase()).isEqualTo("Deploying");
        assertThat(text(failed)).isEqualTo("Available=False Progressing=True Degraded=True(CreateResources)");
    }

    @Test
    void aFailureThatPassesLeavesNoTrace() {
        List<String> failure = List.of("cannot apply Service ns/cdi-api: no");
        CDIStatus deploying = status.next(null, UNREADY, List.of());
        CDIStatus upgrading =
                status.next(new InstallationStatus("v0", clock).next(null, READY, List.of()), UNREADY, List.of());

        for (CDIStatus begun : List.of(deploying, upgrading)) {
            assertThat(text(status.next(status.next(begun, UNREADY, failure), UNREADY, List.of())))
                    .isEqualTo(text(begun));
        }
    }

    @Test
    void aRefusedDowngradeKeepsWhatANewerOperatorHasDeployed() {
        CDIStatus newer = new InstallationStatus("v2", clock).next(null, READY, List.of());

        CDIStatus refused = status.refused(newer, "operator downgraded");
        assertThat(refused.phase()).isEqualTo("Deployed");
        assertThat(refused.operatorVersion()).isEqualTo("v1");
        assertThat(refused.targetVersion()).isEqualTo("v2");
        assertThat(refused.observedVersion()).isEqualTo("v2");
        assertThat(text(refused)).isEqualTo("Available=True Progressing=False Degraded=True(ConfigError)");
        clock.move(Duration.ofHours(1));
        assertThat(status.refused(refused, "operator downgraded")).isEqualTo(refused);
    }

    @Test
    void waitsForAFormerInstallationToGoAndThenBegins() {
        CDIStatus waiting = status.waiting(null, "waiting until it is gone");

        assertThat(waiting.phase()).isEmpty();
        assertThat(text(waiting)).isEqualTo("Available=False Progressing=True(RemainsFound) Degraded=False");
        CDIStatus begun = status.next(waiting, UNREADY, List.of());
        assertThat(begun.phase()).isEqualTo("Deploying");
        assertThat(text(begun)).isEqualTo("Available=False Progressing=True(DeployStarted) Degraded=False");
    }

    @Test
    void saysWhatTheDeletionWaitsFor() {
        CDIStatus deleting = status.deleting(status.next(null, READY, List.of()), "waiting until it is gone");

        assertThat(deleting.phase()).isEqualTo("Deleting");
        assertThat(text(deleting)).isEqualTo("Available=False Progressing=True(DeleteStarted) Degraded=False");
        assertThat(status.deleted(deleting).phase()).isEqualTo("Deleted");
    }

    @Test
    void recoversFromAnError() {
        CDIStatus error = status.misused(null, "Reconciling to error state, unwanted CDI object");

        assertThat(text(error)).isEqualTo("Available=False Progressing=False Degraded=True(ConfigError)");
        assertThat(status.next(error, UNREADY, List.of()).phase()).isEqualTo("Deploying");
    }

    @Test
    void aConditionThatSaysTheSameKeepsItsTimes() {
        CDIStatus done = status.next(null, READY, List.of());
        clock.move(Duration.ofHours(1));

        assertThat(status.next(done, READY, List.of())).isEqualTo(done);
    }

    private static String text(CDIStatus status) {
        return Objects.requireNonNull(status.conditions()).stream()
                .map(InstallationStatusTest::text)
                .collect(Collectors.joining(" "));
    }

    private static String text(Condition condition) {
        return condition.type() + "=" + condition.status()
                + (condition.reason() == null ? "" : "(" + condition.reason() + ")");
    }
}
