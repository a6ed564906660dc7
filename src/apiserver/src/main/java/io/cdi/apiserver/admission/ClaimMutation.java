// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.api.pvc.ClaimRenderer;
import io.cdi.api.pvc.Rendering;
import io.cdi.api.validation.Verdict;
import io.cdi.apiserver.cluster.ClusterFacts;
import io.cdi.contract.Annotations;
import io.cdi.contract.ContentType;
import io.cdi.contract.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.zjsonpatch.JsonDiff;

/// Completes labelled claims from the profile of their storage class.
public final class ClaimMutation implements Webhook {

    private final ObjectMapper json;
    private final ClusterFacts facts;

    public ClaimMutation(ObjectMapper json, ClusterFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    @Override
    public String path() {
        return "pvc-mutate";
    }

    @Override
    public Answer judge(AdmissionRequest request) throws JsonProcessingException {
        if (!request.isFor("persistentvolumeclaims")) {
            return new Answer.Judged(Verdict.badRequest("expect resource to be 'persistentvolumeclaims'"));
        }
        PersistentVolumeClaim claim = new Reading(json).object(request, PersistentVolumeClaim.class);
        var labels = claim.getMetadata().getLabels();
        if (!request.isCreate() || labels == null || !"true".equals(labels.get(Labels.APPLY_STORAGE_PROFILE))) {
            return Answer.ALLOWED;
        }
        return switch (new ClaimRenderer(facts.storage()).admit(claim.getSpec(), contentType(claim))) {
            case Rendering.Refused(var message) -> new Answer.Judged(Verdict.badRequest(message));
            case Rendering.Rendered(var spec) -> changed(json.valueToTree(claim.getSpec()), json.valueToTree(spec));
        };
    }

    private static ContentType contentType(PersistentVolumeClaim claim) {
        var annotations = claim.getMetadata().getAnnotations();
        return ContentType.orDisk(annotations == null ? null : annotations.get(Annotations.CONTENT_TYPE));
    }

    /// Both sides went through the same type, so that the difference is the change and nothing else.
    private Answer changed(JsonNode former, JsonNode spec) {
        JsonNode patch = JsonDiff.asJson(whole(former), whole(spec));
        return patch.isEmpty() ? Answer.ALLOWED : new Answer.Changed(patch);
    }

    private ObjectNode whole(JsonNode spec) {
        return json.createObjectNode().set("spec", spec);
    }
}
