// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datasource.DataImportCron;
import io.cdi.api.datasource.DataImportCronSpec;
import io.cdi.api.datavolume.DataVolumeSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of a DataImportCron.
public final class DataImportCronRules {
    private static final int MAX_NAME = 63;
    private static final String TEMPLATE = "spec.Template";

    private DataImportCronRules() {}

    public static List<Cause> check(DataImportCron cron, @Nullable DataImportCron old) {
        var name = Rules.shortEnough(cron.getMetadata().getName(), MAX_NAME);
        if (!name.isEmpty() || old == null) {
            return name.isEmpty() ? spec(cron.getSpec()) : name;
        }
        return SameSpec.same(cron.getSpec(), old.getSpec())
                ? Rules.NONE
                : Cause.duplicate("Cannot update DataImportCron Spec", "DataImportCron.Spec");
    }

    private static List<Cause> spec(DataImportCronSpec spec) {
        var template = spec.template().spec();
        return Rules.first(
                () -> template(template),
                () -> DataVolumeSpecRules.check("Template", template),
                () -> Rules.unless(
                        Rules.isEmpty(spec.schedule()) || CronSchedule.isValid(spec.schedule()),
                        "Illegal cron schedule",
                        "spec.Schedule"),
                () -> Rules.unless(
                        spec.importsToKeep() == null || spec.importsToKeep() >= 0,
                        "Illegal ImportsToKeep value",
                        "spec.ImportsToKeep"),
                () -> Rules.unless(
                        spec.garbageCollect() == null
                                || spec.garbageCollect().equals("Never")
                                || spec.garbageCollect().equals("Outdated"),
                        "Illegal GarbageCollect value",
                        "spec.GarbageCollect"),
                () -> Rules.unless(
                        !Rules.isEmpty(spec.managedDataSource()),
                        "Illegal ManagedDataSource value",
                        "spec.ManagedDataSource"),
                () -> Rules.shortEnough(spec.managedDataSource(), MAX_NAME));
    }

    private static List<Cause> template(DataVolumeSpec template) {
        var source = template.source();
        var isUnset = template.sourceRef() == null
                && Rules.isEmpty(template.contentType())
                && (template.checkpoints() == null || template.checkpoints().isEmpty())
                && !Boolean.TRUE.equals(template.finalCheckpoint());
        return Rules.first(
                () -> Rules.unless(
                        source != null && (source.registry() != null || source.pvc() != null),
                        "Missing source",
                        TEMPLATE),
                () -> Rules.unless(
                        isUnset, "Unsettable fields: SourceRef, ContentType, Checkpoints, FinalCheckpoint", TEMPLATE));
    }
}
