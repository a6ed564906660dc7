// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSource;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.populator.ImportSource;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeImportSourceSpec;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Objects;

/// The VolumeImportSource of a DataVolume.
final class ImportSourceObject {

    private ImportSourceObject() {}

    static VolumeImportSource of(DataVolume dataVolume, Installation installation) {
        DataVolumeSpec spec = dataVolume.getSpec();
        DataVolumeSource source = Objects.requireNonNull(spec.source());
        VolumeImportSource object = new VolumeImportSource();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Facts.namespace(dataVolume))
                .withName(ObjectNames.volumeImportSource(Facts.uid(dataVolume)))
                .withLabels(installation.labels())
                .withOwnerReferences(Facts.controllerReference(dataVolume))
                .build());
        boolean stages = spec.isMultiStage();
        object.setSpec(new VolumeImportSourceSpec(
                ImportSource.of(source),
                spec.contentType(),
                spec.preallocation(),
                stages ? Facts.name(dataVolume) : null,
                stages ? spec.checkpoints() : null,
                stages ? spec.finalCheckpoint() : null));
        return object;
    }
}
