// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import io.cdi.engine.ByteCount;
import java.time.Duration;
import java.util.Locale;

/// Progress as text.
final class Words {

    private Words() {}

    /// `0:07`, `12:30`, `1:02:03`.
    static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    static String phase(Snapshot snapshot) {
        return snapshot.detail().isEmpty() ? snapshot.phase() : snapshot.phase() + ": " + snapshot.detail();
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f%%", Math.floor(fraction * 1000) / 10);
    }

    static String rate(long bytesPerSecond) {
        return new ByteCount(bytesPerSecond) + "/s";
    }

    /// Bytes of the source, and of how many when that is known.
    static String bytes(Snapshot snapshot) {
        String moved = new ByteCount(snapshot.sourceBytes()).toString();
        return snapshot.sourceLength().isPresent()
                ? moved + " of " + new ByteCount(snapshot.sourceLength().getAsLong())
                : moved;
    }
}
