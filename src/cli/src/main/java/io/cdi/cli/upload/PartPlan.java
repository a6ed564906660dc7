// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

/// In which parts a file goes: a small first one, so that an image which the server does not want is refused
/// before much is sent, then large ones.
record PartPlan(long totalBytes, long firstBytes, long partBytes) {

    static PartPlan of(long totalBytes) {
        return new PartPlan(totalBytes, 1L << 20, 64L << 20);
    }

    /// The length of the part that begins at `offset`; 0 at the end of the file.
    long lengthAt(long offset) {
        long most = offset < firstBytes ? firstBytes - offset : partBytes;
        return Math.min(most, totalBytes - offset);
    }
}
