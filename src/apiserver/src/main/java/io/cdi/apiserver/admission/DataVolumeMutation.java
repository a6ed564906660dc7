// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.api.ObjectReference;
import io.cdi.api.datasource.DataSource;
import io.cdi.api.datasource.DataSourceTarget;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.PvcSource;
import io.cdi.api.datavolume.SnapshotSource;
import io.cdi.api.datavolume.SourceRef;
import io.cdi.api.validation.Cause;
import io.cdi.api.validation.Verdict;
import io.cdi.apiserver.cluster.AccessReviews;
import io.cdi.apiserver.cluster.CloneOrigin;
import io.cdi.apiserver.cluster.ClusterFacts;
import io.cdi.apiserver.tokens.ShortTokens;
import io.cdi.contract.Annotations;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Refuses a copy of what its user may not read: whoever copies from another namespace needs the right
/// `datavolumes/source` there, or may create pods there, which could read the volume as well. A copy
/// that is allowed gets a token, by which the controller knows that it was.
public final class DataVolumeMutation implements Webhook {

    private static final String DATA_SOURCE = "DataSource";

    private final Reading reading;
    private final ClusterFacts facts;
    private final AccessReviews reviews;
    private final ShortTokens tokens;

    public DataVolumeMutation(ObjectMapper json, ClusterFacts facts, AccessReviews reviews, ShortTokens tokens) {
        this.reading = new Reading(json);
        this.facts = facts;
        this.reviews = reviews;
        this.tokens = tokens;
    }

    @Override
    public String path() {
        return "datavolume-mutate";
    }

    @Override
    public Answer judge(AdmissionRequest request) throws JsonProcessingException {
        if (!request.isFor("datavolumes")) {
            return new Answer.Judged(Verdict.badRequest("expect resource to be 'datavolumes'"));
        }
        DataVolume dataVolume = reading.object(request, DataVolume.class);
        if (dataVolume.isMarkedForDeletion()) {
            return Answer.ALLOWED;
        }
        Found found = origin(dataVolume.getSpec(), request.namespaceOrEmpty());
        boolean isFilledAlready = isFilledAlready(dataVolume);
        return switch (found) {
            case Found.Nothing _ -> Answer.ALLOWED;
            case Found.Missing(var message) ->
                isFilledAlready ? Answer.ALLOWED : new Answer.Judged(Verdict.badRequest(message));
            case Found.Origin _ when isFilledAlready -> Answer.ALLOWED;
            case Found.Origin(var origin) when !isAllowed(request, origin) -> refused(request, origin);
            case Found.Origin(var origin) when request.isCreate() -> withToken(request, dataVolume, origin);
            case Found.Origin _ -> Answer.ALLOWED;
        };
    }

    private sealed interface Found {
        record Nothing() implements Found {}

        record Missing(String message) implements Found {}

        record Origin(CloneOrigin origin) implements Found {}
    }

    private Found origin(DataVolumeSpec spec, String namespace) {
        if (spec.source() != null) {
            PvcSource claim = spec.source().pvc();
            SnapshotSource snapshot = spec.source().snapshot();
            if (claim != null) {
                return found(false, claim.namespace(), claim.name(), namespace);
            }
            return snapshot == null
                    ? new Found.Nothing()
                    : found(true, snapshot.namespace(), snapshot.name(), namespace);
        }
        SourceRef reference = spec.sourceRef();
        if (reference == null || !DATA_SOURCE.equals(reference.kind()) || reference.name() == null) {
            return new Found.Nothing();
        }
        String where =
                reference.namespace() == null || reference.namespace().isEmpty() ? namespace : reference.namespace();
        DataSource source = facts.dataSource(where, reference.name());
        return source == null
                ? new Found.Missing("DataSource " + where + "/" + reference.name() + " not found")
                : resolved(source, where);
    }

    /// A DataSource that refers to another one says in its status what that leads to.
    private static Found resolved(DataSource source, String namespace) {
        DataSourceTarget target = source.getSpec().source();
        if (target != null && target.pvc() == null && target.snapshot() == null) {
            target = source.getStatus() == null ? null : source.getStatus().source();
        }
        if (target == null) {
            return new Found.Nothing();
        }
        boolean isSnapshot = target.pvc() == null;
        ObjectReference origin = isSnapshot ? target.snapshot() : target.pvc();
        return origin == null ? new Found.Nothing() : found(isSnapshot, origin.namespace(), origin.name(), namespace);
    }

    /// An origin without a name is refused by validation.
    private static Found found(
            boolean isSnapshot, @Nullable String namespace, @Nullable String name, String ownNamespace) {
        String where =
                Optional.ofNullable(namespace).filter(given -> !given.isEmpty()).orElse(ownNamespace);
        return name == null || name.isEmpty()
                ? new Found.Nothing()
                : new Found.Origin(new CloneOrigin(isSnapshot, where, name));
    }

    private boolean isAllowed(AdmissionRequest request, CloneOrigin origin) {
        return origin.namespace().equals(request.namespaceOrEmpty())
                || reviews.mayCopy(Objects.requireNonNull(request.userInfo(), "a review names its user"), origin);
    }

    /// In place of any that the user has brought.
    private Answer withToken(AdmissionRequest request, DataVolume dataVolume, CloneOrigin origin) {
        String name = dataVolume.getMetadata().getName();
        String token = tokens.copy(origin, request.namespaceOrEmpty(), name);
        JsonNode object = Objects.requireNonNull(request.object(), "a creation has an object");
        ObjectNode changed = object.deepCopy();
        changed.withObject("/metadata/annotations").put(Annotations.CLONE_TOKEN, token);
        return new Answer.Changed(JsonDiff.asJson(object, changed));
    }

    private static Answer refused(AdmissionRequest request, CloneOrigin origin) {
        String user = request.userInfo() == null ? "" : request.userInfo().getUsername();
        String message =
                "User " + user + " has insufficient permissions in clone source namespace " + origin.namespace();
        return new Answer.Judged(
                Verdict.of(List.of(new Cause(Cause.Reason.INVALID, message, "spec.source.PVC.namespace"))));
    }

    private static boolean isFilledAlready(DataVolume dataVolume) {
        var annotations = dataVolume.getMetadata().getAnnotations();
        return annotations != null
                && (annotations.containsKey(Annotations.PRE_POPULATED)
                        || annotations.containsKey(Annotations.CHECK_STATIC_VOLUME));
    }
}
