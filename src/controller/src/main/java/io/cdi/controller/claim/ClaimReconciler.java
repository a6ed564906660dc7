// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.claim;

import io.cdi.api.names.ObjectNames;
import io.cdi.controller.cluster.ClusterCache;
import io.cdi.controller.events.EventRecorder;
import io.cdi.controller.events.Tell;
import io.cdi.controller.importer.ImportRule;
import io.cdi.controller.importer.ImporterPod;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.FailureLog;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.objects.Quota;
import io.cdi.controller.objects.Writer;
import io.cdi.controller.populator.ObservedTarget;
import io.cdi.controller.populator.TargetRule;
import io.cdi.controller.populator.TargetStep;
import io.cdi.controller.upload.ServerHealth;
import io.cdi.controller.upload.UploadIdentities;
import io.cdi.controller.upload.UploadPod;
import io.cdi.controller.upload.UploadRule;
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.WorkerProgress;
import io.cdi.controller.worker.WorkerStep;
import io.cdi.controller.worker.WorkerSteps;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what [TargetRule], [ImportRule] and [UploadRule] decide for a claim.
///
/// Woken by: the claim, and what its [ClaimCaches] hold; until it is filled, changes of storage classes, drivers,
/// settings and installations.
public final class ClaimReconciler implements Reconciler<PersistentVolumeClaim> {

    public static final String NAME = "import-controller";
    static final String POPULATOR = "import-populator";

    private static final Logger LOG = LoggerFactory.getLogger(ClaimReconciler.class);
    private static final Duration PROXY_RETRY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final Installation installation;
    private final ClusterCache cluster;
    private final EventRecorder events;
    private final Writer writer;
    private final WorkerProgress progress;
    private final VolumeRebind rebind;
    private final UploadIdentities identities;
    private final ServerHealth health;
    private final Clock clock;
    private volatile @Nullable ClaimCaches caches;

    public ClaimReconciler(
            KubernetesClient client,
            Installation installation,
            ClusterCache cluster,
            EventRecorder events,
            HttpClient workers,
            Clock clock) {
        this.client = client;
        this.installation = installation;
        this.cluster = cluster;
        this.events = events;
        this.writer = new Writer(client);
        this.rebind = new VolumeRebind(client);
        this.clock = clock;
        this.identities = new UploadIdentities(client, installation, clock);
        this.health = new ServerHealth(workers);
        this.progress = new WorkerProgress(workers, clock, id -> caches().pods().get(id));
    }

    /// How far the worker of a claim is; for whoever shows it.
    public WorkerProgress progress() {
        return progress;
    }

    @Override
    public List<EventSource<?, PersistentVolumeClaim>> prepareEventSources(
            EventSourceContext<PersistentVolumeClaim> context) {
        ClaimCaches prepared = ClaimCaches.prepare(context);
        caches = prepared;
        return Stream.concat(
                        prepared.all().stream(),
                        Stream.of(cluster.wakes(context.getPrimaryCache(), ClaimReconciler::isUnfilled)))
                .toList();
    }

    private static boolean isUnfilled(PersistentVolumeClaim claim) {
        return ClaimRole.of(claim) != ClaimRole.STRANGER && !Facts.isFilled(claim);
    }

    private ClaimCaches caches() {
        return Objects.requireNonNull(caches);
    }

    @Override
    public UpdateControl<PersistentVolumeClaim> reconcile(
            PersistentVolumeClaim claim, Context<PersistentVolumeClaim> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        Optional<Duration> again = switch (ClaimRole.of(claim)) {
            case TARGET -> target(claim, context);
            case IMPORT -> filled(claim, ImporterPod.name(claim), ImportRule::decide, context);
            case UPLOAD -> filled(claim, UploadPod.name(claim), UploadRule::decide, context);
            case STRANGER -> Optional.empty();
        };
        return again.map(
                        after -> UpdateControl.<PersistentVolumeClaim>noUpdate().rescheduleAfter(after))
                .orElse(UpdateControl.noUpdate());
    }

    @Override
    public ErrorStatusUpdateControl<PersistentVolumeClaim> updateErrorStatus(
            PersistentVolumeClaim object, Context<PersistentVolumeClaim> context, Exception failure) {
        return FailureLog.told(LOG, object, context, failure);
    }

    private Optional<Duration> target(PersistentVolumeClaim claim, Context<PersistentVolumeClaim> context) {
        Optional<PersistentVolumeClaim> prime = caches().helper(claim, ObjectNames.primeClaim(Facts.uid(claim)));
        ObservedTarget seen = new ObservedTarget(
                claim,
                caches().source(claim),
                prime,
                prime.flatMap(progress::progress),
                prime.map(progress::pause).orElse(Duration.ZERO),
                cluster.view());
        Optional<Duration> again = Optional.empty();
        for (TargetStep step : TargetRule.decide(seen, installation)) {
            LOG.debug("claim={}/{} step={}", Facts.namespace(claim), Facts.name(claim), step);
            switch (step) {
                case TargetStep.Note(Changes changes) -> writer.change(claim, changes, context);
                case TargetStep.CreatePrime(PersistentVolumeClaim wanted) -> createPrime(wanted, claim, context);
                case TargetStep.Rebind(PersistentVolumeClaim from) -> rebind.give(from, claim);
                case TargetStep.DeletePrime(PersistentVolumeClaim over) -> writer.delete(over);
                case TargetStep.Say(Tell tell) -> events.tell(POPULATOR, claim, tell);
                case TargetStep.LookAgain(Duration after) -> again = Optional.of(after);
            }
        }
        return again;
    }

    private void createPrime(
            PersistentVolumeClaim prime, PersistentVolumeClaim target, Context<PersistentVolumeClaim> context) {
        try {
            writer.create(prime, caches().helpers());
        } catch (KubernetesClientException e) {
            Changes changes = TargetRule.pending(FailureLog.cause(e));
            if (changes.patch(target).isPresent()) {
                writer.change(target, changes, context);
                events.tell(POPULATOR, target, TargetRule.refused(FailureLog.cause(e)));
            }
            throw e;
        }
    }

    /// What is next for a claim that a worker fills.
    private interface Rule {
        List<WorkerStep> decide(ObservedClaim seen, Installation installation);
    }

    private Optional<Duration> filled(
            PersistentVolumeClaim claim, String pod, Rule rule, Context<PersistentVolumeClaim> context) {
        String namespace = Facts.namespace(claim);
        ObservedClaim seen = new ObservedClaim(
                claim,
                ClaimCaches.ownerOf(claim).stream().findFirst().flatMap(context.getPrimaryCache()::get),
                caches().pods().get(new ResourceID(pod, namespace)).map(health::seen),
                caches().helper(claim, ObjectNames.scratchClaim(Facts.name(claim))),
                List.of(),
                caches().newestWarning(claim),
                cluster.view(),
                clock.instant());
        if (seen.pod().isEmpty() && !seen.isPrime()) {
            seen = withUsers(seen, pod, rule);
        }
        return take(rule.decide(seen, installation), seen, context);
    }

    /// @return when to look again, if a step asks for it
    private Optional<Duration> take(
            List<WorkerStep> steps, ObservedClaim seen, Context<PersistentVolumeClaim> context) {
        List<Duration> asked = new ArrayList<>();
        for (WorkerStep step : steps) {
            LOG.debug("claim={}/{} step={}", Facts.namespace(seen.claim()), Facts.name(seen.claim()), step);
            take(step, seen, context).ifPresent(asked::add);
        }
        return asked.stream().min(Comparator.naturalOrder());
    }

    /// Asks for pods of others only when a pod is about to be made for a claim that others may know.
    private ObservedClaim withUsers(ObservedClaim seen, String pod, Rule rule) {
        boolean starts =
                rule.decide(seen, installation).stream().anyMatch(step -> step instanceof WorkerStep.CreatePod);
        if (!starts) {
            return seen;
        }
        List<String> users = client.pods().inNamespace(Facts.namespace(seen.claim())).list().getItems().stream()
                .filter(other -> ClaimUsers.uses(other, Facts.name(seen.claim())))
                .map(Facts::name)
                .filter(name -> !name.equals(pod))
                .toList();
        return seen.withUsers(users);
    }

    private Optional<Duration> take(WorkerStep step, ObservedClaim seen, Context<PersistentVolumeClaim> context) {
        switch (step) {
            case WorkerStep.Note(Changes changes) -> writer.change(seen.claim(), changes, context);
            case WorkerStep.CreatePod(Pod pod) -> {
                return create(pod, seen, context);
            }
            case WorkerStep.DeletePod(Pod pod) -> writer.delete(pod);
            case WorkerStep.CreateScratch(PersistentVolumeClaim scratch) -> createScratch(scratch, seen, context);
            case WorkerStep.CopyAuthority(String source, ConfigMap copy) -> {
                return copied(source, copy) ? Optional.empty() : Optional.of(PROXY_RETRY);
            }
            case WorkerStep.Provide(HasMetadata object) -> writer.create(object);
            case WorkerStep.Withdraw(HasMetadata object) -> withdraw(object, seen.claim());
            case WorkerStep.Identify(Pod pod) ->
                caches().pods()
                        .get(ResourceID.fromResource(pod))
                        .flatMap(made -> identities.missing(made, seen.cluster()))
                        .ifPresent(writer::create);
            case WorkerStep.Say(Tell tell) -> tell(seen, tell);
            case WorkerStep.PassOn(Tell tell) -> tellTarget(seen, tell);
            case WorkerStep.LookAgain(Duration after) -> {
                return Optional.of(after);
            }
        }
        return Optional.empty();
    }

    /// Who looks at the target of a prime sees a failure there, too.
    private void tell(ObservedClaim seen, Tell tell) {
        events.tell(NAME, seen.claim(), tell);
        if (tell.kind() == Tell.Kind.WARNING) {
            tellTarget(seen, tell);
        }
    }

    private void tellTarget(ObservedClaim seen, Tell tell) {
        seen.target()
                .ifPresent(target -> events.tell(
                        POPULATOR,
                        target,
                        Tell.warning(tell.reason(), "[" + Facts.name(seen.claim()) + "] : " + tell.message())));
    }

    private Optional<Duration> create(Pod pod, ObservedClaim seen, Context<PersistentVolumeClaim> context) {
        PersistentVolumeClaim claim = seen.claim();
        WorkerSteps steps = new WorkerSteps(seen, installation);
        try {
            if (writer.create(pod, caches().pods())) {
                LOG.info("claim={}/{} pod={} created", Facts.namespace(claim), Facts.name(claim), Facts.name(pod));
                return Optional.empty();
            }
        } catch (KubernetesClientException e) {
            steps.tellRefusedPod(pod, Quota.isExceeded(e), FailureLog.cause(e));
            take(steps.all(), seen, context);
            throw e;
        }
        // It may be another's, whose pods are not watched.
        Optional.ofNullable(client.resource(pod).get())
                .filter(found -> !Facts.isControlledBy(found, claim))
                .ifPresent(steps::tellForeignPod);
        return take(steps.all(), seen, context);
    }

    /// The name comes from an annotation, and may be that of something else.
    private void withdraw(HasMetadata object, PersistentVolumeClaim claim) {
        HasMetadata found = client.resource(object).get();
        if (found != null && Facts.isControlledBy(found, claim)) {
            writer.delete(found);
        }
    }

    private void createScratch(
            PersistentVolumeClaim scratch, ObservedClaim seen, Context<PersistentVolumeClaim> context) {
        try {
            writer.create(scratch, caches().helpers());
        } catch (KubernetesClientException e) {
            WorkerSteps steps = new WorkerSteps(seen, installation);
            steps.tellRefusedScratch(scratch, Quota.isExceeded(e), FailureLog.cause(e));
            take(steps.all(), seen, context);
            throw e;
        }
    }

    /// @return false while the certificates are not there
    private boolean copied(String source, ConfigMap copy) {
        ConfigMap original = client.configMaps()
                .inNamespace(installation.namespace())
                .withName(source)
                .get();
        if (original == null) {
            return false;
        }
        copy.setData(original.getData());
        writer.create(copy);
        return true;
    }
}
