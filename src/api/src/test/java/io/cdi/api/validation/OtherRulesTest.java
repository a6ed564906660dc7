// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.datasource.DataImportCron;
import io.cdi.api.install.CDI;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.api.transfer.ObjectTransfer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherRulesTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String TEMPLATE =
            "template: {spec: {source: {registry: {url: 'docker://a'}}, storage: {resources: {requests: {storage: 1Gi}}}}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            schedule: '', managedDataSource: ds | ~~ | ~~
            schedule: often, managedDataSource: ds | Illegal cron schedule | spec.Schedule
            schedule: '', managedDataSource: ds, importsToKeep: -1 | Illegal ImportsToKeep value | spec.ImportsToKeep
            schedule: '', managedDataSource: ds, garbageCollect: Some | Illegal GarbageCollect value | spec.GarbageCollect
            schedule: '', managedDataSource: '' | Illegal ManagedDataSource value | spec.ManagedDataSource
            """)
    void cronRules(String spec, String message, String field) {
        var cron = cron(TEMPLATE + ", " + spec);

        assertThat(DataImportCronRules.check(cron, null))
                .isEqualTo(message.isEmpty() ? List.of() : Cause.invalid(message, field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            source: {blank: {}} | Missing source | spec.Template
            source: {registry: {url: 'docker://a'}}, contentType: kubevirt | Unsettable fields: SourceRef, ContentType, Checkpoints, FinalCheckpoint | spec.Template
            source: {registry: {url: 'http://a'}}, storage: {resources: {requests: {storage: 1Gi}}} | Illegal registry source URL scheme http://a | Template.source.Registry
            source: {registry: {url: 'docker://a'}} | Missing Data volume PVC | Template.PVC
            """)
    void cronTemplateRules(String template, String message, String field) {
        var cron = cron("template: {spec: {" + template + "}}, schedule: '', managedDataSource: ds");

        assertThat(DataImportCronRules.check(cron, null)).isEqualTo(Cause.invalid(message, field));
    }

    @Test
    void cronsDoNotChange() {
        var old = cron(TEMPLATE + ", schedule: '', managedDataSource: ds");
        var changed = cron(TEMPLATE + ", schedule: '', managedDataSource: other");

        assertThat(DataImportCronRules.check(old, old)).isEmpty();
        assertThat(DataImportCronRules.check(changed, old))
                .isEqualTo(Cause.duplicate("Cannot update DataImportCron Spec", "DataImportCron.Spec"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            source: {http: {url: 'http://a'}} | ~~ | ~~
            contentType: iso, source: {blank: {}} | ContentType not one of: kubevirt, archive | spec.contentType
            preallocation: true | Missing VolumeImport source | spec.source
            source: {blank: {}, http: {url: 'http://a'}} | Multiple VolumeImport sources | spec.source
            source: {vddk: {}}, checkpoints: [{previous: '', current: a}] | Unable to do multi-stage import without specifying a target claim | spec.targetClaim
            source: {http: {url: ''}} | spec.source source URL is empty | spec.source.HTTP.url
            """)
    void importSourceRules(String spec, String message, String field) {
        assertThat(PopulatorRules.check(object(VolumeImportSource.class, spec), null))
                .isEqualTo(message.isEmpty() ? List.of() : Cause.invalid(message, field));
    }

    @Test
    void populatorSourcesDoNotChange() {
        var old = object(VolumeUploadSource.class, "contentType: archive");
        var changed = object(VolumeUploadSource.class, "contentType: kubevirt");

        assertThat(PopulatorRules.check(changed, old))
                .isEqualTo(Cause.duplicate("Cannot update VolumeUploadSource Spec", "VolumeUploadSource.Spec"));
        assertThat(PopulatorRules.check(old, old)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            target: {} | DataVolume | false | Target namespace and/or target name must be supplied
            target: {name: b} | Pod | false | Unsupported kind "Pod"
            target: {name: b} | DataVolume | true | ObjectTransfer target "ns/b" already exists
            target: {namespace: c} | PersistentVolumeClaim | true | ObjectTransfer target "c/a" already exists
            """)
    void transferRules(String target, String kind, boolean exists, String message) {
        var transfer = object(ObjectTransfer.class, target + ", source: {kind: " + kind + ", namespace: ns, name: a}");

        assertThat(ObjectTransferRules.create(transfer, exists)).isEqualTo(Verdict.badRequest(message));
    }

    @Test
    void transfersAreAdmittedWithAWarning() {
        var transfer =
                object(ObjectTransfer.class, "target: {name: b}, source: {kind: DataVolume, namespace: ns, name: a}");

        assertThat(ObjectTransferRules.create(transfer, false))
                .isEqualTo(
                        new Verdict.Allowed(List.of("ObjectTransfer feature is deprecated, and will be deleted soon")));
    }

    @ParameterizedTest
    @CsvSource({
        "BlockUninstallIfWorkloadsExist, Deployed, 2, false",
        "BlockUninstallIfWorkloadsExist, Deployed, 0, true",
        "BlockUninstallIfWorkloadsExist, Deployed, 1, false"
    })
    void uninstallWaitsForDataVolumesWhereItIsGuarded(String strategy, String phase, int count, boolean admitted) {
        assertThat(UninstallRule.check(cdi(strategy, phase), () -> count) instanceof Verdict.Allowed)
                .isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "BlockUninstallIfWorkloadsExist, Error",
        "BlockUninstallIfWorkloadsExist, ''",
        "RemoveWorkloads, Deployed"
    })
    void dataVolumesAreCountedOnlyWhereTheyMatter(String strategy, String phase) {
        assertThat(UninstallRule.check(cdi(strategy, phase), () -> {
                    throw new IllegalStateException("the list fails");
                }))
                .isEqualTo(Verdict.ALLOWED);
    }

    private static CDI cdi(String strategy, String phase) {
        return YAML.unmarshal(
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: CDI\nspec: {uninstallStrategy: " + strategy
                        + "}\nstatus: {phase: '" + phase + "'}",
                CDI.class);
    }

    private static DataImportCron cron(String spec) {
        return object(DataImportCron.class, spec);
    }

    private static <T extends HasMetadata> T object(Class<T> kind, String spec) {
        return YAML.unmarshal(
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: " + kind.getSimpleName() + "\nmetadata: {name: x}\nspec: {"
                        + spec + "}",
                kind);
    }
}
