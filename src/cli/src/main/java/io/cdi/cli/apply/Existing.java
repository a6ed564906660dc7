// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import java.nio.file.Path;
import java.util.Optional;

/// What to do about a volume that may be there already.
sealed interface Existing {

    /// Nothing is there, or what an unfinished run left.
    record Make() implements Existing {}

    /// It was made for the same spec and is complete.
    record Unchanged() implements Existing {}

    record Refuse(String reason) implements Existing {}

    /// @param hasContent whether there is a disk, or a file of an archive
    static Existing decide(Job job, Optional<VolumeStatus> status, boolean hasContent, Path folder) {
        if (!hasContent) {
            return new Make();
        }
        if (status.isEmpty()) {
            return new Refuse("Destination PVC " + job.volume() + " already exists: " + folder
                    + " was not made from a manifest; remove it, or name the DataVolume differently");
        }
        if (!status.get().isComplete()) {
            return new Make();
        }
        return status.get().specHash().equals(job.specHash())
                ? new Unchanged()
                : new Refuse("Cannot update DataVolume Spec: " + folder
                        + " was made for another spec; remove it to make it anew");
    }
}
