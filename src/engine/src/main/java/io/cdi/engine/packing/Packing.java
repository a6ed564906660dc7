// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

/// A compression that may lie around an image, found by the first bytes of the content.
public enum Packing {
    /// RFC 1952; several members in a row are one content.
    GZIP,
    /// The .xz file format 1.2; several streams, each of several blocks.
    XZ,
    /// RFC 8878; several frames, skippable ones too.
    ZSTD,
    /// bzip2; several streams in a row are one content.
    BZIP2
}
