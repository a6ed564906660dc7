// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.status;

import io.cdi.api.Condition;
import io.cdi.api.install.CDIStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The status that follows from the former one and what was found.
public final class InstallationStatus {

    public static final String DEPLOYING = "Deploying";
    public static final String DEPLOYED = "Deployed";
    public static final String UPGRADING = "Upgrading";
    private static final String DELETING = "Deleting";
    private static final String DELETED = "Deleted";
    public static final String ERROR = "Error";

    private static final String YES = "True";
    private static final String NO = "False";

    private final String version;
    private final Clock clock;

    public InstallationStatus(String version, Clock clock) {
        this.version = version;
        this.clock = clock;
    }

    /// @param unready the programs of which not all pods are there, of the newest form and ready
    /// @param failures what could not be applied, a sentence each
    public CDIStatus next(@Nullable CDIStatus former, List<String> unready, List<String> failures) {
        CDIStatus status = begin(former);
        if (!failures.isEmpty()) {
            return with(
                    status,
                    status.phase(),
                    status.observedVersion(),
                    fact("Available", is(status, "Available"), null, null),
                    fact("Progressing", YES, null, null),
                    fact("Degraded", YES, "CreateResources", String.join("; ", failures)));
        }
        if (unready.isEmpty()) {
            return with(
                    status,
                    DEPLOYED,
                    version,
                    fact("Available", YES, "DeployCompleted", "Deployment Completed"),
                    fact("Progressing", NO, null, null),
                    fact("Degraded", NO, null, null));
        }
        if (DEPLOYED.equals(status.phase())) {
            return with(
                    status,
                    DEPLOYED,
                    status.observedVersion(),
                    fact("Available", is(status, "Available"), "DeployCompleted", "Deployment Completed"),
                    fact("Progressing", NO, null, null),
                    fact("Degraded", YES, null, "waiting for pods of " + String.join(", ", unready)));
        }
        return UPGRADING.equals(status.phase()) ? upgrading(status) : deploying(status);
    }

    /// The first round of a deployment or of an upgrade says that it has begun.
    private CDIStatus begin(@Nullable CDIStatus former) {
        String phase = former == null || former.phase() == null ? "" : former.phase();
        CDIStatus status = known(former);
        if (phase.isEmpty() || phase.equals(ERROR)) {
            return deploying(status);
        }
        return phase.equals(DEPLOYED) && Upgrade.of(status.observedVersion(), version) == Upgrade.NEWER
                ? upgrading(status)
                : status;
    }

    private CDIStatus deploying(CDIStatus status) {
        return with(
                status,
                DEPLOYING,
                status.observedVersion(),
                fact("Available", NO, null, null),
                fact("Progressing", YES, "DeployStarted", "Started Deployment"),
                fact("Degraded", NO, null, null));
    }

    private CDIStatus upgrading(CDIStatus status) {
        return with(
                status,
                UPGRADING,
                status.observedVersion(),
                fact("Available", YES, null, null),
                fact("Progressing", YES, null, null),
                fact("Degraded", YES, "UpgradeStarted", "Started upgrade to version " + version));
    }

    /// Nothing is installed yet: a former installation has left something.
    public CDIStatus waiting(@Nullable CDIStatus former, String message) {
        CDIStatus status = known(former);
        return with(
                status,
                status.phase(),
                status.observedVersion(),
                fact("Available", NO, null, null),
                fact("Progressing", YES, "RemainsFound", message),
                fact("Degraded", NO, null, null));
    }

    /// This object is not the installation.
    public CDIStatus misused(@Nullable CDIStatus former, String message) {
        CDIStatus status = known(former);
        return with(
                status,
                ERROR,
                status.observedVersion(),
                fact("Available", NO, null, null),
                fact("Progressing", NO, null, null),
                fact("Degraded", YES, "ConfigError", message));
    }

    /// A newer operator has deployed the installation, which stays as it is.
    public CDIStatus refused(CDIStatus former, String message) {
        List<Condition> conditions = conditions(
                former,
                fact("Available", is(former, "Available"), null, null),
                fact("Progressing", NO, null, null),
                fact("Degraded", YES, "ConfigError", message));
        return new CDIStatus(former.phase(), conditions, version, former.targetVersion(), former.observedVersion());
    }

    /// @param message what the deletion waits for, or why it does not go on
    public CDIStatus deleting(@Nullable CDIStatus former, String message) {
        CDIStatus status = known(former);
        return with(
                status,
                DELETING,
                status.observedVersion(),
                fact("Available", NO, null, null),
                fact("Progressing", YES, "DeleteStarted", message),
                fact("Degraded", NO, null, null));
    }

    public CDIStatus deleted(@Nullable CDIStatus former) {
        CDIStatus status = known(former);
        return with(
                status,
                DELETED,
                status.observedVersion(),
                fact("Available", NO, null, null),
                fact("Progressing", NO, null, null),
                fact("Degraded", NO, null, null));
    }

    /// What the object has said of itself, or nothing yet.
    private static CDIStatus known(@Nullable CDIStatus former) {
        return former == null ? new CDIStatus("", List.of(), null, null, null) : former;
    }

    private CDIStatus with(CDIStatus former, @Nullable String phase, @Nullable String observed, Condition... facts) {
        return new CDIStatus(phase, conditions(former, facts), version, version, observed);
    }

    private static List<Condition> conditions(CDIStatus former, Condition... facts) {
        return Arrays.stream(facts).map(fact -> kept(fact, former.conditions())).toList();
    }

    /// A condition that says the same keeps its times.
    private static Condition kept(Condition fact, @Nullable List<Condition> former) {
        Condition before = find(former, fact.type());
        if (before == null) {
            return fact;
        }
        boolean isSameStatus = before.status().equals(fact.status());
        boolean isSame = isSameStatus
                && word(before.reason()).equals(word(fact.reason()))
                && word(before.message()).equals(word(fact.message()));
        if (isSame) {
            return before;
        }
        return new Condition(
                fact.type(),
                fact.status(),
                fact.reason(),
                fact.message(),
                isSameStatus ? before.lastTransitionTime() : fact.lastTransitionTime(),
                fact.lastHeartbeatTime());
    }

    private static String word(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable Condition find(@Nullable List<Condition> conditions, String type) {
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst()
                        .orElse(null);
    }

    /// What a condition says: `True`, `False` or `Unknown`; `False` when there is none.
    public static String is(CDIStatus status, String type) {
        Condition condition = find(status.conditions(), type);
        return condition == null ? NO : condition.status();
    }

    private Condition fact(String type, String status, @Nullable String reason, @Nullable String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Condition(type, status, reason, message, now, now);
    }
}
