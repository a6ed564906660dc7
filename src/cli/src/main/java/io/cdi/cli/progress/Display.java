// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import java.time.Duration;

/// Where progress is shown. Called by one thread, at intervals of its choice; [#close] leaves the place clean.
public interface Display extends AutoCloseable {

    Duration interval();

    void show(Snapshot snapshot, Duration elapsed);

    @Override
    void close();
}
