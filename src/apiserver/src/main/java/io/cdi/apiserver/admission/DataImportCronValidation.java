// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.datasource.DataImportCron;
import io.cdi.api.validation.DataImportCronRules;
import io.cdi.api.validation.Verdict;

/// Refuses DataImportCrons that cannot work.
public final class DataImportCronValidation implements Webhook {

    private final Reading reading;

    public DataImportCronValidation(ObjectMapper json) {
        this.reading = new Reading(json);
    }

    @Override
    public String path() {
        return "dataimportcron-validate";
    }

    @Override
    public Answer judge(AdmissionRequest request) throws JsonProcessingException {
        if (!request.isFor("dataimportcrons")) {
            return new Answer.Judged(Verdict.badRequest("expect resource to be 'dataimportcrons'"));
        }
        return new Answer.Judged(Verdict.of(DataImportCronRules.check(
                reading.object(request, DataImportCron.class), reading.former(request, DataImportCron.class))));
    }
}
