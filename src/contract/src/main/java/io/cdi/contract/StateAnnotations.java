// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// What controllers write down on a claim about its population.
public final class StateAnnotations {

    /// The phase of the worker pod. `Succeeded` is the lasting mark of a populated claim.
    public static final String POD_PHASE = "cdi.kubevirt.io/storage.pod.phase";

    public static final String POD_READY = "cdi.kubevirt.io/storage.pod.ready";

    /// Never decreases.
    public static final String POD_RESTARTS = "cdi.kubevirt.io/storage.pod.restarts";

    /// While a worker that has failed waits to be started again: when that will be.
    public static final String POD_NEXT_TRY = "cdi.kubevirt.io/storage.pod.nextTry";

    /// On an importer pod: a digest of the order that it was made for.
    public static final String POD_ORDER = "cdi.kubevirt.io/storage.pod.order";

    /// `false` while the pod cannot be scheduled.
    public static final String POD_SCHEDULABLE = "cdi.kubevirt.io/storage.pod.schedulable";

    public static final String IMPORT_POD_NAME = "cdi.kubevirt.io/storage.import.importPodName";

    /// `true`: never tried again.
    public static final String FATAL_ERROR = "cdi.kubevirt.io/storage.import.fatalError";

    /// `true`: restart with scratch space; `false`: it is there.
    public static final String REQUIRES_SCRATCH = "cdi.kubevirt.io/storage.import.requiresScratch";

    /// `true` after a kill for memory; `false` once a pod with [CacheMode#TRY_NONE] runs.
    public static final String REQUIRES_DIRECT_IO = "cdi.kubevirt.io/storage.import.requiresDirectIo";

    public static final String BOUND = "cdi.kubevirt.io/storage.condition.bound";

    public static final String BOUND_MESSAGE = "cdi.kubevirt.io/storage.condition.bound.message";

    public static final String BOUND_REASON = "cdi.kubevirt.io/storage.condition.bound.reason";

    public static final String RUNNING = "cdi.kubevirt.io/storage.condition.running";

    public static final String RUNNING_MESSAGE = "cdi.kubevirt.io/storage.condition.running.message";

    public static final String RUNNING_REASON = "cdi.kubevirt.io/storage.condition.running.reason";

    public static final String SOURCE_RUNNING = "cdi.kubevirt.io/storage.condition.source.running";

    public static final String SOURCE_RUNNING_MESSAGE = "cdi.kubevirt.io/storage.condition.source.running.message";

    public static final String SOURCE_RUNNING_REASON = "cdi.kubevirt.io/storage.condition.source.running.reason";

    /// `true` when preallocation was applied.
    public static final String PREALLOCATION = "cdi.kubevirt.io/storage.preallocation";

    public static final String VDDK_VERSION = "cdi.kubevirt.io/storage.pod.vddk.version";

    public static final String VDDK_HOST = "cdi.kubevirt.io/storage.pod.vddk.host";

    /// `N/A`, `12.34%`, `100.0%`.
    public static final String POPULATOR_PROGRESS = "cdi.kubevirt.io/storage.populator.progress";

    public static final String POPULATOR_KIND = "cdi.kubevirt.io/storage.populator.kind";

    /// On the target claim: the name of its prime.
    public static final String PVC_PRIME = "cdi.kubevirt.io/storage.populator.pvcPrime";

    /// The UID of the DataVolume.
    public static final String CREATED_FOR_DATA_VOLUME = "cdi.kubevirt.io/createdForDataVolume";

    /// `true`: somebody else fills the claim.
    public static final String EXTERNAL_POPULATION = "cdi.kubevirt.io/externalPopulation";

    /// A JSON array of names.
    public static final String PERSISTENT_VOLUME_LIST = "cdi.kubevirt.io/storage.persistentVolumeList";

    /// `yes`.
    public static final String CREATED_BY_CONTROLLER = "cdi.kubevirt.io/storage.createdByController";

    private StateAnnotations() {}
}
