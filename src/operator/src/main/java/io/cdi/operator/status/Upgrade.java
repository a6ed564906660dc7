// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.status;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a change of version means. Versions that are not `v1.2.3` cannot be compared and count as newer.
public enum Upgrade {
    NONE,
    NEWER,
    /// An older operator does not know what a newer one has made.
    REFUSED;

    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:[-+].*)?");

    /// @param deployed null or empty when nothing was ever deployed
    public static Upgrade of(@Nullable String deployed, String own) {
        if (deployed == null || deployed.isEmpty() || bare(deployed).equals(bare(own))) {
            return NONE;
        }
        Matcher former = VERSION.matcher(deployed);
        Matcher now = VERSION.matcher(own);
        if (!former.matches() || !now.matches()) {
            return NEWER;
        }
        for (int group = 1; group <= 3; group++) {
            int order = Integer.compare(Integer.parseInt(now.group(group)), Integer.parseInt(former.group(group)));
            if (order != 0) {
                return order > 0 ? NEWER : REFUSED;
            }
        }
        return NEWER;
    }

    private static String bare(String version) {
        return version.startsWith("v") ? version.substring(1) : version;
    }
}
