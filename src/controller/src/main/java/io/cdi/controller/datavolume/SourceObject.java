// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSource;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.UploadSource;
import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.populator.ImportSource;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeImportSourceSpec;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.api.populator.VolumeUploadSourceSpec;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.populator.PopulatorSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Objects;

/// What the claim of a DataVolume refers to to be populated: a VolumeImportSource or a VolumeUploadSource.
final class SourceObject {

    private SourceObject() {}

    static HasMetadata of(DataVolume dataVolume, Installation installation) {
        return ofUpload(dataVolume) ? uploaded(dataVolume, installation) : imported(dataVolume, installation);
    }

    private static boolean ofUpload(DataVolume dataVolume) {
        DataVolumeSource source = dataVolume.getSpec().source();
        return source != null && source.only().orElse(null) instanceof UploadSource;
    }

    static PopulatorSource.Kind kind(DataVolume dataVolume) {
        return ofUpload(dataVolume) ? PopulatorSource.Kind.VolumeUploadSource : PopulatorSource.Kind.VolumeImportSource;
    }

    static String name(DataVolume dataVolume) {
        return ofUpload(dataVolume)
                ? ObjectNames.volumeUploadSource(Facts.uid(dataVolume))
                : ObjectNames.volumeImportSource(Facts.uid(dataVolume));
    }

    private static VolumeUploadSource uploaded(DataVolume dataVolume, Installation installation) {
        VolumeUploadSource object = new VolumeUploadSource();
        object.setMetadata(metadata(dataVolume, installation));
        object.setSpec(new VolumeUploadSourceSpec(
                dataVolume.getSpec().contentType(), dataVolume.getSpec().preallocation()));
        return object;
    }

    private static ObjectMeta metadata(DataVolume dataVolume, Installation installation) {
        return new ObjectMetaBuilder()
                .withNamespace(Facts.namespace(dataVolume))
                .withName(name(dataVolume))
                .withLabels(installation.labels())
                .withOwnerReferences(ControllerReference.to(dataVolume))
                .build();
    }

    private static VolumeImportSource imported(DataVolume dataVolume, Installation installation) {
        DataVolumeSpec spec = dataVolume.getSpec();
        DataVolumeSource source = Objects.requireNonNull(spec.source());
        VolumeImportSource object = new VolumeImportSource();
        object.setMetadata(metadata(dataVolume, installation));
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
