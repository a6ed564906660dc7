// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.RegistrySource;
import io.cdi.api.datavolume.Source;
import io.cdi.api.pvc.AvailableVolume;
import io.cdi.api.pvc.ClaimRenderer;
import io.cdi.api.pvc.Rendering;
import io.cdi.contract.Annotations;
import io.cdi.contract.GoBoolean;
import io.cdi.contract.Labels;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.importer.SourceAnnotations;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.TypedObjectReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Decides what is to be made or changed for a DataVolume that is filled by an import or an upload, or by others.
final class SyncRule {

    /// The steps to take, and what stands in the way of more.
    record Sync(List<SyncStep> steps, Optional<Trouble> trouble) {}

    private static final String SNAPSHOT = "VolumeSnapshot";

    private final ObservedDataVolume seen;
    private final Installation installation;
    private final List<SyncStep> steps = new ArrayList<>();
    private Optional<Trouble> trouble = Optional.empty();

    private SyncRule(ObservedDataVolume seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
    }

    static Sync decide(ObservedDataVolume seen, Installation installation) {
        SyncRule rule = new SyncRule(seen, installation);
        if (!Facts.isDeleting(seen.dataVolume())) {
            seen.claim().ifPresentOrElse(rule::withClaim, rule::withoutClaim);
        }
        return new Sync(rule.steps, rule.trouble);
    }

    /// Why this version cannot fill a claim; empty when it can, or need not.
    private Optional<Trouble> unsupported() {
        if (seen.isExternal()) {
            return Optional.empty();
        }
        Optional<Source> source = seen.wantedSource();
        return source.isPresent()
                        && (seen.isUpload()
                                || !SourceAnnotations.of(source.get()).isEmpty())
                ? Optional.empty()
                : Optional.of(Trouble.notYet(source.map(Source::memberName).orElseGet(this::otherSource)));
    }

    private String otherSource() {
        return seen.dataVolume().getSpec().sourceRef() == null ? "of another populator" : "that sourceRef names";
    }

    private void withClaim(PersistentVolumeClaim claim) {
        if (Facts.isDeleting(claim)) {
            trouble = Optional.of(Trouble.claimGoes(seen.name()));
            return;
        }
        boolean restored = seen.name().equals(Facts.annotation(claim, Annotations.POPULATED_FOR));
        if (!Facts.isControlledBy(claim, seen.dataVolume())) {
            boolean free = Facts.controller(claim).isEmpty();
            if (!free || !(restored || seen.isAdoptable(claim))) {
                trouble = Optional.of(Trouble.claimExists(seen.name()));
                return;
            }
            steps.add(new SyncStep.Adopt(claim));
        }
        checkVolume(claim);
        describeMachine(claim);
        if (restored && Facts.isBound(claim)) {
            note(new Changes().annotate(Annotations.PRE_POPULATED, Facts.name(claim)));
        }
        boolean needsWork = seen.needsWork(claim);
        boolean isDone = !needsWork || seen.isFilled(claim);
        if (needsWork && seen.isExternal()) {
            trouble = trouble.or(() -> misdirected(claim));
        } else if (!isDone && !Facts.isAnnotated(claim, StateAnnotations.PERSISTENT_VOLUME_LIST)) {
            fill(claim);
        }
        if (isDone && seen.phase() == DataVolumePhase.SUCCEEDED) {
            finish(claim);
        }
    }

    /// Why nobody fills a claim from what it refers to.
    private Optional<Trouble> misdirected(PersistentVolumeClaim claim) {
        TypedObjectReference from = claim.getSpec().getDataSourceRef();
        if (Facts.isBound(claim) && from == null) {
            return Optional.of(Trouble.noAnyVolumeDataSource());
        }
        return seen.cluster().hasDriver(claim.getSpec().getStorageClassName())
                        || from == null
                        || SNAPSHOT.equals(from.getKind())
                ? Optional.empty()
                : Optional.of(Trouble.noDriver());
    }

    /// The populator fills the claim as long as there is a source.
    private void fill(PersistentVolumeClaim claim) {
        trouble = unsupported();
        if (trouble.isEmpty() && seen.isPopulated(claim)) {
            createSource();
        }
    }

    private void createSource() {
        if (seen.source().isEmpty()) {
            steps.add(new SyncStep.CreateSource(SourceObject.of(seen.dataVolume(), installation)));
        }
    }

    /// A container image may say what a machine of its disk is like; its importer has written it to the claim.
    private void describeMachine(PersistentVolumeClaim claim) {
        Map<String, String> known = Facts.labels(seen.dataVolume());
        if (seen.wantedSource().orElse(null) instanceof RegistrySource
                && Labels.INSTANCETYPE_DEFAULTS.stream().noneMatch(known::containsKey)) {
            Map<String, String> learned = new TreeMap<>(Facts.labels(claim));
            learned.keySet().retainAll(Labels.INSTANCETYPE_DEFAULTS);
            note(new Changes().label(learned));
        }
    }

    /// The source is of no use any more, and the claim may now tell whom it is populated for.
    private void finish(PersistentVolumeClaim claim) {
        seen.source()
                .filter(found -> !Facts.isDeleting(found))
                .ifPresent(found -> steps.add(new SyncStep.DeleteSource(found)));
        String populatedFor = Facts.annotation(seen.dataVolume(), Annotations.POPULATED_FOR);
        if (populatedFor != null && !Facts.isAnnotated(claim, Annotations.POPULATED_FOR)) {
            steps.add(new SyncStep.NoteOnClaim(claim, new Changes().annotate(Annotations.POPULATED_FOR, populatedFor)));
        }
    }

    /// A claim that was made here for a volume that exists must have got one of those.
    private void checkVolume(PersistentVolumeClaim claim) {
        String expected = Facts.annotation(claim, StateAnnotations.PERSISTENT_VOLUME_LIST);
        boolean isOurs =
                Facts.uid(seen.dataVolume()).equals(Facts.annotation(claim, StateAnnotations.CREATED_FOR_DATA_VOLUME));
        if (expected == null || !isOurs || !Facts.isBound(claim)) {
            return;
        }
        String volume = claim.getSpec().getVolumeName();
        if (expected.contains("\"" + volume + "\"")) {
            steps.add(new SyncStep.NoteOnClaim(
                    claim,
                    new Changes()
                            .annotate(Annotations.POPULATED_FOR, seen.name())
                            .annotate(StateAnnotations.PERSISTENT_VOLUME_LIST, null)));
        } else {
            steps.add(new SyncStep.DeleteClaim(claim));
            trouble = Optional.of(new Trouble(
                    "ErrClaimNotValid", "DataVolume bound to unexpected PV " + volume, Optional.empty(), true));
        }
    }

    private void withoutClaim() {
        if (Facts.isAnnotated(seen.dataVolume(), Annotations.PRE_POPULATED)) {
            return;
        }
        if (!Facts.isAnnotated(seen.dataVolume(), Annotations.CHECK_STATIC_VOLUME)) {
            trouble = unsupported();
        }
        if (trouble.isPresent()) {
            return;
        }
        switch (new ClaimRenderer(seen.cluster().storage(seen.volumes())).render(seen.dataVolume())) {
            case Rendering.Refused(String message) -> trouble = Optional.of(Trouble.claimNotValid(message));
            case Rendering.Rendered(PersistentVolumeClaimSpec spec) -> create(spec);
        }
    }

    private void create(PersistentVolumeClaimSpec spec) {
        Optional<String> volumes = existingVolumes(spec);
        if (volumes.isPresent()) {
            steps.add(new SyncStep.CreateClaim(TargetClaim.unfilled(seen, spec, volumes.get(), installation)));
            return;
        }
        trouble = unsupported();
        if (trouble.isPresent()) {
            return;
        }
        Optional<Boolean> populator = usesPopulator(spec);
        if (populator.isEmpty()) {
            trouble = Optional.of(
                    Trouble.claimNotValid("annotation " + Annotations.USE_POPULATOR + " must be true or false"));
            return;
        }
        note(new Changes().annotate(Annotations.USE_POPULATOR, String.valueOf(populator.get())));
        if (seen.isExternal()) {
            steps.add(new SyncStep.CreateClaim(TargetClaim.external(seen, spec, populator.get(), installation)));
        } else if (populator.get()) {
            createSource();
            steps.add(new SyncStep.CreateClaim(TargetClaim.populated(seen, spec, installation)));
        } else {
            steps.add(new SyncStep.CreateClaim(TargetClaim.annotated(seen, spec, installation)));
        }
    }

    /// Empty when the user's word is neither true nor false.
    private Optional<Boolean> usesPopulator(PersistentVolumeClaimSpec spec) {
        String wish = Facts.annotation(seen.dataVolume(), Annotations.USE_POPULATOR);
        if (wish != null) {
            return GoBoolean.parse(wish);
        }
        return Optional.of(seen.cluster().hasDriver(spec.getStorageClassName()));
    }

    /// The names of volumes that wait for this very claim, as a JSON array.
    private Optional<String> existingVolumes(PersistentVolumeClaimSpec spec) {
        if (!Facts.isAnnotated(seen.dataVolume(), Annotations.CHECK_STATIC_VOLUME)) {
            return Optional.empty();
        }
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        seen.volumes().stream()
                .filter(volume -> isMeant(volume) && AvailableVolume.serves(volume, spec))
                .map(Facts::name)
                .forEach(names::add);
        return names.isEmpty() ? Optional.empty() : Optional.of(names.toString());
    }

    private boolean isMeant(PersistentVolume volume) {
        var reference = volume.getSpec().getClaimRef();
        return reference != null
                && !Facts.isDeleting(volume)
                && seen.name().equals(reference.getName())
                && Facts.namespace(seen.dataVolume()).equals(reference.getNamespace());
    }

    private void note(Changes changes) {
        if (changes.patch(seen.dataVolume()).isPresent()) {
            steps.add(new SyncStep.Note(changes));
        }
    }
}
