// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.datavolume.BlankSource;
import io.cdi.api.datavolume.DataVolumeSource;
import io.cdi.api.datavolume.GcsSource;
import io.cdi.api.datavolume.HttpSource;
import io.cdi.api.datavolume.ImageioSource;
import io.cdi.api.datavolume.RegistrySource;
import io.cdi.api.datavolume.S3Source;
import io.cdi.api.datavolume.Source;
import io.cdi.api.datavolume.VddkSource;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON form of the [Source]s that can be imported: one member is present in a valid object.
@ApiRecord
public record ImportSource(
        @Field("A file on a web server.") @Nullable HttpSource http,
        @Field("An object in an S3 bucket.") @Nullable S3Source s3,
        @Field("A disk in a container image.") @Nullable RegistrySource registry,

        @Field("An object in a Google Cloud Storage bucket.") @Nullable
        GcsSource gcs,

        @Field("Nothing: an empty disk.") @Nullable BlankSource blank,

        @Field("A disk of oVirt, from its image I/O service.") @Nullable
        ImageioSource imageio,

        @Field("A disk of VMware vSphere.") @Nullable VddkSource vddk) {

    /// The import part of a DataVolume's source.
    public static ImportSource of(DataVolumeSource source) {
        return new ImportSource(
                source.http(),
                source.s3(),
                source.registry(),
                source.gcs(),
                source.blank(),
                source.imageio(),
                source.vddk());
    }

    /// All members that are present; a valid object has one.
    public List<Source> members() {
        return new DataVolumeSource(http, s3, gcs, registry, null, null, null, blank, imageio, vddk).members();
    }
}
