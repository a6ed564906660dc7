// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a DataVolume is in its life, as written into its status.
public enum DataVolumePhase {
    UNSET(""),
    PENDING("Pending"),
    PVC_BOUND("PVCBound"),
    WAIT_FOR_FIRST_CONSUMER("WaitForFirstConsumer"),
    PENDING_POPULATION("PendingPopulation"),
    IMPORT_SCHEDULED("ImportScheduled"),
    IMPORT_IN_PROGRESS("ImportInProgress"),
    PAUSED("Paused"),
    CLONE_SCHEDULED("CloneScheduled"),
    SNAPSHOT_FOR_SMART_CLONE_IN_PROGRESS("SnapshotForSmartCloneInProgress"),
    CLONE_FROM_SNAPSHOT_SOURCE_IN_PROGRESS("CloneFromSnapshotSourceInProgress"),
    CSI_CLONE_IN_PROGRESS("CSICloneInProgress"),
    CLONE_IN_PROGRESS("CloneInProgress"),
    PREP_CLAIM_IN_PROGRESS("PrepClaimInProgress"),
    REBIND_IN_PROGRESS("RebindInProgress"),
    UPLOAD_SCHEDULED("UploadScheduled"),
    UPLOAD_READY("UploadReady"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    UNKNOWN("Unknown"),
    /// The last three are part of the API, but nothing sets them any more.
    EXPANSION_IN_PROGRESS("ExpansionInProgress"),
    NAMESPACE_TRANSFER_IN_PROGRESS("NamespaceTransferInProgress"),
    SMART_CLONE_PVC_IN_PROGRESS("SmartClonePVCInProgress");

    private final String text;

    DataVolumePhase(String text) {
        this.text = text;
    }

    /// The phase of a status; a text that is none counts as unknown.
    public static DataVolumePhase of(@Nullable DataVolumeStatus status) {
        var text = status == null || status.phase() == null ? "" : status.phase();
        return Stream.of(values())
                .filter(phase -> phase.text.equals(text))
                .findFirst()
                .orElse(UNKNOWN);
    }

    public String text() {
        return text;
    }
}
