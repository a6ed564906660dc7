// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.IOException;
import java.nio.file.Path;

/// A target volume refused an operation. The message names the action, the place, the reason and what would
/// help.
public final class VolumeException extends IOException {

    /// What kind of trouble it is, for those who decide whether another try can help.
    public enum Reason {
        /// ENOSPC, EDQUOT or EFBIG: the volume is full.
        NO_SPACE,
        /// The disk is larger than the volume.
        TOO_SMALL,
        /// EIO and its like: the storage failed.
        IO,
        /// EACCES, EPERM or EROFS.
        NOT_PERMITTED,
        /// Another process writes to the same target, or the device is mounted or in use.
        BUSY,
        /// The target is not what it should be: a directory for a disk, a missing parent folder and so on.
        UNSUITABLE
    }

    private final Reason reason;

    public VolumeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public VolumeException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// A disk that does not fit. The words are those of the reference importer, which other programs look for.
    public static VolumeException tooSmall(Path volume, long diskBytes, long capacityBytes) {
        return new VolumeException(
                Reason.TOO_SMALL,
                "write a disk of %s to %s: virtual image size %d is larger than the reported available storage %d (%s); use a larger volume or ask for a larger size"
                        .formatted(Amount.of(diskBytes), volume, diskBytes, capacityBytes, Amount.of(capacityBytes)));
    }

    public Reason reason() {
        return reason;
    }
}
