// SPDX-License-Identifier: Apache-2.0
package io.cdi.certificates;

import io.cdi.api.install.CertConfig;
import org.jspecify.annotations.Nullable;

/// The lifetimes that a CDI object asks for.
public record Lifetimes(Lifetime ca, Lifetime server, Lifetime client) {

    public static Lifetimes of(@Nullable CertConfig config) {
        return config == null
                ? new Lifetimes(Lifetime.CA, Lifetime.LEAF, Lifetime.LEAF)
                : new Lifetimes(
                        Lifetime.of(config.ca(), Lifetime.CA),
                        Lifetime.of(config.server(), Lifetime.LEAF),
                        Lifetime.of(config.client(), Lifetime.LEAF));
    }
}
