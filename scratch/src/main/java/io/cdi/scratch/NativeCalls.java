// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

/// What a program does with the C library beside its volumes: it gets it ready, and ends by it.
public final class NativeCalls {

    private NativeCalls() {}

    /// Links the native calls before their first use. That takes tens of milliseconds, so for a program that has
    /// just started another thread does it, beside its own first steps.
    public static void prepare() {
        int none = -1;
        Thread.ofPlatform().name("prepare").daemon().start(() -> {
            int _ = Linux.close(none);
        });
    }

    /// Ends the process at once, by `_exit`. Java's own ways wait up to 300 ms for threads that are in a native
    /// call, and the one that polls sockets for virtual threads always is. No shutdown hooks are run.
    public static void exit(int code) {
        System.out.flush();
        System.err.flush();
        Linux.exit(code);
    }
}
