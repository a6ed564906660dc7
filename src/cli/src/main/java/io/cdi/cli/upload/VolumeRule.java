// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.DataVolumeSource;
import io.cdi.cli.apply.VolumeName;
import io.cdi.contract.ContentType;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        String source = source(dataVolume.getSpec().source());
        if (!source.equals("upload source")) {
            return Optional.of("is filled from its " + source + ", not by an upload; choose another name");
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

    /// The word of the spec: `upload`, `http`...
    private static String source(@Nullable DataVolumeSource source) {
        return Optional.ofNullable(source)
                .flatMap(DataVolumeSource::only)
                .map(only ->
                        only.getClass().getSimpleName().replace("Source", "").toLowerCase(Locale.ROOT) + " source")
                .orElse("sourceRef");
    }
}
