// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;

/// What Linux answers when it refuses, with words for people. The numbers are the same on x86-64 and aarch64.
enum Errno {
    EPERM(1, Reason.NOT_PERMITTED, "Operation not permitted", "run with the needed rights"),
    ENOENT(2, Reason.UNSUITABLE, "No such file or directory", "check the path"),
    EINTR(4, Reason.IO, "Interrupted system call", "try again"),
    EIO(5, Reason.IO, "Input/output error", "the storage failed: see the kernel's log"),
    ENXIO(6, Reason.IO, "No such device or address", "check that the device is still attached"),
    EAGAIN(11, Reason.BUSY, "Resource temporarily unavailable", "wait until the other process has ended"),
    EACCES(13, Reason.NOT_PERMITTED, "Permission denied", "check owner and mode of the path and its folders"),
    EBUSY(16, Reason.BUSY, "Device or resource busy", "unmount it, or end what uses it"),
    ENODEV(19, Reason.IO, "No such device", "check that the device is still attached"),
    ENOTDIR(20, Reason.UNSUITABLE, "Not a directory", "check the path"),
    EISDIR(21, Reason.UNSUITABLE, "Is a directory", "name a file in it"),
    EINVAL(22, Reason.IO, "Invalid argument", "the storage does not support this"),
    ENOTTY(25, Reason.IO, "Inappropriate ioctl for device", "the storage does not support this"),
    ETXTBSY(26, Reason.BUSY, "Text file busy", "end what uses it"),
    EFBIG(27, Reason.NO_SPACE, "File too large", "use a file system or a limit that allows larger files"),
    ENOSPC(28, Reason.NO_SPACE, "No space left on device", "free space or use a larger volume"),
    EROFS(30, Reason.NOT_PERMITTED, "Read-only file system", "mount it writable"),
    ENAMETOOLONG(36, Reason.UNSUITABLE, "File name too long", "use a shorter name"),
    ENOSYS(38, Reason.IO, "Function not implemented", "the storage does not support this"),
    ELOOP(40, Reason.UNSUITABLE, "Too many levels of symbolic links", "check the path"),
    EOPNOTSUPP(95, Reason.IO, "Operation not supported", "the storage does not support this"),
    ETIMEDOUT(110, Reason.IO, "Connection timed out", "the storage does not answer"),
    ESTALE(116, Reason.IO, "Stale file handle", "the file was removed on the server"),
    EREMOTEIO(121, Reason.IO, "Remote I/O error", "the storage failed: see the kernel's log"),
    EDQUOT(122, Reason.NO_SPACE, "Disk quota exceeded", "free space or raise the quota"),
    /// All others.
    UNKNOWN(0, Reason.IO, "Unknown error", "the storage failed: see the kernel's log");

    private final int number;
    private final Reason reason;
    private final String text;
    private final String remedy;

    Errno(int number, Reason reason, String text, String remedy) {
        this.number = number;
        this.reason = reason;
        this.text = text;
        this.remedy = remedy;
    }

    static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return UNKNOWN;
    }

    /// @param result what a method of [Linux] returned: negative
    static VolumeException failure(long result, String action) {
        int number = (int) -result;
        Errno errno = of(number);
        String name = errno == UNKNOWN ? "errno " + number : errno.name();
        return new VolumeException(errno.reason, "%s: %s (%s); %s".formatted(action, errno.text, name, errno.remedy));
    }

    /// Whether this storage cannot do such a thing at all, so that another way has to be taken.
    static boolean isUnsupported(long result) {
        return switch (of((int) -result)) {
            case EOPNOTSUPP, ENOSYS, ENOTTY, EINVAL, ENODEV -> true;
            default -> false;
        };
    }

    boolean is(long result) {
        return result == -number;
    }
}
