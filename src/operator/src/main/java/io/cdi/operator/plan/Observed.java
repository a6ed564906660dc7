// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is there of what we manage.
///
/// @param hasPriorityClass whether the class that our own pods shall have exists
/// @param optionalKinds those of them that the cluster has
public record Observed(Map<ObjectKey, HasMetadata> objects, boolean hasPriorityClass, Set<OptionalKind> optionalKinds) {

    public static Observed of(
            Collection<HasMetadata> objects, boolean hasPriorityClass, Set<OptionalKind> optionalKinds) {
        return new Observed(
                objects.stream().collect(Collectors.toMap(ObjectKey::of, Function.identity(), (one, same) -> one)),
                hasPriorityClass,
                optionalKinds);
    }

    public @Nullable HasMetadata get(ObjectKey key) {
        return objects.get(key);
    }

    public <T extends HasMetadata> @Nullable T get(Class<T> type, String namespace, String name) {
        return type.cast(objects.get(new ObjectKey(HasMetadata.getKind(type), namespace, name)));
    }

    /// The UIDs of the installations to which these objects belong.
    public Stream<String> owners() {
        return objects.values().stream()
                .map(Observed::owner)
                .flatMap(Optional::stream)
                .distinct();
    }

    public static Optional<String> owner(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController())
                        && owner.getKind().equals("CDI"))
                .map(OwnerReference::getUid)
                .findFirst();
    }

    /// What is there of these installations; kinds first, since they stay for as long as one of their objects does.
    public Stream<ObjectKey> belongingTo(Set<String> owners) {
        return objects.entrySet().stream()
                .filter(object ->
                        owner(object.getValue()).filter(owners::contains).isPresent())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing((ObjectKey key) -> !key.kind().equals("CustomResourceDefinition"))
                        .thenComparing(ObjectKey::toString));
    }

    /// Whether every pod of a Deployment is of its newest form and ready.
    public boolean isReady(Deployment wanted) {
        Deployment found = get(
                Deployment.class,
                wanted.getMetadata().getNamespace(),
                wanted.getMetadata().getName());
        if (found == null || found.getStatus() == null) {
            return false;
        }
        var status = found.getStatus();
        Integer replicas = found.getSpec().getReplicas();
        Long generation = found.getMetadata().getGeneration();
        return replicas != null
                && replicas.equals(status.getReplicas())
                && replicas.equals(status.getReadyReplicas())
                && replicas.equals(status.getUpdatedReplicas())
                && (generation == null || generation.equals(status.getObservedGeneration()));
    }
}
