// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.metrics;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.storage.SnapshotClass;
import io.cdi.controller.cluster.ClusterCache;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Facts;
import io.cdi.metrics.Gauge;
import java.util.List;
import java.util.stream.Stream;

/// The metrics as Prometheus reads them (text format 0.0.4).
///
/// @param dataVolumes all of them
/// @param profiles of all storage classes
public record ControllerMetrics(Stream<DataVolume> dataVolumes, List<ProfileFacts> profiles) {

    private static final String PENDING = "kubevirt_cdi_datavolume_pending";
    private static final String PROFILE = "kubevirt_cdi_storageprofile_info";

    public static ControllerMetrics of(Stream<DataVolume> dataVolumes, ClusterCache cluster) {
        ClusterView view = cluster.view();
        List<SnapshotClass> snapshots = cluster.snapshotClasses();
        return new ControllerMetrics(
                dataVolumes,
                view.classes().all().stream()
                        .map(known ->
                                ProfileFacts.of(known, view.profile(Facts.name(known)), view.drivers(), snapshots))
                        .toList());
    }

    public String text() {
        Gauge pending = new Gauge(PENDING, "Number of DataVolumes pending for default storage class to be configured")
                .sample("", dataVolumes.filter(ControllerMetrics::isPending).count());
        Gauge classes = new Gauge(
                PROFILE, "`StorageProfiles` info labels: `storageclass`, `provisioner`, and what they are good for");
        profiles.forEach(profile -> classes.sample(profile.labels(), 1));
        return pending.text() + classes.text();
    }

    /// Whether it may be that it waits for a default class.
    private static boolean isPending(DataVolume dataVolume) {
        DataVolumePhase phase = DataVolumePhase.of(dataVolume.getStatus());
        return (phase == DataVolumePhase.UNSET || phase == DataVolumePhase.PENDING)
                && !namesClass(dataVolume.getSpec());
    }

    private static boolean namesClass(DataVolumeSpec spec) {
        return (spec.pvc() != null && spec.pvc().getStorageClassName() != null)
                || (spec.storage() != null && spec.storage().storageClassName() != null);
    }
}
