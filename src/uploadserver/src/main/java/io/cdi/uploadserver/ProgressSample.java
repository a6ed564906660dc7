// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.Metrics;
import io.cdi.uploadserver.upload.Desk;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// How far the upload is, for whoever scrapes it.
record ProgressSample(String ownerUid, Desk desk) {

    String text() {
        BigDecimal percent = BigDecimal.valueOf(desk.progress().fraction().orElse(0))
                .movePointRight(2)
                .setScale(2, RoundingMode.DOWN);
        return "# HELP " + Metrics.UPLOAD_PROGRESS + " " + Metrics.UPLOAD_PROGRESS_HELP + "\n# TYPE "
                + Metrics.UPLOAD_PROGRESS + " counter\n" + Metrics.UPLOAD_PROGRESS + "{" + Metrics.OWNER_UID_LABEL
                + "=\"" + ownerUid.replaceAll("[\\\\\"\n]", "_") + "\"} " + percent.toPlainString() + "\n";
    }
}
