// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/// One entry of a tar.
///
/// @param header what the library knows of it; for a sparse file its size is that of the packed data
/// @param content where a file has data
public record TarEntry(TarArchiveEntry header, SparseMap content) {

    public String name() {
        return header.getName();
    }

    public boolean isSparse() {
        return content.dataBytes() != content.sizeBytes();
    }
}
