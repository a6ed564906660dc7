// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.datasource.DataImportCron;
import io.cdi.api.datasource.DataSource;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.install.CDI;
import io.cdi.api.populator.OpenstackVolumePopulator;
import io.cdi.api.populator.OvirtVolumePopulator;
import io.cdi.api.populator.VolumeCloneSource;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.api.storage.StorageProfile;
import io.cdi.api.transfer.ObjectTransfer;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;

/// Every kind of the API.
final class ApiKinds {
    static final List<Class<? extends CustomResource<?, ?>>> ALL = List.of(
            DataVolume.class,
            DataSource.class,
            DataImportCron.class,
            StorageProfile.class,
            CDIConfig.class,
            CDI.class,
            ObjectTransfer.class,
            VolumeImportSource.class,
            VolumeUploadSource.class,
            VolumeCloneSource.class,
            OvirtVolumePopulator.class,
            OpenstackVolumePopulator.class);

    private ApiKinds() {}
}
