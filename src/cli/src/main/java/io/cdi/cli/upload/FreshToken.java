// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An upload token that is young enough for the next request: it lives for five minutes, and is looked at when a
/// request begins.
final class FreshToken {

    private static final long LIFE_NANOS = Duration.ofMinutes(4).toNanos();

    private final Tokens tokens;
    private final LongSupplier nanoTime;
    private @Nullable Secret token;
    private long since;

    FreshToken(Tokens tokens, LongSupplier nanoTime) {
        this.tokens = tokens;
        this.nanoTime = nanoTime;
    }

    Secret get() throws TransferException {
        Secret known = token;
        if (known == null || nanoTime.getAsLong() - since > LIFE_NANOS) {
            known = tokens.request();
            token = known;
            since = nanoTime.getAsLong();
        }
        return known;
    }

    void discard() {
        token = null;
    }
}
