// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.api.validation.Cause;
import io.cdi.api.validation.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a review into its answer, which is an answer whatever happens: without one the API server would try again.
public final class Review {

    private static final Logger LOG = LoggerFactory.getLogger(Review.class);

    private final ObjectMapper json;

    public Review(ObjectMapper json) {
        this.json = json;
    }

    /// @throws JsonProcessingException when this is no review, so that there is nobody to answer
    public JsonNode answer(Webhook webhook, String review) throws JsonProcessingException {
        JsonNode asked = json.readTree(review);
        AdmissionRequest request = json.treeToValue(asked.path("request"), AdmissionRequest.class);
        ObjectNode answer = json.createObjectNode();
        answer.set("apiVersion", asked.path("apiVersion"));
        answer.put("kind", "AdmissionReview");
        ObjectNode response = answer.putObject("response").put("uid", request.uid());
        switch (judge(webhook, request)) {
            case Answer.Changed(var patch) ->
                response.put("allowed", true).put("patchType", "JSONPatch").put("patch", base64(patch));
            case Answer.Judged(Verdict.Allowed(var warnings)) -> {
                response.put("allowed", true);
                if (!warnings.isEmpty()) {
                    warnings.forEach(response.putArray("warnings")::add);
                }
            }
            case Answer.Judged(Verdict.Denied denied) -> refuse(response, denied);
        }
        return answer;
    }

    private static Answer judge(Webhook webhook, AdmissionRequest request) {
        try {
            return webhook.judge(request);
        } catch (JsonProcessingException e) {
            return new Answer.Judged(Verdict.badRequest("cannot read the object: " + e.getOriginalMessage()));
        } catch (RuntimeException e) {
            LOG.error("review failed; webhook={} object={}/{}", webhook.path(), request.namespace(), request.name(), e);
            return new Answer.Judged(Verdict.badRequest("internal error: " + e));
        }
    }

    private static void refuse(ObjectNode response, Verdict.Denied denied) {
        ObjectNode status = response.put("allowed", false).putObject("status");
        status.put("code", denied.code()).put("message", denied.message());
        if (!denied.causes().isEmpty()) {
            var causes = status.putObject("details").putArray("causes");
            for (Cause cause : denied.causes()) {
                causes.addObject()
                        .put("reason", cause.reason().text())
                        .put("message", cause.message())
                        .put("field", cause.field());
            }
        }
    }

    private static String base64(JsonNode patch) {
        return Base64.getEncoder().encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8));
    }
}
