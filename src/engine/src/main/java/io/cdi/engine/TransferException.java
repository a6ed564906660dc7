// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A transfer cannot go on. The message is one line for the user and names action, place, reason and, where
/// known, what would help; it holds no secrets. The kind says whether another try can help.
///
/// An [IOException], so that it passes through the stream decoders of libraries unchanged.
public abstract sealed class TransferException extends IOException {

    private TransferException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Something outside failed that may work later: a cut, a stall, a 5xx. Whoever throws it has used up its
    /// retries.
    public static final class Transient extends TransferException {
        private Duration retryAfter = Duration.ZERO;

        public Transient(String message) {
            super(message, null);
        }

        public Transient(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        /// @param retryAfter how long the other side asks to be left alone; zero when it does not say
        public Transient(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// The same request can never succeed: not found, not allowed, or a [BadImage].
    public static sealed class Permanent extends TransferException permits BadImage {
        public Permanent(String message) {
            super(message, null);
        }

        public Permanent(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The image's own fault, whoever serves it: it is corrupt, too large, or nothing that is taken.
    public static final class BadImage extends Permanent {
        public BadImage(String message) {
            super(message);
        }

        public BadImage(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The bytes are not the promised ones: a checksum or digest differs.
    public static final class Integrity extends TransferException {
        public Integrity(String message) {
            super(message, null);
        }
    }

    /// The image is good, but cannot be converted in one forward pass over this source; a local copy of it can.
    public static final class NeedsScratch extends TransferException {
        public NeedsScratch(String message) {
            super(message, null);
        }
    }
}
