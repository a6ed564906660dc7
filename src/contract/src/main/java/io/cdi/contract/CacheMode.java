// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// How a worker writes: values of [ImporterEnvironment#CACHE_MODE].
public final class CacheMode {

    /// Past the page cache where the storage can.
    public static final String TRY_NONE = "TRYNONE";

    private CacheMode() {}
}
