// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cron;

import io.cdi.api.Condition;
import io.cdi.api.datasource.DataImportCron;
import io.cdi.controller.events.EventRecorder;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.FailureLog;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells whoever makes a DataImportCron, in a condition and an event, that nothing will come of it.
public final class DataImportCronReconciler implements Reconciler<DataImportCron> {

    public static final String NAME = "dataimportcron-controller";

    private static final Logger LOG = LoggerFactory.getLogger(DataImportCronReconciler.class);
    private static final String UP_TO_DATE = "UpToDate";
    private static final Tell NOT_YET = Tell.warning(
            "NotSupported",
            "this version imports nothing on a schedule; create a DataVolume for each import, and a DataSource"
                    + " that points to its claim");

    private final KubernetesClient client;
    private final EventRecorder events;
    private final Clock clock;

    public DataImportCronReconciler(KubernetesClient client, EventRecorder events, Clock clock) {
        this.client = client;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public UpdateControl<DataImportCron> reconcile(DataImportCron cron, Context<DataImportCron> context) {
        if (!isTold(cron)) {
            String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            Condition condition = new Condition(UP_TO_DATE, "False", NOT_YET.reason(), NOT_YET.message(), now, now);
            client.resource(cron)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization()
                                    .asJson(Map.of("status", Map.of("conditions", List.of(condition)))));
            events.tell(NAME, cron, NOT_YET);
        }
        return UpdateControl.noUpdate();
    }

    private static boolean isTold(DataImportCron cron) {
        List<Condition> conditions =
                cron.getStatus() == null ? null : cron.getStatus().conditions();
        return conditions != null
                && conditions.stream().anyMatch(condition -> NOT_YET.reason().equals(condition.reason()));
    }

    @Override
    public ErrorStatusUpdateControl<DataImportCron> updateErrorStatus(
            DataImportCron object, Context<DataImportCron> context, Exception failure) {
        return FailureLog.told(LOG, object, context, failure);
    }
}
