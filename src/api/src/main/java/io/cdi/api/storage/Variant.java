// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

/// What the parameters of a storage class say about the kind of storage behind its provisioner.
sealed interface Variant {
    /// Nothing: the provisioner has one kind of storage.
    record Base() implements Variant {}

    /// One of several kinds.
    record Suffix(String text) implements Variant {}

    /// A kind that is not known.
    record Unknown() implements Variant {}

    String FSTYPE = "csi.storage.k8s.io/fstype";

    static Variant of(String provisioner, Parameters parameters) {
        return switch (provisioner) {
            case "kubevirt.io.hostpath-provisioner" -> suffixIf(parameters.has("overlayCSI"), "overlay");
            case "kubernetes.io/portworx-volume" -> suffixIf(hasNfsMountOptions(parameters), "nfs");
            case "pxd.portworx.com" -> portworx(parameters);
            case "csi.trident.netapp.io" -> trident(parameters);
            case "infinibox-csi-driver" -> infinibox(parameters.get("storage_protocol"));
            case "csi.vsphere.vmware.com" -> suffixIf(parameters.lower(FSTYPE).contains("nfs"), "nfs");
            case "csi-unity.dellemc.com" ->
                suffixIf(parameters.lower("protocol").equals("nfs"), "nfs");
            case "csi-powerstore.dellemc.com", "csi-vxflexos.dellemc.com", "csi-powermax.dellemc.com" ->
                suffixIf(parameters.lower(FSTYPE).equals("nfs"), "nfs");
            case "csi.huawei.com" -> suffixIf(parameters.get("protocol").equals("nfs"), "nfs");
            case "driver.longhorn.io" -> longhorn(parameters);
            case "ebs.csi.aws.com" -> ebs(parameters.get("type"));
            case "pd.csi.storage.gke.io" -> suffixIf(isHyperdisk(parameters.get("type")), "hyperdisk");
            case "csi.san.synology.com" -> synology(parameters.get("protocol"));
            case "vpc.file.csi.ibm.io" -> ibmFile(parameters);
            default -> new Base();
        };
    }

    private static Variant suffixIf(boolean condition, String suffix) {
        return condition ? new Suffix(suffix) : new Base();
    }

    private static boolean hasNfsMountOptions(Parameters parameters) {
        return parameters.lists("sharedv4_mount_options", ",", "vers=3.0", "nolock");
    }

    private static Variant portworx(Parameters parameters) {
        if (!parameters.has("backend")) {
            return suffixIf(hasNfsMountOptions(parameters), "nfs");
        }
        var backend = parameters.get("backend");
        return suffixIf(backend.equals("pure_block") || backend.equals("pure_fa_file"), backend);
    }

    private static Variant trident(Parameters parameters) {
        var backend = parameters.get("backendType");
        if (backend.startsWith("ontap-nas")) {
            return new Suffix("ontap-nas");
        }
        if (backend.startsWith("ontap-san")) {
            return new Suffix("ontap-san");
        }
        return backend.equals("google-cloud-netapp-volumes")
                        && parameters.lists("selector", "\\s*[;,]\\s*", "performance=flex")
                ? new Suffix("gcnv-flex")
                : new Unknown();
    }

    private static Variant infinibox(String protocol) {
        return switch (protocol) {
            case "iscsi", "fc" -> new Suffix("iscsiorfibrechannel");
            case "nvme" -> new Suffix("nvme");
            case "nfs", "nfs_treeq" -> new Suffix("nfs");
            default -> new Unknown();
        };
    }

    private static Variant longhorn(Parameters parameters) {
        if (parameters.get("migratable").equals("true")) {
            return new Suffix("migratable");
        }
        return parameters.get("nfsOptions").isEmpty()
                ? suffixIf(!parameters.get("fsType").isEmpty(), "fs")
                : new Suffix("nfs");
    }

    private static Variant ebs(String type) {
        return switch (type) {
            case "io1", "io2" -> new Suffix(type);
            case "gp2", "gp3" -> new Suffix("gp");
            default -> new Base();
        };
    }

    private static boolean isHyperdisk(String type) {
        return type.equals("hyperdisk-balanced") || type.equals("hyperdisk-balanced-high-availability");
    }

    private static Variant synology(String protocol) {
        return switch (protocol) {
            case "iscsi", "" -> new Suffix("iscsi");
            case "smb" -> new Suffix("smb");
            case "nfs", "nfs_treeq" -> new Suffix("nfs");
            default -> new Unknown();
        };
    }

    private static Variant ibmFile(Parameters parameters) {
        var profile = parameters.get("profile");
        if (!profile.equals("rfs") && !profile.equals("dp2")) {
            return new Base();
        }
        return new Suffix(parameters.get("vmState").equals("true") ? profile + "-rwo" : profile);
    }
}
