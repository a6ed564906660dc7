// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.DataVolumeSource;
import io.cdi.api.datavolume.Source;
import io.cdi.api.datavolume.UploadSource;
import io.cdi.cli.apply.VolumeName;
import io.cdi.contract.ContentType;
import java.util.Locale;
import java.util.Optional;

/// Decides whether an upload may go into a DataVolume of that name.
final class VolumeRule {

    /// What is done about the DataVolume.
    sealed interface Decision {
        record Create() implements Decision {}

        record Use(DataVolume dataVolume) implements Decision {}

        record Refuse(String why) implements Decision {}
    }

    private VolumeRule() {}

    /// @param create whether a missing one may be made
    static Decision decide(VolumeName name, Optional<DataVolume> existing, ContentType content, boolean create) {
        if (existing.isEmpty()) {
            return create
                    ? new Decision.Create()
                    : new Decision.Refuse("there is no DataVolume " + name + "; leave out --no-create to make it");
        }
        DataVolume dataVolume = existing.get();
        Optional<String> objection = objection(dataVolume, content);
        return objection.isPresent()
                ? new Decision.Refuse("DataVolume " + name + " " + objection.get())
                : new Decision.Use(dataVolume);
    }

    private static Optional<String> objection(DataVolume dataVolume, ContentType content) {
        if (dataVolume.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("is being deleted; wait until it is gone");
        }
        Optional<Source> source =
                Optional.ofNullable(dataVolume.getSpec().source()).flatMap(DataVolumeSource::only);
        if (source.filter(UploadSource.class::isInstance).isEmpty()) {
            return Optional.of("is filled from its "
                    + source.map(VolumeRule::word).orElse("sourceRef") + ", not by an upload; choose another name");
        }
        if (DataVolumePhase.of(dataVolume.getStatus()) == DataVolumePhase.SUCCEEDED) {
            return Optional.of("is filled already; delete it or choose another name");
        }
        ContentType wanted = ContentType.orDisk(dataVolume.getSpec().contentType());
        if (wanted != content) {
            return Optional.of("wants the content type " + wanted.word() + "; give --content-type " + wanted.word());
        }
        return Optional.empty();
    }

    private static String word(Source source) {
        return source.getClass().getSimpleName().replace("Source", "").toLowerCase(Locale.ROOT) + " source";
    }
}
