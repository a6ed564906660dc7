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

    /// The DataVolume, claim and snapshot of one import of a cron; the digest begins with `sha256:` or
    /// `uid:`.
    public static String cronImport(String managedDataSource, String digest) {
        var hex = digest.substring(digest.indexOf(':') + 1);
        return NameJoin.name(managedDataSource, hex.substring(0, Math.min(12, hex.length())));
    }

    public static String cronJob(String cron, String cronUid) {
        return NameJoin.name(cron, firstOf(cronUid));
    }

    private static String firstOf(String uid) {
        return uid.substring(0, Math.min(8, uid.length()));
    }
}
