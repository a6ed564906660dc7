// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.transfer.ObjectTransfer;
import io.cdi.api.transfer.ObjectTransferSpec;
import io.cdi.api.validation.ObjectTransferRules;
import io.cdi.api.validation.Verdict;
import io.cdi.apiserver.cluster.ClusterFacts;

/// Refuses transfers to a name that is taken.
public final class ObjectTransferValidation implements Webhook {

    private final Reading reading;
    private final ClusterFacts facts;

    public ObjectTransferValidation(ObjectMapper json, ClusterFacts facts) {
        this.reading = new Reading(json);
        this.facts = facts;
    }

    @Override
    public String path() {
        return "objecttransfer-validate";
    }

    @Override
    public Answer judge(AdmissionRequest request) throws JsonProcessingException {
        if (!request.isFor("objecttransfers")) {
            return new Answer.Judged(Verdict.badRequest("expect resource to be 'objecttransfers'"));
        }
        ObjectTransfer transfer = reading.object(request, ObjectTransfer.class);
        ObjectTransfer former = reading.former(request, ObjectTransfer.class);
        return new Answer.Judged(
                former == null
                        ? ObjectTransferRules.create(transfer, isTaken(transfer.getSpec()))
                        : ObjectTransferRules.update(transfer, former));
    }

    private boolean isTaken(ObjectTransferSpec spec) {
        String[] target = ObjectTransferRules.target(spec).split("/", 2);
        return switch (spec.source().kind()) {
            case "DataVolume" -> facts.hasDataVolume(target[0], target[1]);
            case "PersistentVolumeClaim" -> facts.claim(target[0], target[1]) != null;
            default -> false;
        };
    }
}
