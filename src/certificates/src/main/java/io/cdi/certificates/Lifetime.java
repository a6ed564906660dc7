// SPDX-License-Identifier: Apache-2.0
package io.cdi.certificates;

import io.cdi.api.install.CertConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a certificate is valid, and at what age it is replaced.
public record Lifetime(Duration duration, Duration refresh) {

    public static final Lifetime CA = new Lifetime(Duration.ofHours(48), Duration.ofHours(24));
    public static final Lifetime LEAF = new Lifetime(Duration.ofHours(24), Duration.ofHours(12));

    /// What is configured, or the default when a value is missing, unreadable, or leaves no time between replacements.
    public static Lifetime of(CertConfig.@Nullable Rotation configured, Lifetime otherwise) {
        if (configured == null || configured.duration() == null || configured.renewBefore() == null) {
            return otherwise;
        }
        Duration duration = GoDuration.parse(configured.duration());
        Duration renewBefore = GoDuration.parse(configured.renewBefore());
        if (duration == null
                || renewBefore == null
                || renewBefore.isNegative()
                || renewBefore.compareTo(duration) >= 0) {
            return otherwise;
        }
        return new Lifetime(duration, duration.minus(renewBefore));
    }

    /// As it is written on Secrets.
    public String json() {
        return "{\"lifetime\":\"%s\",\"refresh\":\"%s\"}"
                .formatted(GoDuration.format(duration), GoDuration.format(refresh));
    }
}
