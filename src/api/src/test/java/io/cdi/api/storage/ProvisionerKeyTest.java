// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionerKeyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            example.com/any                  | a=b                                             | example.com/any
            kubevirt.io.hostpath-provisioner | overlayCSI=                                     | kubevirt.io.hostpath-provisioner/overlay
            kubernetes.io/portworx-volume    | sharedv4_mount_options=nolock,vers=3.0          | kubernetes.io/portworx-volume/nfs
            kubernetes.io/portworx-volume    | sharedv4_mount_options=nolock                   | kubernetes.io/portworx-volume
            pxd.portworx.com                 | backend=pure_block                              | pxd.portworx.com/pure_block
            pxd.portworx.com                 | backend=other;sharedv4_mount_options=vers=3.0,nolock | pxd.portworx.com
            pxd.portworx.com                 | sharedv4_mount_options=vers=3.0,nolock          | pxd.portworx.com/nfs
            csi.trident.netapp.io            | backendType=ontap-nas-flexgroup                 | csi.trident.netapp.io/ontap-nas
            csi.trident.netapp.io            | backendType=ontap-san                           | csi.trident.netapp.io/ontap-san
            csi.trident.netapp.io            | backendType=solidfire-san                       | UNKNOWN
            infinibox-csi-driver             | storage_protocol=fc                             | infinibox-csi-driver/iscsiorfibrechannel
            infinibox-csi-driver             | a=b                                             | UNKNOWN
            csi.vsphere.vmware.com           | csi.storage.k8s.io/fstype=NFS4                  | csi.vsphere.vmware.com/nfs
            csi-powermax.dellemc.com         | csi.storage.k8s.io/fstype=nfs                   | csi-powermax.dellemc.com/nfs
            csi-powermax.dellemc.com         | csi.storage.k8s.io/fstype=nfs4                  | csi-powermax.dellemc.com
            csi-unity.dellemc.com            | protocol=NFS                                    | csi-unity.dellemc.com/nfs
            csi.huawei.com                   | protocol=nfs                                    | csi.huawei.com/nfs
            driver.longhorn.io               | migratable=true;fsType=ext4                     | driver.longhorn.io/migratable
            driver.longhorn.io               | nfsOptions=vers=4;fsType=ext4                   | driver.longhorn.io/nfs
            driver.longhorn.io               | fsType=ext4                                     | driver.longhorn.io/fs
            ebs.csi.aws.com                  | type=gp3                                        | ebs.csi.aws.com/gp
            pd.csi.storage.gke.io            | type=hyperdisk-balanced                         | pd.csi.storage.gke.io/hyperdisk
            csi.san.synology.com             | a=b                                             | csi.san.synology.com/iscsi
            csi.san.synology.com             | protocol=ftp                                    | UNKNOWN
            vpc.file.csi.ibm.io              | profile=dp2;vmState=true                        | vpc.file.csi.ibm.io/dp2-rwo
            vpc.file.csi.ibm.io              | profile=rfs                                     | vpc.file.csi.ibm.io/rfs
            vpc.file.csi.ibm.io              | vmState=true                                    | vpc.file.csi.ibm.io
            """)
    void parametersChooseTheVariant(String provisioner, String parameters, String key) {
        var storageClass = new StorageClassBuilder()
                .withProvisioner(provisioner)
                .withParameters(parameters(parameters))
                .build();

        assertThat(ProvisionerKey.of(storageClass))
                .isEqualTo(
                        key.equals("UNKNOWN") ? new ProvisionerKey.UnknownParameters() : new ProvisionerKey.Named(key));
    }

    @Test
    void selectorOfTridentNamesThePerformance() {
        var storageClass = new StorageClassBuilder()
                .withProvisioner("csi.trident.netapp.io")
                .addToParameters("backendType", "google-cloud-netapp-volumes")
                .addToParameters("selector", "region=west ; performance=flex")
                .build();

        assertThat(ProvisionerKey.of(storageClass))
                .isEqualTo(new ProvisionerKey.Named("csi.trident.netapp.io/gcnv-flex"));
    }

    private static Map<String, String> parameters(String text) {
        return Stream.of(text.split(";", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
