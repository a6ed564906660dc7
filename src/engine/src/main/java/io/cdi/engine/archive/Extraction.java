// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

/// What came out of an archive.
///
/// @param entries how many entries were made
/// @param bytes how many bytes of data were written; holes do not count
/// @param skipped how many entries (devices, FIFOs) were left out
public record Extraction(long entries, long bytes, long skipped) {}
