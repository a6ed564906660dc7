// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The other container of a node pull, as a kubelet would run it: a root folder with nothing but the image's
/// disk and what the pod's first container has put into the shared folder.
final class ImageContainer {

    private static final Path SERVER =
            Path.of("target/cdi-importer/cdi-containerimage-server").toAbsolutePath();

    private ImageContainer() {}

    /// @param folder for the root folder and the log
    /// @param shared the folder that both containers have as `/shared`
    static Process start(Path folder, Path shared, Path disk, int port, Map<String, String> environment)
            throws IOException {
        Path root = folder.resolve("image");
        for (String name : List.of("disk", "shared", "dev")) {
            Files.createDirectories(root.resolve(name));
        }
        Files.copy(disk, root.resolve("disk").resolve(disk.getFileName()));
        Command.shell("cp $(command -v busybox) %s/busybox && cp %s %1$s/server".formatted(shared, SERVER));
        String script = """
                set -e
                mount --make-rprivate /
                : >%1$s/dev/null
                mount --bind /dev/null %1$s/dev/null
                mount --bind %2$s %1$s/shared
                exec chroot --userspec=107:107 %1$s /shared/server -p %3$d -image-dir /disk -ready-file /shared/ready -done-file /shared/done
                """.formatted(root, shared, port);
        ProcessBuilder builder = new ProcessBuilder("unshare", "-m", "bash", "-c", script);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("image.log").toFile())
                .start();
    }
}
