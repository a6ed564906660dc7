// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.install.CDI;
import java.util.function.IntSupplier;

/// Whether a CDI may be deleted.
public final class UninstallRule {
    private UninstallRule() {}

    /// `dataVolumes` counts those that no cron has made, and is asked only where the answer matters;
    /// counting may stop at 2.
    public static Verdict check(CDI cdi, IntSupplier dataVolumes) {
        var phase = cdi.getStatus() == null ? null : cdi.getStatus().phase();
        var isInstalled = !Rules.isEmpty(phase) && !"Error".equals(phase);
        var isGuarded = cdi.getSpec() != null
                && "BlockUninstallIfWorkloadsExist".equals(cdi.getSpec().uninstallStrategy());
        var present = isInstalled && isGuarded ? dataVolumes.getAsInt() : 0;
        return present > 0
                ? Verdict.badRequest("rejecting the uninstall request, since there are still " + present
                        + " DataVolumes present. Either delete all DataVolumes or change the uninstall strategy before"
                        + " uninstalling CDI")
                : Verdict.ALLOWED;
    }
}
