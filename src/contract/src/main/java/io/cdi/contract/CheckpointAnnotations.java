// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Imports in several stages.
public final class CheckpointAnnotations {

    public static final String CURRENT = "cdi.kubevirt.io/storage.checkpoint.current";

    public static final String PREVIOUS = "cdi.kubevirt.io/storage.checkpoint.previous";

    public static final String FINAL = "cdi.kubevirt.io/storage.checkpoint.final";

    /// The name of a checkpoint follows; the value is the UID of the pod that copied it.
    public static final String COPIED_PREFIX = "cdi.kubevirt.io/storage.checkpoint.copied.";

    public static final String POD_ID = "cdi.kubevirt.io/storage.checkpoint.pod.id";

    public static final String DONE = "cdi.kubevirt.io/storage.checkpoint.done";

    private CheckpointAnnotations() {}
}
