// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The programs that Debian does not have and our scripts have built, once, outside of the tree.
public final class Programs {

    private Programs() {}

    /// The program of that name that `src/build/test-peers` has built.
    ///
    /// @throws AssertionError when it is not there, with the command that builds it
    public static Path built(String name) {
        return executable(cache().resolve("cdi/peers").resolve(name), "src/build/test-peers");
    }

    /// The program of that name of the development cluster, which `src/e2e/cluster/build.sh` has built.
    static Path builtForCluster(String name) {
        Path cluster = Optional.ofNullable(System.getenv("CLUSTER_CACHE"))
                .map(Path::of)
                .orElseGet(() -> cache().resolve("devcluster"));
        return executable(cluster.resolve("bin").resolve(name), "src/e2e/cluster/build.sh kubernetes etcd");
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static Path executable(Path program, String remedy) {
        if (!Files.isExecutable(program)) {
            throw new AssertionError(program.getFileName() + " is not built; run: " + remedy);
        }
        return program;
    }
}
