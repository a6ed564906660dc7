// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import io.cdi.contract.StateAnnotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Questions to the metadata of an object; absent maps and lists read as empty ones.
public final class Facts {

    private Facts() {}

    public static Map<String, String> annotations(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    public static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    public static @Nullable String annotation(HasMetadata object, String key) {
        return annotations(object).get(key);
    }

    /// The annotation, where an empty one means nothing.
    public static @Nullable String filledAnnotation(HasMetadata object, String key) {
        String value = annotation(object, key);
        return value == null || value.isEmpty() ? null : value;
    }

    public static boolean isAnnotated(HasMetadata object, String key) {
        return annotations(object).containsKey(key);
    }

    /// Whether the annotation is the word `true`.
    public static boolean says(HasMetadata object, String key) {
        return "true".equalsIgnoreCase(annotation(object, key));
    }

    public static boolean isDeleting(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    public static String uid(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        return uid == null ? "" : uid;
    }

    public static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    public static String namespace(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return namespace == null ? "" : namespace;
    }

    public static Optional<OwnerReference> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    public static boolean isControlledBy(HasMetadata object, HasMetadata owner) {
        return controller(object)
                .map(OwnerReference::getUid)
                .filter(uid(owner)::equals)
                .isPresent();
    }

    /// The size that a claim asks for; the API server takes none without.
    public static Quantity requestedSize(PersistentVolumeClaim claim) {
        return Objects.requireNonNull(
                claim.getSpec().getResources().getRequests().get("storage"));
    }

    /// `Pending`, `Bound`, `Lost`, or empty.
    public static String phase(PersistentVolumeClaim claim) {
        return claim.getStatus() == null || claim.getStatus().getPhase() == null
                ? ""
                : claim.getStatus().getPhase();
    }

    /// Whether the claim bears the mark of one that has got its content.
    public static boolean isFilled(PersistentVolumeClaim claim) {
        return "Succeeded".equals(annotation(claim, StateAnnotations.POD_PHASE));
    }

    public static boolean isBound(PersistentVolumeClaim claim) {
        return phase(claim).equals("Bound");
    }
}
