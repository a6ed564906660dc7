// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.TransferException;

/// How an image gets onto its volume, decided before the first data byte is written.
sealed interface ImportPlan {

    /// Read once, decoded on the fly.
    record OnePass() implements ImportPlan {}

    /// Copied to scratch, then converted by `qemu-img`.
    record ViaScratch(String reason) implements ImportPlan {}

    /// Not at all, with the error that says why.
    record Refused(TransferException error) implements ImportPlan {}

    /// @param capacityBytes the largest disk that the volume holds
    /// @param hasScratch whether there is a folder for scratch space
    static ImportPlan of(Probe probe, long capacityBytes, ImportRequest.Engine engine, boolean hasScratch) {
        if (probe.virtualSize().orElse(0) > capacityBytes) {
            return new Refused(new TransferException.BadImage("read " + probe.description() + ": virtual image size "
                    + probe.virtualSize().orElseThrow() + " is larger than the reported available storage "
                    + capacityBytes + ". A larger PVC is required"));
        }
        boolean mustConvert = engine == ImportRequest.Engine.QEMU_IMG;
        if (!mustConvert && probe.whyNotOnePass().isEmpty()) {
            return new OnePass();
        }
        String reason = probe.whyNotOnePass()
                .orElse("read " + probe.description() + ": qemu-img was asked for, which needs scratch space");
        boolean mayConvert = engine != ImportRequest.Engine.STREAM && hasScratch;
        return mayConvert ? new ViaScratch(reason) : new Refused(new TransferException.NeedsScratch(reason));
    }
}
