// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.names;

/// The name of every object that is created for another one.
public final class ObjectNames {
    /// The one CDIConfig.
    public static final String CDI_CONFIG = "config";

    private ObjectNames() {}

    public static String volumeImportSource(String dataVolumeUid) {
        return "volume-import-source-" + dataVolumeUid;
    }

    public static String volumeUploadSource(String dataVolumeUid) {
        return "volume-upload-source-" + dataVolumeUid;
    }

    public static String volumeCloneSource(String dataVolumeUid) {
        return "volume-clone-source-" + dataVolumeUid;
    }

    /// The claim that a populator fills before its volume is bound to the target.
    public static String primeClaim(String targetClaimUid) {
        return "prime-" + targetClaimUid;
    }

    public static String importerPod(String claim) {
        return NameJoin.name("importer", claim);
    }

    /// The importer pod of one stage of a warm import.
    public static String importerPod(String claim, String checkpoint) {
        return NameJoin.name("importer", claim + "-checkpoint-" + checkpoint);
    }

    public static String scratchClaim(String claim) {
        return NameJoin.name(claim, "scratch");
    }

    /// The copy of the import proxy's certificate authority in the claim's namespace.
    public static String proxyCaConfigMap(String claim) {
        return NameJoin.name("import-proxy-cm", claim);
    }

    /// The upload pod and its TLS Secret.
    public static String uploadPod(String claim) {
        return NameJoin.name("cdi-upload", claim);
    }

    public static String uploadService(String uploadPod) {
        return NameJoin.label(uploadPod);
    }

    /// The pod that sends a host-assisted clone, and its TLS Secret.
    public static String cloneSourcePod(String targetClaimUid) {
        return targetClaimUid + "-source-pod";
    }

    public static String sizeDetectionPod(String sourceClaimUid) {
        return "size-detection-" + sourceClaimUid;
    }

    public static String temporarySnapshotClaim(String dataVolumeUid) {
        return dataVolumeUid + "-host-assisted-source-pvc";
    }

    public static String cloneHelperClaim(String targetClaimUid) {
        return "tmp-pvc-" + targetClaimUid;
    }

    public static String cloneHelperSourceClaim(String targetClaimUid) {
        return "tmp-source-pvc-" + targetClaimUid;
    }

    public static String cloneSnapshot(String targetClaimUid) {
        return "tmp-snapshot-" + targetClaimUid;
    }

    public static String prepPod(String targetClaimUid) {
        return "prep-" + targetClaimUid;
    }

    public static String forkliftPod(String targetClaimUid) {
        return "populate-" + targetClaimUid;
    }

    /// The DataVolume, claim and snapshot of one import of a cron; the digest begins with `sha256:` or
    /// `uid:`.
    public static String cronImport(String managedDataSource, String digest) {
        var hex = digest.substring(digest.indexOf(':') + 1);
        return NameJoin.name(managedDataSource, hex.substring(0, Math.min(12, hex.length())));
    }

    public static String cronJob(String cron, String cronUid) {
        return NameJoin.name(cron, firstOf(cronUid));
    }

    public static String initialJob(String cronJob) {
        return NameJoin.name("initial-job", cronJob);
    }

    public static String pollerPod(String cron, String cronUid) {
        return NameJoin.name("poller-" + cron, firstOf(cronUid));
    }

    public static String childTransfer(String transferUid) {
        return "pvc-transfer-" + transferUid;
    }

    private static String firstOf(String uid) {
        return uid.substring(0, Math.min(8, uid.length()));
    }
}
