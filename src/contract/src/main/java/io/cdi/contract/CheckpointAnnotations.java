// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Imports in several stages.
public final class CheckpointAnnotations {

    public static final String CURRENT = "cdi.kubevirt.io/storage.checkpoint.current";

    public static final String PREVIOUS = "cdi.kubevirt.io/storage.checkpoint.previous";

    public static final String FINAL = "cdi.kubevirt.io/storage.checkpoint.final";

    public static final String DONE = "cdi.kubevirt.io/storage.checkpoint.done";

    private CheckpointAnnotations() {}
}
