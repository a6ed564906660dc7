// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.validation.DataVolumeRules;
import io.cdi.api.validation.ExistingClaim;
import io.cdi.api.validation.Verdict;
import io.cdi.apiserver.cluster.ClusterFacts;

/// Refuses DataVolumes that cannot work.
public final class DataVolumeValidation implements Webhook {

    private final Reading reading;
    private final ClusterFacts facts;

    public DataVolumeValidation(ObjectMapper json, ClusterFacts facts) {
        this.reading = new Reading(json);
        this.facts = facts;
    }

    @Override
    public String path() {
        return "datavolume-validate";
    }

    @Override
    public Answer judge(AdmissionRequest request) throws JsonProcessingException {
        if (!request.isFor("datavolumes")) {
            return new Answer.Judged(Verdict.badRequest("expect resource to be 'datavolumes'"));
        }
        DataVolume dataVolume = reading.object(request, DataVolume.class);
        DataVolume former = reading.former(request, DataVolume.class);
        if (former != null) {
            return new Answer.Judged(Verdict.of(DataVolumeRules.update(dataVolume, former)));
        }
        var claim =
                facts.claim(request.namespaceOrEmpty(), dataVolume.getMetadata().getName());
        return new Answer.Judged(Verdict.of(
                DataVolumeRules.create(dataVolume, new ExistingClaim(claim, facts.adoptsClaimsByDefault()))));
    }
}
