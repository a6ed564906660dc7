// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.api.install.CDI;
import io.cdi.api.install.CDIStatus;
import io.cdi.certificates.Lifetimes;
import io.cdi.contract.Finalizers;
import io.cdi.operator.apply.ManagedObjects;
import io.cdi.operator.certificates.CertificateRotation;
import io.cdi.operator.plan.InstallationPlan;
import io.cdi.operator.plan.Manifests;
import io.cdi.operator.plan.ObjectKey;
import io.cdi.operator.plan.Observed;
import io.cdi.operator.plan.OperatorSettings;
import io.cdi.operator.plan.OptionalKind;
import io.cdi.operator.status.InstallationStatus;
import io.cdi.operator.status.Upgrade;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings the cluster to what a CDI object asks for, and its status to what was found.
///
/// | Found | Done |
/// | --- | --- |
/// | the object is being deleted | everything is removed, then the finalizer |
/// | another CDI object owns the installation | phase Error; nothing else is touched |
/// | remains of a former installation | a condition names one; wait until the garbage collector has taken them |
/// | the deployed version is newer than this operator | phase stays; a condition says so |
/// | otherwise | everything wanted is applied, certificates are rotated, what is no longer wanted is deleted |
@GradualRetry(maxAttempts = InstallationReconciler.FOR_EVER, maxInterval = InstallationReconciler.LONGEST_PAUSE_MILLIS)
@ControllerConfiguration(
        name = "cdi",
        fieldManager = ManagedObjects.FIELD_MANAGER,
        // The spec names a finalizer without a slash, which the framework would refuse: we keep it ourselves.
        triggerReconcilerOnAllEvents = true)
public final class InstallationReconciler implements Reconciler<CDI> {

    static final int FOR_EVER = -1;
    static final long LONGEST_PAUSE_MILLIS = 30_000;

    /// How often certificates are looked at when nothing else happens.
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final String CONFIG_ERROR = "ConfigError";
    private static final String CREATION_FAILED = "CreateResourceFailed";
    private static final String DELETION_FAILED = "DeleteResourceFailed";

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final InstallationPlan plan;
    private final CertificateRotation rotation;
    private final InstallationStatus status;
    private final Announcements announcements;
    private final InstallationWriter writer;
    private final Uninstallation uninstallation;
    private final OptionalKinds optionalKinds;
    private final UserRoutes userRoutes;
    private final InstallationMetrics metrics;
    private final RetryPause pause;
    private @Nullable ManagedObjects objects;
    private volatile boolean isOwnKindCurrent;

    /// @param metrics told about the installation
    InstallationReconciler(
            OperatorSettings settings, KubernetesClient client, Clock clock, InstallationMetrics metrics) {
        this.settings = settings;
        this.client = client;
        this.metrics = metrics;
        Manifests manifests = new Manifests(client.getKubernetesSerialization());
        this.plan = new InstallationPlan(manifests, settings);
        this.optionalKinds = new OptionalKinds(client, manifests.optionalKinds(), clock);
        this.rotation = new CertificateRotation(settings.namespace(), clock);
        this.status = new InstallationStatus(settings.version(), clock);
        this.announcements = new Announcements(client, clock);
        this.writer = new InstallationWriter(client, announcements, settings.version());
        this.userRoutes = new UserRoutes(client, settings.namespace(), announcements);
        this.pause = new RetryPause(clock, ROUND);
        this.uninstallation = new Uninstallation(client, settings.namespace());
    }

    @Override
    public List<EventSource<?, CDI>> prepareEventSources(EventSourceContext<CDI> context) {
        objects = new ManagedObjects(context, settings.namespace());
        return objects.sources();
    }

    @Override
    public UpdateControl<CDI> reconcile(CDI cdi, Context<CDI> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        if (cdi.isMarkedForDeletion()) {
            return remove(cdi, context);
        }
        Observed observed = observe(cdi, context);
        Set<String> owners = observed.owners().collect(Collectors.toSet());
        owners.remove(cdi.getMetadata().getUid());
        if (isAnyThere(owners, context)) {
            String message = "Reconciling to error state, unwanted CDI object";
            writer.trouble(cdi, context, status.misused(cdi.getStatus(), message), CONFIG_ERROR, message);
            return again(ROUND);
        }
        if (!owners.isEmpty()) {
            String message = "waiting until Kubernetes has removed what a former installation left, such as "
                    + observed.belongingTo(owners).findFirst().orElseThrow();
            writer.status(cdi, context, status.waiting(cdi.getStatus(), message));
            return again(SOON);
        }
        CDIStatus former = cdi.getStatus();
        metrics.observe(cdi, former);
        if (former != null && Upgrade.of(former.observedVersion(), settings.version()) == Upgrade.REFUSED) {
            String message = "operator downgraded from " + former.observedVersion() + ": install a newer one";
            writer.trouble(cdi, context, status.refused(former, message), CONFIG_ERROR, message);
            return again(ROUND);
        }
        return install(cdi, observed, context);
    }

    /// What could not even be looked at is told, too; the framework tries again. A race with another writer is over by
    /// then.
    @Override
    public ErrorStatusUpdateControl<CDI> updateErrorStatus(CDI cdi, Context<CDI> context, Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof KubernetesClientException refusal
                && refusal.getCode() == HttpURLConnection.HTTP_CONFLICT) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        if (cdi.isMarkedForDeletion()) {
            writer.trouble(cdi, context, status.deleting(cdi.getStatus(), message), DELETION_FAILED, message);
        } else {
            CDIStatus next = status.next(cdi.getStatus(), List.of(), List.of(message));
            writer.trouble(cdi, context, next, CREATION_FAILED, message);
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    private static boolean isAnyThere(Set<String> uids, Context<CDI> context) {
        return context.getPrimaryCache()
                .list(other -> uids.contains(other.getMetadata().getUid()))
                .findAny()
                .isPresent();
    }

    private UpdateControl<CDI> install(CDI cdi, Observed observed, Context<CDI> context) {
        writer.addFinalizer(cdi, context);
        List<HasMetadata> certificates = rotation.desired(
                Lifetimes.of(InstallationPlan.spec(cdi).certConfig()),
                name -> observed.get(Secret.class, settings.namespace(), name),
                name -> observed.get(ConfigMap.class, settings.namespace(), name));
        List<HasMetadata> desired;
        try {
            desired = plan.desired(cdi, observed, certificates);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            CDIStatus next = status.next(cdi.getStatus(), List.of(), List.of(message));
            writer.trouble(cdi, context, next, CREATION_FAILED, message);
            return again(ROUND);
        }
        List<String> failures = new ArrayList<>();
        keepOwnKind(failures);
        desired.forEach(object -> apply(object, observed, failures));
        Observed applied = observe(cdi, context);
        List<String> unready = desired.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .filter(Predicate.not(applied::isReady))
                .map(program -> ObjectKey.of(program).toString())
                .toList();
        CDIStatus next = status.next(cdi.getStatus(), unready, failures);
        if (failures.isEmpty()) {
            writer.status(cdi, context, next);
        } else {
            writer.trouble(cdi, context, next, CREATION_FAILED, String.join("; ", failures));
        }
        metrics.observe(cdi, next);
        if (InstallationStatus.DEPLOYED.equals(next.phase())) {
            deleteUnwanted(cdi, applied, desired);
        }
        userRoutes.keepLike(desired, cdi);
        if (failures.isEmpty()) {
            pause.succeeded();
            return again(ROUND);
        }
        return again(pause.failed());
    }

    private Observed observe(CDI cdi, Context<CDI> context) {
        Set<OptionalKind> served = optionalKinds.served();
        served.forEach(kind -> objects().watch(kind, context.eventSourceRetriever()));
        boolean hasPriorityClass = client.scheduling()
                        .v1()
                        .priorityClasses()
                        .withName(InstallationPlan.priorityClass(cdi))
                        .get()
                != null;
        return Observed.of(objects().all(), hasPriorityClass, served);
    }

    private ManagedObjects objects() {
        return Objects.requireNonNull(objects, "the framework prepares event sources before the first round");
    }

    /// The kind of the CDI object comes with the operator, but Helm never changes one that is there.
    private void keepOwnKind(List<String> failures) {
        if (isOwnKindCurrent || !settings.deploysClusterResources()) {
            return;
        }
        try {
            objects().applyUnwatched(plan.ownKind());
            isOwnKindCurrent = true;
        } catch (KubernetesClientException e) {
            failures.add("cannot apply the kind CDI: " + e.getMessage());
        }
    }

    /// One object that fails does not keep the others from their turn.
    private void apply(HasMetadata wanted, Observed observed, List<String> failures) {
        try {
            objects().apply(wanted, observed.get(ObjectKey.of(wanted)));
        } catch (KubernetesClientException e) {
            failures.add("cannot apply " + ObjectKey.of(wanted) + ": " + e.getMessage());
        }
    }

    private void deleteUnwanted(CDI cdi, Observed observed, List<HasMetadata> desired) {
        Set<ObjectKey> wanted = desired.stream().map(ObjectKey::of).collect(Collectors.toSet());
        observed.objects().forEach((key, object) -> {
            boolean isOurs = Observed.owner(object)
                    .filter(cdi.getMetadata().getUid()::equals)
                    .isPresent();
            if (isOurs && !wanted.contains(key) && plan.mayGo(object) && !object.isMarkedForDeletion()) {
                client.resource(object).delete();
                announcements.normal(cdi, "DeleteResourceSuccess", "deleted " + key + ", which is no longer wanted");
            }
        });
    }

    private UpdateControl<CDI> remove(CDI cdi, Context<CDI> context) {
        if (!cdi.hasFinalizer(Finalizers.OPERATOR)) {
            return UpdateControl.noUpdate();
        }
        metrics.removed();
        Optional<String> awaited = uninstallation.proceed(cdi, objects().all());
        if (awaited.isPresent()) {
            writer.status(cdi, context, status.deleting(cdi.getStatus(), "waiting until " + awaited.get()));
            return again(SOON);
        }
        writer.deleted(cdi, context, status.deleted(cdi.getStatus()));
        return UpdateControl.noUpdate();
    }

    private static UpdateControl<CDI> again(Duration delay) {
        return UpdateControl.<CDI>noUpdate().rescheduleAfter(delay);
    }
}
