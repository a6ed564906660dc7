// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.testkit.Command;
import io.cdi.testkit.LoopDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The packaged worker as a kubelet would run it: in a mount namespace of its own, with a read-only root
/// file system, as user 107 without any rights, an empty environment, and exactly the mounts of the pod
/// contract. The network is that of the machine.
final class Pod {

    private static final Path PROGRAM = Path.of("target/cdi-importer").toAbsolutePath();
    /// Where it is in the image. Its own place may lie below a mount of the pod.
    private static final String INSTALLED = "/opt/cdi-importer";
    private static final int USER = 107;

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, Path> mounts = new LinkedHashMap<>();
    private Optional<Path> device = Optional.empty();

    /// How the worker ended.
    record Ended(int exitCode, String terminationText, String log) {}

    /// @param folder an existing one, for all that the pod needs
    Pod(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("upper", "work", "root")) {
            Files.createDirectories(folder.resolve(name));
        }
        mount("/data");
        mount("/tmp");
        with("PREALLOCATION", "false").with("FILESYSTEM_OVERHEAD", "0.06").with("OWNER_UID", "owner");
        with("IMPORTER_CONTENTTYPE", "kubevirt").with("JAVA_HOME", System.getProperty("java.home"));
        with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    }

    /// Why this machine cannot run one; empty when it can.
    static Optional<String> unavailable() {
        return Command.tryRun("unshare", "-m", "true").exitCode() == 0
                        && Files.isExecutable(Path.of("/usr/bin/setpriv"))
                ? Optional.empty()
                : Optional.of("a pod's mounts need root, unshare and setpriv");
    }

    Pod with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// An empty folder of its own, owned by the worker's user.
    Pod mount(String place) throws IOException {
        Path host = Files.createDirectories(folder.resolve("mount" + place.replace('/', '-')));
        Command.run("chown", USER + ":" + USER, host);
        mounts.put(place, host);
        return this;
    }

    Pod device(LoopDevice loop) {
        mounts.remove("/data");
        device = Optional.of(loop.device());
        return this;
    }

    /// The folder of the machine that is mounted there.
    Path host(String place) {
        return Objects.requireNonNull(mounts.get(place), place);
    }

    Path disk() {
        return host("/data").resolve("disk.img");
    }

    private Path log() {
        return folder.resolve("log");
    }

    private Path terminationLog() {
        return folder.resolve("termination-log");
    }

    Process start() throws IOException {
        Files.writeString(terminationLog(), "");
        Command.run("chmod", "666", terminationLog());
        Files.writeString(folder.resolve("enter"), script());
        ProcessBuilder builder = new ProcessBuilder(
                "unshare", "-m", "bash", folder.resolve("enter").toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
    }

    Ended awaitEnd(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the worker did not end:\n" + Files.readString(log()));
        }
        return new Ended(process.exitValue(), Files.readString(terminationLog()), Files.readString(log()));
    }

    Ended run() throws IOException, InterruptedException {
        return awaitEnd(start());
    }

    /// Every step replaces the process, so its signals reach the worker.
    private String script() {
        List<String> lines = new ArrayList<>();
        String root = folder.resolve("root").toString();
        lines.add("set -e");
        lines.add("mount --make-rprivate /");
        // Whiteouts: the machine may have such folders.
        lines.add("mknod %1$s/data c 0 0 && mknod %1$s/scratch c 0 0".formatted(folder.resolve("upper")));
        lines.add("mount -t overlay overlay -o lowerdir=/,upperdir=%s,workdir=%s %s"
                .formatted(folder.resolve("upper"), folder.resolve("work"), root));
        lines.add("mount -t proc proc " + root + "/proc");
        lines.add("mount -t tmpfs tmpfs " + root + "/dev");
        for (String node : List.of("null", "zero", "random", "urandom")) {
            lines.add(bind(Path.of("/dev", node), root + "/dev/" + node));
        }
        lines.add("mkdir -p %1$s%2$s && mount --bind %3$s %1$s%2$s".formatted(root, INSTALLED, PROGRAM));
        lines.add(bind(terminationLog(), root + "/dev/termination-log"));
        device.ifPresent(node -> {
            lines.add("cp -a %s %s/dev/cdi-block-volume".formatted(node, root));
            lines.add("chown %d %s/dev/cdi-block-volume".formatted(USER, root));
        });
        mounts.forEach((place, host) ->
                lines.add("mkdir -p %s%s && mount --bind %s %s%s".formatted(root, place, host, root, place)));
        lines.add("mount -o remount,ro " + root);
        lines.add(
                "exec chroot %s setpriv --reuid=%d --regid=%d --clear-groups --bounding-set=-all --no-new-privs %s/cdi-importer -alsologtostderr -v=3"
                        .formatted(root, USER, USER, INSTALLED));
        return String.join("\n", lines) + "\n";
    }

    private static String bind(Path host, String place) {
        return ": > %s && mount --bind %s %s".formatted(place, host, place);
    }
}
