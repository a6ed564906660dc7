// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

/// What fills a volume, one record per kind of source.
public sealed interface Source
        permits HttpSource,
                S3Source,
                GcsSource,
                RegistrySource,
                PvcSource,
                SnapshotSource,
                UploadSource,
                BlankSource,
                ImageioSource,
                VddkSource {
    /// The member's name in the API.
    default String memberName() {
        return switch (this) {
            case HttpSource _ -> "http";
            case S3Source _ -> "s3";
            case GcsSource _ -> "gcs";
            case RegistrySource _ -> "registry";
            case PvcSource _ -> "pvc";
            case SnapshotSource _ -> "snapshot";
            case UploadSource _ -> "upload";
            case BlankSource _ -> "blank";
            case ImageioSource _ -> "imageio";
            case VddkSource _ -> "vddk";
        };
    }
}
