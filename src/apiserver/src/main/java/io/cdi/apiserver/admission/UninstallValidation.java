// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.install.CDI;
import io.cdi.api.validation.UninstallRule;
import io.cdi.api.validation.Verdict;
import io.cdi.apiserver.cluster.ClusterFacts;
import org.jspecify.annotations.Nullable;

/// Refuses to remove an installation that is in use, where its owner wants that.
public final class UninstallValidation implements Webhook {

    private final ObjectMapper json;
    private final ClusterFacts facts;

    public UninstallValidation(ObjectMapper json, ClusterFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    @Override
    public String path() {
        return "cdi-validate";
    }

    @Override
    public Answer judge(AdmissionRequest request) throws JsonProcessingException {
        if (!request.isFor("cdis")) {
            return new Answer.Judged(Verdict.badRequest("expect resource to be 'cdis'"));
        }
        if (!"DELETE".equals(request.operation())) {
            return Answer.ALLOWED;
        }
        CDI cdi = deleted(request);
        return new Answer.Judged(
                cdi == null
                        ? Verdict.badRequest("cannot derive deleted resource")
                        : UninstallRule.check(cdi, facts::countUserDataVolumes));
    }

    private @Nullable CDI deleted(AdmissionRequest request) throws JsonProcessingException {
        JsonNode former = request.oldObject();
        if (former != null && !former.isNull()) {
            return json.treeToValue(former, CDI.class);
        }
        return request.name() == null ? null : facts.installation(request.name());
    }
}
