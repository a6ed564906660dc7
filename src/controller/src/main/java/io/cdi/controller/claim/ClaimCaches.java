// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.claim;

import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.contract.Labels;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.LeanStore;
import io.cdi.controller.populator.ObservedTarget;
import io.cdi.controller.populator.PopulatorSource;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a pass over a claim looks at besides the claim. It is watched, so that it is at hand and wakes the
/// claim.
///
/// @param helpers primes and scratch claims
/// @param pods of importers and upload servers
/// @param imports the sources that claims refer to; uploads too
/// @param warnings what others warn about claims, such as a provisioner that fails
record ClaimCaches(
        InformerEventSource<PersistentVolumeClaim, PersistentVolumeClaim> helpers,
        InformerEventSource<Pod, PersistentVolumeClaim> pods,
        InformerEventSource<VolumeImportSource, PersistentVolumeClaim> imports,
        InformerEventSource<VolumeUploadSource, PersistentVolumeClaim> uploads,
        InformerEventSource<Event, PersistentVolumeClaim> warnings) {

    private static final String BY_SOURCE = "source";
    private static final String BY_CLAIM = "claim";
    private static final String CLAIM_KIND = "PersistentVolumeClaim";
    private static final Set<String> OURS = Set.of(ClaimReconciler.NAME, ClaimReconciler.POPULATOR);

    static ClaimCaches prepare(EventSourceContext<PersistentVolumeClaim> context) {
        context.getPrimaryCache()
                .addIndexer(
                        BY_SOURCE,
                        claim -> Arrays.stream(PopulatorSource.Kind.values())
                                .flatMap(kind -> sourceOf(claim, kind).stream().map(id -> key(id, kind)))
                                .toList());
        return new ClaimCaches(
                helpers(context),
                pods(context),
                sources(context, VolumeImportSource.class, PopulatorSource.Kind.VolumeImportSource),
                sources(context, VolumeUploadSource.class, PopulatorSource.Kind.VolumeUploadSource),
                warnings(context));
    }

    List<EventSource<?, PersistentVolumeClaim>> all() {
        return List.of(helpers, pods, imports, uploads, warnings);
    }

    Optional<PersistentVolumeClaim> helper(PersistentVolumeClaim claim, String name) {
        return helpers.get(new ResourceID(name, Facts.namespace(claim)));
    }

    Optional<PopulatorSource> source(PersistentVolumeClaim claim) {
        return ObservedTarget.sourceKind(claim)
                .flatMap(kind -> sourceOf(claim, kind).stream().findFirst().flatMap(id -> switch (kind) {
                    case VolumeImportSource -> imports.get(id).map(PopulatorSource::of);
                    case VolumeUploadSource -> uploads.get(id).map(PopulatorSource::of);
                }));
    }

    /// The last one that is not from ourselves.
    Optional<Event> newestWarning(PersistentVolumeClaim claim) {
        return warnings.byIndex(BY_CLAIM, Facts.uid(claim)).stream()
                .filter(event -> !isOurs(event))
                .max(Comparator.comparing(ClaimCaches::time));
    }

    private static boolean isOurs(Event event) {
        return event.getSource() != null && OURS.contains(event.getSource().getComponent());
    }

    private static String time(Event event) {
        return event.getLastTimestamp() == null
                ? String.valueOf(event.getMetadata().getCreationTimestamp())
                : event.getLastTimestamp();
    }

    private static InformerEventSource<PersistentVolumeClaim, PersistentVolumeClaim> helpers(
            EventSourceContext<PersistentVolumeClaim> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(PersistentVolumeClaim.class, PersistentVolumeClaim.class)
                        .withName("helper-claims")
                        .withWatchAllNamespaces()
                        .withItemStore(new LeanStore<>())
                        .withLabelSelector(Labels.APP + "=" + Labels.APP_VALUE + "," + Labels.EXCLUDE_FROM_BACKUP)
                        .withSecondaryToPrimaryMapper(ClaimCaches::ownerOf)
                        .build(),
                context);
    }

    private static InformerEventSource<Pod, PersistentVolumeClaim> pods(
            EventSourceContext<PersistentVolumeClaim> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, PersistentVolumeClaim.class)
                        .withName("worker-pods")
                        .withWatchAllNamespaces()
                        .withItemStore(new LeanStore<>())
                        .withLabelSelector(Labels.APP + "=" + Labels.APP_VALUE + "," + Labels.COMPONENT + " in ("
                                + Labels.COMPONENT_IMPORTER + "," + Labels.COMPONENT_UPLOAD_SERVER + ")")
                        .withSecondaryToPrimaryMapper(ClaimCaches::ownerOf)
                        .build(),
                context);
    }

    private static <T extends HasMetadata> InformerEventSource<T, PersistentVolumeClaim> sources(
            EventSourceContext<PersistentVolumeClaim> context, Class<T> type, PopulatorSource.Kind kind) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, PersistentVolumeClaim.class)
                        .withName(kind.name())
                        .withWatchAllNamespaces()
                        .withSecondaryToPrimaryMapper(source ->
                                context
                                        .getPrimaryCache()
                                        .byIndex(BY_SOURCE, key(ResourceID.fromResource(source), kind))
                                        .stream()
                                        .map(ResourceID::fromResource)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .withPrimaryToSecondaryMapper((PersistentVolumeClaim claim) -> sourceOf(claim, kind))
                        .build(),
                context);
    }

    private static InformerEventSource<Event, PersistentVolumeClaim> warnings(
            EventSourceContext<PersistentVolumeClaim> context) {
        InformerEventSource<Event, PersistentVolumeClaim> warnings = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Event.class, PersistentVolumeClaim.class)
                        .withName("claim-warnings")
                        .withWatchAllNamespaces()
                        .withItemStore(new LeanStore<>())
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withField("involvedObject.kind", CLAIM_KIND)
                                .withField("type", "Warning")
                                .build())
                        // What we say ourselves wakes nobody: said again each time, it would never end.
                        .withSecondaryToPrimaryMapper(event -> isOurs(event) ? Set.of() : Set.of(about(event)))
                        .build(),
                context);
        warnings.addIndexers(java.util.Map.of(
                BY_CLAIM,
                event -> Optional.ofNullable(event.getInvolvedObject().getUid()).stream()
                        .toList()));
        return warnings;
    }

    private static ResourceID about(Event event) {
        ObjectReference object = event.getInvolvedObject();
        return new ResourceID(object.getName(), object.getNamespace());
    }

    /// The claim that controls an object. Scratch claims belong to a pod, whose events wake the claim.
    static Set<ResourceID> ownerOf(HasMetadata object) {
        return Facts.controller(object)
                .filter(owner -> CLAIM_KIND.equals(owner.getKind()))
                .map(OwnerReference::getName)
                .map(name -> Set.of(new ResourceID(name, Facts.namespace(object))))
                .orElse(Set.of());
    }

    private static Set<ResourceID> sourceOf(PersistentVolumeClaim claim, PopulatorSource.Kind kind) {
        return ObservedTarget.sourceName(claim, kind)
                .map(name -> Set.of(new ResourceID(name, Facts.namespace(claim))))
                .orElse(Set.of());
    }

    private static String key(ResourceID id, PopulatorSource.Kind kind) {
        return kind + "/" + id.getNamespace().orElse("") + "/" + id.getName();
    }
}
