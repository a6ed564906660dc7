// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer.metrics;

import io.cdi.contract.Metrics;
import io.cdi.engine.transfer.Progress;
import java.util.concurrent.atomic.AtomicLong;

/// The progress as a Prometheus counter, in percent. Those who read it match the sample by a regular
/// expression: one label, one space, a plain decimal number.
final class ProgressSample {

    private static final int HUNDREDTHS = 10_000;

    private final String ownerUid;
    private final Progress progress;
    /// Hundredths of a percent. A counter never falls, though an import that changes its ways begins anew.
    private final AtomicLong highest = new AtomicLong();

    ProgressSample(String ownerUid, Progress progress) {
        this.ownerUid = ownerUid;
        this.progress = progress;
    }

    String text() {
        progress.fraction().ifPresent(fraction -> highest.accumulateAndGet((long) (fraction * HUNDREDTHS), Math::max));
        return "# HELP " + Metrics.IMPORT_PROGRESS + " " + Metrics.IMPORT_PROGRESS_HELP + "\n# TYPE "
                + Metrics.IMPORT_PROGRESS + " counter\n" + Metrics.IMPORT_PROGRESS + "{" + Metrics.OWNER_UID_LABEL
                + "=\"" + escaped(ownerUid) + "\"} " + decimal(highest.get()) + "\n";
    }

    static String decimal(long hundredths) {
        long rest = hundredths % 100;
        return hundredths / 100 + (rest == 0 ? "" : (rest < 10 ? ".0" : ".") + rest);
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
