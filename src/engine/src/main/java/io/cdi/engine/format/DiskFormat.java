// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

/// The disk image formats that are understood, by their names in `qemu-img`.
public enum DiskFormat {
    RAW("raw"),
    QCOW2("qcow2"),
    VMDK("vmdk"),
    VDI("vdi"),
    /// VHD, fixed and dynamic; qemu-img calls it vpc.
    VHD("vpc"),
    VHDX("vhdx");

    private final String qemuName;

    DiskFormat(String qemuName) {
        this.qemuName = qemuName;
    }

    /// What `qemu-img -f` wants.
    public String qemuName() {
        return qemuName;
    }
}
