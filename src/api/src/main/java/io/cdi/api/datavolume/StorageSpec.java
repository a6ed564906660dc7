// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.TypedObjectReference;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A claim in fewer words: what is left out comes from the StorageProfile.
@ApiRecord
public record StorageSpec(
        @Field("How the volume may be mounted; without it the StorageProfile says.") @Nullable
        List<String> accessModes,

        @Field("Labels of the volumes to choose from.") @Nullable
        LabelSelector selector,

        @Field("The size, which may be left out for clones.") @Nullable
        VolumeResourceRequirements resources,

        @Field("Name of the volume to bind to.") @Nullable String volumeName,

        @Field("The storage class; without it the default class for virtual machines, or the cluster's default.")
        @Nullable
        String storageClassName,

        @Field("Block or Filesystem; without it the StorageProfile says.") @Nullable
        String volumeMode,

        @Field("What another populator or provisioner fills the claim from.") @Nullable
        TypedLocalObjectReference dataSource,

        @Field("What another populator or provisioner fills the claim from, of any kind.") @Nullable
        TypedObjectReference dataSourceRef) {}
