// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.apply.VolumeName;
import io.cdi.cli.outcome.ExitCode;
import io.cdi.cli.upload.ClusterAccess;
import io.cdi.cli.upload.ProxyAccess;
import io.cdi.cli.upload.UploadRequest;
import io.cdi.cli.upload.UploadResult;
import io.cdi.cli.upload.UploadRun;
import io.cdi.cli.upload.VolumeWishes;
import io.cdi.contract.ContentType;
import io.cdi.engine.ByteCount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

final class UploadCommand implements Command {

    private record Target(Optional<String> namespace, String name) {}

    private final Session session;
    private final Arguments arguments = new Arguments("upload", this)
            .about(
                    "Uploads the disk image FILE into a DataVolume of a Kubernetes cluster, and makes the DataVolume first if"
                            + " there is none.",
                    "",
                    "A cut connection costs the bytes in flight. After Ctrl-C the same command goes on where it stopped, as"
                            + " long as the cluster keeps the unfinished upload (15 minutes).")
            .examples(
                    "cdi upload fedora.qcow2 fedora",
                    "cdi upload disk.raw.xz vms/server --size 20Gi --storage-class fast --volume-mode block",
                    "cdi upload debian.vmdk debian --proxy-url https://uploads.example.com --ca-file ca.pem");
    private final Supplier<Path> file = arguments.parameter("FILE", Path::of, "A disk image in any format, or a tar.");
    private final Supplier<Target> target =
            arguments.parameter("[NAMESPACE/]NAME", UploadCommand::target, "The DataVolume.");
    private final Supplier<Optional<ByteCount>> size = arguments.option(
            "--size", "SIZE", Converters::size, "Size of a new volume, such as 10Gi. Default: the size of the disk.");
    private final Supplier<Optional<String>> storageClass =
            arguments.option("--storage-class", "CLASS", Converters::text, "Storage class of a new volume.");
    private final Supplier<Optional<String>> volumeMode = arguments.option(
            "--volume-mode",
            "MODE",
            UploadCommand::volumeMode,
            "block or filesystem. Default: what the storage class does best.");
    private final Supplier<Optional<String>> accessMode = arguments.option(
            "--access-mode",
            "MODE",
            UploadCommand::accessMode,
            "ReadWriteOnce, ReadWriteMany or ReadWriteOncePod. Default: what the storage class does best.");
    private final Supplier<ContentType> content = arguments.option(
            "--content-type",
            "TYPE",
            Converters::contentType,
            ContentType.KUBEVIRT,
            "kubevirt: a disk image. archive: a tar, unpacked into the volume; needs --size. Default: kubevirt.");
    private final Supplier<Boolean> forceBind =
            arguments.flag("--force-bind", "Make a new volume now, without waiting for a pod that uses it.");
    private final Supplier<Boolean> noCreate = arguments.flag("--no-create", "Fail when there is no DataVolume.");
    private final Supplier<Optional<Path>> kubeconfig = arguments.option(
            "--kubeconfig", "FILE", Path::of, "Default: $KUBECONFIG, ~/.kube/config, or the pod's own account.");
    private final Supplier<Optional<String>> context =
            arguments.option("--context", "CONTEXT", Converters::text, "Which context of the kubeconfig.");
    private final Supplier<Optional<String>> namespace =
            arguments.option("--namespace", "NAMESPACE", Converters::text, "Default: the context's.");
    private final Supplier<Optional<URI>> proxyUrl = arguments.option(
            "--proxy-url",
            "URL",
            Converters::endpoint,
            "The upload proxy. Default: what the cluster says, else a port forward through its API server.");
    private final Supplier<List<Path>> authorities = arguments.options(
            "--ca-file",
            "FILE",
            Path::of,
            "PEM file of certificate authorities to trust for the proxy beside the system's; may be repeated.");
    private final Supplier<Boolean> insecure = arguments.flag("--insecure", "Accept any TLS certificate of the proxy.");
    private final Supplier<Optional<ByteCount>> limitRate = arguments.option(
            "--limit-rate", "RATE", Converters::size, "Send at most so many bytes per second, such as 50MiB.");
    private final ProgressArguments progress = arguments.with(new ProgressArguments());

    UploadCommand(Session session) {
        this.session = session;
    }

    @Override
    public CommandSpec spec() {
        return arguments.spec();
    }

    @Override
    public Integer call() throws IOException {
        UploadRun run = new UploadRun(request(), session.environment(), session.nanoTime());
        long start = session.nanoTime().getAsLong();
        UploadResult result = progress.show(session, run::progress, () -> Detached.run(run::run));
        Duration elapsed = Duration.ofNanos(session.nanoTime().getAsLong() - start);
        session.out().println(progress.json() ? result.json(elapsed).toString() : result.text(elapsed));
        return ExitCode.DONE.code();
    }

    /// The options as a request; wrong combinations are usage errors.
    UploadRequest request() {
        if (target.get().namespace().isPresent() && namespace.get().isPresent()) {
            throw arguments.mistake("give the namespace once: NAMESPACE/NAME or --namespace");
        }
        if (content.get() == ContentType.ARCHIVE && volumeMode.get().equals(Optional.of("Block"))) {
            throw arguments.mistake("an archive needs --volume-mode filesystem");
        }
        return new UploadRequest(
                file.get(),
                target.get().namespace(),
                target.get().name(),
                new VolumeWishes(
                        Converters.bytes(size.get()),
                        storageClass.get(),
                        volumeMode.get(),
                        accessMode.get(),
                        content.get(),
                        forceBind.get()),
                !noCreate.get(),
                new ClusterAccess(kubeconfig.get(), context.get(), namespace.get()),
                new ProxyAccess(proxyUrl.get(), authorities.get(), insecure.get(), Converters.bytes(limitRate.get())));
    }

    private static Target target(String text) {
        String[] words = text.split("/", -1);
        if (words.length > 2) {
            throw new IllegalArgumentException("'" + text + "' is not a DataVolume; write NAME or NAMESPACE/NAME");
        }
        boolean named = words.length == 2;
        VolumeName checked = new VolumeName(named ? words[0] : "default", words[words.length - 1]);
        return new Target(named ? Optional.of(checked.namespace()) : Optional.empty(), checked.name());
    }

    private static String volumeMode(String text) {
        return switch (text) {
            case "block", "Block" -> "Block";
            case "filesystem", "Filesystem" -> "Filesystem";
            default -> throw new IllegalArgumentException("'" + text + "' is none of block, filesystem");
        };
    }

    private static String accessMode(String text) {
        if (!List.of("ReadWriteOnce", "ReadWriteMany", "ReadWriteOncePod").contains(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is none of ReadWriteOnce, ReadWriteMany, ReadWriteOncePod");
        }
        return text;
    }
}
