// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSource;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.StorageSpec;
import io.cdi.api.datavolume.UploadSource;
import io.cdi.cli.apply.VolumeName;
import io.cdi.contract.Annotations;
import io.cdi.contract.ContentType;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirementsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a new DataVolume shall be like; what is left out comes from the cluster's StorageProfile.
///
/// @param sizeBytes empty for the size of the image
/// @param volumeMode `Block` or `Filesystem`
/// @param forceBind whether the volume is made without waiting for a pod that uses it
public record VolumeWishes(
        OptionalLong sizeBytes,
        Optional<String> storageClass,
        Optional<String> volumeMode,
        Optional<String> accessMode,
        ContentType content,
        boolean forceBind) {

    DataVolume dataVolume(VolumeName name, long bytes) {
        DataVolume dataVolume = new DataVolume();
        dataVolume.setMetadata(new ObjectMetaBuilder()
                .withNamespace(name.namespace())
                .withName(name.name())
                .withAnnotations(forceBind ? Map.of(Annotations.BIND_IMMEDIATE_REQUESTED, "") : Map.of())
                .build());
        dataVolume.setSpec(new DataVolumeSpec(
                DataVolumeSource.of(new UploadSource()),
                null,
                null,
                storage(bytes),
                null,
                null,
                content.word(),
                null,
                null,
                null));
        return dataVolume;
    }

    private StorageSpec storage(long bytes) {
        VolumeResourceRequirements size = new VolumeResourceRequirementsBuilder()
                .addToRequests("storage", new Quantity(Long.toString(bytes)))
                .build();
        return new StorageSpec(
                accessMode.map(List::of).orElse(null),
                null,
                size,
                null,
                storageClass.orElse(null),
                volumeMode.orElse(null),
                null,
                null);
    }
}
