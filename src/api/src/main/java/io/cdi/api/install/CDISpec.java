// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.install;

import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// How to install.
@ApiRecord
public record CDISpec(
        @Field(
                value = "When the images of the installation are pulled.",
                oneOf = {"Always", "IfNotPresent", "Never"})
        @Nullable
        String imagePullPolicy,

        @Field(
                value = "Whether the installation may be removed while DataVolumes exist.",
                oneOf = {"RemoveWorkloads", "BlockUninstallIfWorkloadsExist"})
        @Nullable
        String uninstallStrategy,

        @Field("Where the installation's own pods run, and how many.") @Nullable
        InfraPlacement infra,

        @Field("Where worker pods run.") @Nullable NodePlacement workload,

        @Field("Changes to what the operator deploys.") @Nullable
        CustomizeComponents customizeComponents,

        @Field(
                value = "How volumes are cloned, whatever the StorageProfile says.",
                oneOf = {"copy", "snapshot", "csi-clone"})
        @Nullable
        String cloneStrategyOverride,

        @Field("Settings, which become the spec of the CDIConfig.") @Nullable
        CDIConfigSpec config,

        @Field("How long certificates last.") @Nullable CertConfig certConfig,

        @Field("Priority class of the installation's own pods.") @Nullable
        String priorityClass) {}
