// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import io.cdi.engine.TransferException;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Says in our words what is wrong with an archive or its target.
///
/// @param source the source for messages
record ArchiveErrors(String source) {

    private static final int SHOWN_NAME = 200;

    TransferException.Permanent notAnArchive() {
        return permanent("it is no tar archive; for a disk image, choose the content type kubevirt", null);
    }

    TransferException.Permanent cutOff() {
        return permanent("the archive ends too early; get a whole copy", null);
    }

    TransferException.Permanent corrupt(Throwable failure) {
        return permanent("the archive is corrupt (" + failure.getMessage() + "); get a good copy", failure);
    }

    TransferException.Permanent corrupt(String reason) {
        return permanent("the archive is corrupt (" + reason + "); get a good copy", null);
    }

    TransferException.Permanent tooMuch(String reason) {
        return permanent(reason + "; unpack a smaller archive", null);
    }

    /// An entry that asks for what is not done.
    TransferException.Permanent refuse(String name, String reason) {
        return permanent("the entry '" + shown(name) + "' " + reason + "; pack the archive without it", null);
    }

    /// For what the file system answered.
    VolumeException volume(Path place, IOException failure) {
        String reason = failure instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : failure instanceof AccessDeniedException ? "permission denied" : String.valueOf(failure.getMessage());
        VolumeException.Reason kind = kind(failure, reason);
        return new VolumeException(
                kind,
                "extract " + source + ": write " + shown(place.toString()) + ": " + reason + remedy(kind),
                failure);
    }

    private static VolumeException.Reason kind(IOException failure, String reason) {
        if (reason.contains("No space left") || reason.contains("quota exceeded") || reason.contains("too large")) {
            return VolumeException.Reason.NO_SPACE;
        }
        if (failure instanceof AccessDeniedException
                || reason.contains("not permitted")
                || reason.contains("Read-only")) {
            return VolumeException.Reason.NOT_PERMITTED;
        }
        return VolumeException.Reason.IO;
    }

    private static String remedy(VolumeException.Reason kind) {
        return switch (kind) {
            case NO_SPACE -> "; use a larger volume";
            case NOT_PERMITTED -> "; make the directory writable for this user";
            case IO, TOO_SMALL, BUSY, UNSUITABLE -> "; check the volume";
        };
    }

    private TransferException.Permanent permanent(String reasonAndRemedy, @Nullable Throwable cause) {
        return new TransferException.BadImage("extract " + source + ": " + reasonAndRemedy, cause);
    }

    /// One line, not endless.
    private static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN_NAME ? line : line.substring(0, SHOWN_NAME) + "…";
    }
}
