// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteCount;
import io.cdi.engine.TransferException;
import org.jspecify.annotations.Nullable;

/// Says in our words what is wrong with packed bytes.
///
/// @param source the source for messages
record PackingErrors(Packing packing, String source) {

    /// The most memory that a decoder may need for its window or dictionary. `xz -9` needs 64 MiB, `zstd --ultra
    /// -22` 128 MiB; formats allow headers that ask for gigabytes.
    static final int MEMORY_LIMIT = 128 << 20;

    TransferException.Permanent cutOff() {
        return refuse("the packed data end too early; get a whole copy", null);
    }

    TransferException.Permanent corrupt(String reason) {
        return corrupt(reason, null);
    }

    TransferException.Permanent garbage() {
        return refuse("other data follow the packed ones; remove them, or get a good copy", null);
    }

    TransferException.Permanent tooHungry(String need) {
        return refuse(
                need + " of memory, and the limit is " + new ByteCount(MEMORY_LIMIT)
                        + "; pack it again with a smaller dictionary or window",
                null);
    }

    TransferException.Permanent tooDeep(int layers) {
        return refuse("it lies under " + layers + " other packings, and no more are taken off; unpack it before", null);
    }

    /// For what a decoder's library threw.
    TransferException.Permanent corrupt(Exception failure) {
        return corrupt(String.valueOf(failure.getMessage()), failure);
    }

    private TransferException.Permanent corrupt(String reason, @Nullable Throwable cause) {
        return refuse("the packed data are corrupt (" + reason + "); get a good copy", cause);
    }

    private TransferException.Permanent refuse(String reasonAndRemedy, @Nullable Throwable cause) {
        return new TransferException.BadImage(
                "unpack " + packing.toolName() + " of " + source + ": " + reasonAndRemedy, cause);
    }
}
