// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.DataVolumeStatus;
import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.contract.Annotations;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.cluster.ClusterCache;
import io.cdi.controller.events.EventRecorder;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.FailureLog;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.objects.LeanStore;
import io.cdi.controller.objects.Quota;
import io.cdi.controller.objects.Writer;
import io.cdi.controller.worker.WorkerProgress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what [SyncRule] and [StatusRule] decide for a DataVolume.
///
/// Woken by: the DataVolume; its claim; its source; until its claim has a volume, changes of
/// storage classes, profiles, settings and volumes made by hand.
public final class DataVolumeReconciler implements Reconciler<DataVolume> {

    public static final String NAME = "datavolume-import-controller";

    private static final Logger LOG = LoggerFactory.getLogger(DataVolumeReconciler.class);
    /// How the API server and webhooks refuse what is to be made; a webhook that names no code says 400.
    private static final Set<Integer> REFUSALS =
            Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, 422);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Set<DataVolumePhase> BEFORE_VOLUME = Set.of(
            DataVolumePhase.UNSET,
            DataVolumePhase.PENDING,
            DataVolumePhase.PENDING_POPULATION,
            DataVolumePhase.WAIT_FOR_FIRST_CONSUMER);

    private final KubernetesClient client;
    private final Installation installation;
    private final ClusterCache cluster;
    private final EventRecorder events;
    private final WorkerProgress workers;
    private final Clock clock;
    private final Writer writer;
    private volatile @Nullable Watched watched;

    /// The caches that the framework fills before the first pass.
    private record Watched(
            IndexedResourceCache<DataVolume> dataVolumes,
            InformerEventSource<PersistentVolumeClaim, DataVolume> claims,
            InformerEventSource<VolumeImportSource, DataVolume> imports,
            InformerEventSource<VolumeUploadSource, DataVolume> uploads) {}

    public DataVolumeReconciler(
            KubernetesClient client,
            Installation installation,
            ClusterCache cluster,
            EventRecorder events,
            WorkerProgress workers,
            Clock clock) {
        this.client = client;
        this.installation = installation;
        this.cluster = cluster;
        this.events = events;
        this.workers = workers;
        this.clock = clock;
        this.writer = new Writer(client);
    }

    private InformerEventSource<PersistentVolumeClaim, DataVolume> claimSource(EventSourceContext<DataVolume> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(PersistentVolumeClaim.class, DataVolume.class)
                        .withName("claims")
                        .withWatchAllNamespaces()
                        .withItemStore(new LeanStore<>())
                        .withSecondaryToPrimaryMapper(claim -> Set.of(ResourceID.fromResource(claim)))
                        .withPrimaryToSecondaryMapper(dataVolume -> Set.of(ResourceID.fromResource(dataVolume)))
                        .build(),
                context);
    }

    private static <T extends HasMetadata> InformerEventSource<T, DataVolume> sources(
            EventSourceContext<DataVolume> context, Class<T> type) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, DataVolume.class)
                        .withName(type.getSimpleName())
                        .withWatchAllNamespaces()
                        .withItemStore(new LeanStore<>())
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(DataVolume.class))
                        .build(),
                context);
    }

    @Override
    public List<EventSource<?, DataVolume>> prepareEventSources(EventSourceContext<DataVolume> context) {
        Watched all = new Watched(
                context.getPrimaryCache(),
                claimSource(context),
                sources(context, VolumeImportSource.class),
                sources(context, VolumeUploadSource.class));
        watched = all;
        return List.of(
                all.claims(),
                all.imports(),
                all.uploads(),
                cluster.wakes(context.getPrimaryCache(), DataVolumeReconciler::isWaiting));
    }

    private static boolean isWaiting(DataVolume dataVolume) {
        return BEFORE_VOLUME.contains(DataVolumePhase.of(dataVolume.getStatus()));
    }

    /// All DataVolumes of the cluster; none before this process leads.
    public Stream<DataVolume> known() {
        Watched current = watched;
        return current == null ? Stream.empty() : current.dataVolumes().list(_ -> true);
    }

    @Override
    public UpdateControl<DataVolume> reconcile(DataVolume dataVolume, Context<DataVolume> context) {
        ObservedDataVolume seen = observe(dataVolume);
        SyncRule.Sync sync = SyncRule.decide(seen, installation);
        Optional<Trouble> trouble = sync.trouble();
        try {
            sync.steps().forEach(step -> take(step, seen, context));
        } catch (KubernetesClientException e) {
            trouble = Optional.of(refusal(e));
        }
        ObservedDataVolume after = sync.steps().isEmpty() ? seen : observe(dataVolume);
        if (!Facts.isDeleting(dataVolume)) {
            write(after, StatusRule.next(after, trouble, clock.instant()), context);
        }
        return next(after, trouble);
    }

    @Override
    public ErrorStatusUpdateControl<DataVolume> updateErrorStatus(
            DataVolume object, Context<DataVolume> context, Exception failure) {
        return FailureLog.told(LOG, object, context, failure);
    }

    /// What the user can do something about is told; the rest is thrown, to be tried again.
    private static Trouble refusal(KubernetesClientException e) {
        if (Quota.isExceeded(e)) {
            return Trouble.quota(FailureLog.cause(e));
        }
        if (REFUSALS.contains(e.getCode())) {
            return Trouble.refused(FailureLog.cause(e));
        }
        throw e;
    }

    private UpdateControl<DataVolume> next(ObservedDataVolume seen, Optional<Trouble> trouble) {
        if (trouble.isPresent() && trouble.get().retry()) {
            return UpdateControl.<DataVolume>noUpdate().rescheduleAfter(RETRY);
        }
        return seen.livingClaim()
                .filter(claim -> !seen.isPopulated(claim))
                .filter(claim -> "Running".equals(Facts.annotation(claim, StateAnnotations.POD_PHASE)))
                .map(claim -> UpdateControl.<DataVolume>noUpdate().rescheduleAfter(workers.pause(claim)))
                .orElse(UpdateControl.noUpdate());
    }

    private Watched watched() {
        return Objects.requireNonNull(watched);
    }

    private ObservedDataVolume observe(DataVolume dataVolume) {
        String namespace = Facts.namespace(dataVolume);
        Optional<PersistentVolumeClaim> claim =
                watched().claims().get(new ResourceID(Facts.name(dataVolume), namespace));
        return new ObservedDataVolume(
                dataVolume,
                claim,
                claim.flatMap(found ->
                        watched().claims().get(new ResourceID(ObjectNames.primeClaim(Facts.uid(found)), namespace))),
                source(dataVolume),
                claim.isPresent() ? List.of() : volumes(dataVolume),
                claim.flatMap(workers::progress),
                cluster.view());
    }

    private Optional<? extends HasMetadata> source(DataVolume dataVolume) {
        ResourceID id = new ResourceID(SourceObject.name(dataVolume), Facts.namespace(dataVolume));
        return switch (SourceObject.kind(dataVolume)) {
            case VolumeImportSource -> watched().imports().get(id);
            case VolumeUploadSource -> watched().uploads().get(id);
        };
    }

    /// Volumes are asked for only where one that exists may be meant.
    private List<PersistentVolume> volumes(DataVolume dataVolume) {
        boolean wanted = Facts.isAnnotated(dataVolume, Annotations.CHECK_STATIC_VOLUME)
                || Optional.ofNullable(dataVolume.getSpec().storage())
                        .map(storage -> storage.storageClassName())
                        .filter(name -> cluster.view().namedClass(name).isEmpty())
                        .isPresent();
        return wanted ? cluster.volumes() : List.of();
    }

    private void take(SyncStep step, ObservedDataVolume seen, Context<DataVolume> context) {
        LOG.debug("datavolume={}/{} step={}", Facts.namespace(seen.dataVolume()), seen.name(), step);
        switch (step) {
            case SyncStep.Note(Changes changes) -> writer.change(seen.dataVolume(), changes, context);
            case SyncStep.NoteOnClaim(PersistentVolumeClaim claim, Changes changes) ->
                writer.change(claim, changes, watched().claims());
            case SyncStep.Adopt(PersistentVolumeClaim claim) -> adopt(claim, seen.dataVolume());
            case SyncStep.CreateSource(HasMetadata source) -> create(source);
            case SyncStep.DeleteSource(HasMetadata source) -> writer.delete(source);
            case SyncStep.CreateClaim(PersistentVolumeClaim claim) ->
                writer.create(claim, watched().claims());
            case SyncStep.DeleteClaim(PersistentVolumeClaim claim) -> writer.delete(claim);
        }
    }

    private void create(HasMetadata source) {
        switch (source) {
            case VolumeImportSource imported ->
                writer.create(imported, watched().imports());
            case VolumeUploadSource uploaded ->
                writer.create(uploaded, watched().uploads());
            default -> throw new IllegalArgumentException("no source: " + source.getKind());
        }
    }

    /// Its other owners, such as a tool that has restored it, stay.
    private void adopt(PersistentVolumeClaim claim, DataVolume dataVolume) {
        List<OwnerReference> owners = new ArrayList<>(claim.getMetadata().getOwnerReferences());
        owners.add(ControllerReference.to(dataVolume));
        String patch = client.getKubernetesSerialization()
                .asJson(Map.of(
                        "metadata",
                        Map.of(
                                "uid",
                                Facts.uid(claim),
                                "resourceVersion",
                                claim.getMetadata().getResourceVersion(),
                                "ownerReferences",
                                owners)));
        PersistentVolumeClaim adopted = client.resource(claim).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        watched().claims().handleRecentResourceUpdate(ResourceID.fromResource(adopted), adopted, claim);
    }

    private void write(ObservedDataVolume seen, StatusRule.Outcome outcome, Context<DataVolume> context) {
        DataVolumeStatus before = seen.dataVolume().getStatus();
        if (outcome.status().equals(before)) {
            return;
        }
        writer.status(seen.dataVolume(), outcome.status(), context);
        if (seen.phase() != DataVolumePhase.of(outcome.status())) {
            LOG.info(
                    "datavolume={}/{} phase={}",
                    Facts.namespace(seen.dataVolume()),
                    seen.name(),
                    outcome.status().phase());
        }
        outcome.events().forEach(tell -> events.tell(NAME, seen.dataVolume(), tell));
    }
}
