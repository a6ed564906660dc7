// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.api.validation.Cause;
import io.cdi.api.validation.PopulatorRules;
import io.cdi.api.validation.Verdict;
import java.util.List;

/// Refuses sources that no populator could read.
public final class PopulatorValidation implements Webhook {

    private final Reading reading;

    public PopulatorValidation(ObjectMapper json) {
        this.reading = new Reading(json);
    }

    @Override
    public String path() {
        return "populator-validate";
    }

    @Override
    public Answer judge(AdmissionRequest request) throws JsonProcessingException {
        if (request.isFor("volumeimportsources")) {
            return judged(PopulatorRules.check(
                    reading.object(request, VolumeImportSource.class),
                    reading.former(request, VolumeImportSource.class)));
        }
        if (request.isFor("volumeuploadsources")) {
            return judged(PopulatorRules.check(
                    reading.object(request, VolumeUploadSource.class),
                    reading.former(request, VolumeUploadSource.class)));
        }
        return new Answer.Judged(
                Verdict.badRequest("unexpected resource: " + request.resource().getResource()));
    }

    private static Answer judged(List<Cause> causes) {
        return new Answer.Judged(Verdict.of(causes));
    }
}
