// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

/// A part of a disk that is not known to be zero.
public record DataRange(long offset, long length) {

    public DataRange {
        if (offset < 0 || length <= 0) {
            throw new IllegalArgumentException("a range needs a place and a length: " + offset + " + " + length);
        }
    }

    public long end() {
        return offset + length;
    }
}
