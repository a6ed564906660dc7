// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import java.time.Duration;

/// No progress at all.
public final class Nothing implements Display {

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public void show(Snapshot snapshot, Duration elapsed) {}

    @Override
    public void close() {}
}
