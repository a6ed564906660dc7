// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import io.cdi.engine.format.qcow2.Qcow2Reader;
import io.cdi.engine.format.raw.RawReader;
import io.cdi.engine.format.vdi.VdiReader;
import io.cdi.engine.format.vhd.VhdReader;
import io.cdi.engine.format.vhdx.VhdxReader;
import io.cdi.engine.format.vmdk.VmdkReader;
import java.io.IOException;

/// Picks the reader of a format.
final class ImageReaders {

    private ImageReaders() {}

    /// Reads and checks the header. For the errors see [ImageReader].
    static ImageReader open(DiskFormat format, ImageInput input) throws IOException {
        return switch (format) {
            case RAW -> RawReader.open(input);
            case QCOW2 -> Qcow2Reader.open(input);
            case VMDK -> VmdkReader.open(input);
            case VDI -> VdiReader.open(input);
            case VHD -> VhdReader.open(input);
            case VHDX -> VhdxReader.open(input);
        };
    }
}
