// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Checksum;
import io.cdi.engine.transfer.ImportRequest.Content;
import java.util.Optional;
import java.util.OptionalLong;

/// What is to be done for one DataVolume.
///
/// @param size the size that its claim requests; empty for a clone of the source's size
/// @param specHash stands for the whole spec: another spec has another one
record Job(VolumeName volume, Work work, OptionalLong size, boolean preallocate, String specHash) {

    /// How the volume gets its content.
    sealed interface Work {

        record Import(Source source, Content content, Optional<Checksum> checksum) implements Work {}

        record Blank() implements Work {}

        record Clone(VolumeName from) implements Work {}
    }

    boolean isArchive() {
        return work instanceof Work.Import imported && imported.content() == Content.ARCHIVE;
    }

    /// The words of the DataVolume's phases: `Import` or `Clone`.
    String phasePrefix() {
        return work instanceof Work.Clone ? "Clone" : "Import";
    }
}
