// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The JSON form of a [Source]: one member is present in a valid object.
@ApiRecord
public record DataVolumeSource(
        @Field("A file on a web server.") @Nullable HttpSource http,
        @Field("An object in an S3 bucket.") @Nullable S3Source s3,

        @Field("An object in a Google Cloud Storage bucket.") @Nullable
        GcsSource gcs,

        @Field("A disk in a container image.") @Nullable RegistrySource registry,
        @Field("Another claim, to be cloned.") @Nullable PvcSource pvc,
        @Field("A VolumeSnapshot, to be cloned.") @Nullable SnapshotSource snapshot,

        @Field("An upload through the upload proxy.") @Nullable
        UploadSource upload,

        @Field("Nothing: an empty disk.") @Nullable BlankSource blank,

        @Field("A disk of oVirt, from its image I/O service.") @Nullable
        ImageioSource imageio,

        @Field("A disk of VMware vSphere.") @Nullable VddkSource vddk) {

    public static DataVolumeSource of(Source source) {
        return new DataVolumeSource(
                source instanceof HttpSource http ? http : null,
                source instanceof S3Source s3 ? s3 : null,
                source instanceof GcsSource gcs ? gcs : null,
                source instanceof RegistrySource registry ? registry : null,
                source instanceof PvcSource pvc ? pvc : null,
                source instanceof SnapshotSource snapshot ? snapshot : null,
                source instanceof UploadSource upload ? upload : null,
                source instanceof BlankSource blank ? blank : null,
                source instanceof ImageioSource imageio ? imageio : null,
                source instanceof VddkSource vddk ? vddk : null);
    }

    /// All members that are present; a valid object has one.
    public List<Source> members() {
        return Stream.<@Nullable Source>of(http, s3, gcs, registry, pvc, snapshot, upload, blank, imageio, vddk)
                .<Source>mapMulti((member, present) -> {
                    if (member != null) {
                        present.accept(member);
                    }
                })
                .toList();
    }

    /// The one member of a valid object; empty when there is none or more.
    public Optional<Source> only() {
        var members = members();
        return members.size() == 1 ? Optional.of(members.getFirst()) : Optional.empty();
    }
}
