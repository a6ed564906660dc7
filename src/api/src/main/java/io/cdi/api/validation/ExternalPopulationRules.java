// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datavolume.DataVolumeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rules of a claim that something else fills. All causes are reported.
final class ExternalPopulationRules {
    private ExternalPopulationRules() {}

    static List<Cause> check(String prefix, DataVolumeSpec spec) {
        var causes = new ArrayList<Cause>();
        if (spec.source() != null || spec.sourceRef() != null) {
            causes.addAll(
                    Cause.invalid("External population is incompatible with Source and SourceRef", prefix + ".source"));
        }
        var dataSource = spec.pvc() == null
                ? Objects.requireNonNull(spec.storage()).dataSource()
                : spec.pvc().getDataSource();
        var dataSourceRef = spec.pvc() == null
                ? Objects.requireNonNull(spec.storage()).dataSourceRef()
                : spec.pvc().getDataSourceRef();
        if (dataSource != null && dataSourceRef != null) {
            causes.addAll(Cause.invalid("DataSourceRef and DataSource must match", ""));
        }
        if (dataSource != null) {
            causes.addAll(reference(
                    "DataSource",
                    prefix + ".dataSource",
                    dataSource.getName(),
                    dataSource.getKind(),
                    dataSource.getApiGroup()));
        }
        if (dataSourceRef != null) {
            causes.addAll(Rules.unless(
                    Rules.isEmpty(dataSourceRef.getNamespace()),
                    "Invalid value: DataSourceRef namespace not supported",
                    prefix + ".dataSourceRef.namespace[]"));
            causes.addAll(reference(
                    "DataSourceRef",
                    prefix + ".dataSourceRef",
                    dataSourceRef.getName(),
                    dataSourceRef.getKind(),
                    dataSourceRef.getApiGroup()));
        }
        return List.copyOf(causes);
    }

    private static List<Cause> reference(
            String what, String field, @Nullable String name, @Nullable String kind, @Nullable String apiGroup) {
        return Stream.of(
                        Rules.unless(!Rules.isEmpty(name), "Required value: " + what + " name", field + ".name[]"),
                        Rules.unless(!Rules.isEmpty(kind), "Required value: " + what + " kind", field + ".kind"),
                        Rules.unless(
                                !Rules.isEmpty(apiGroup) || "PersistentVolumeClaim".equals(kind),
                                "Required value: " + what + " apiGroup when kind is not 'PersistentVolumeClaim'",
                                field + ".apiGroup[]"))
                .flatMap(List::stream)
                .toList();
    }
}
