// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.cli.progress.Snapshot;
import java.util.List;

/// Where phases and progress of DataVolumes are shown.
public interface PhaseDisplay {

    /// How far one DataVolume is.
    record Running(String title, String phase, Snapshot snapshot) {}

    /// A DataVolume entered a phase. Called by several threads.
    ///
    /// @param message why, or empty
    void phase(String title, String phase, String message);

    /// Those that run now. Called a few times a second.
    void progress(List<Running> running);

    /// Leaves the place clean.
    void close();
}
