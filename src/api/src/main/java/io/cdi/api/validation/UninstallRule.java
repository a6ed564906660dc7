// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.install.CDI;

/// Whether a CDI may be deleted.
public final class UninstallRule {
    private UninstallRule() {}

    /// `dataVolumes` counts those that no cron has made; counting may stop at 2.
    public static Verdict check(CDI cdi, int dataVolumes) {
        var phase = cdi.getStatus() == null ? null : cdi.getStatus().phase();
        var isInstalled = !Rules.isEmpty(phase) && !"Error".equals(phase);
        var isGuarded = cdi.getSpec() != null
                && "BlockUninstallIfWorkloadsExist".equals(cdi.getSpec().uninstallStrategy());
        return isInstalled && isGuarded && dataVolumes > 0
                ? Verdict.badRequest("rejecting the uninstall request, since there are still " + dataVolumes
                        + " DataVolumes present. Either delete all DataVolumes or change the uninstall strategy before"
                        + " uninstalling CDI")
                : Verdict.ALLOWED;
    }
}
