// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.contract.ContentType;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.ranges.Attempts;
import io.cdi.engine.source.ranges.RateLimit;
import io.cdi.testkit.Command;
import io.cdi.testkit.CuttingProxy;
import io.cdi.testkit.QemuImg;
import io.cdi.uploadserver.ServedPod;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client of `cdi upload` against the real upload server, over connections that break.
class TusUploadIT {

    private static final RetryPolicy ONCE =
            new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    private Path folder = Path.of("/");

    private Path raw = Path.of("/");
    private Path image = Path.of("/");

    @BeforeEach
    void makeImage() {
        raw = QemuImg.create(folder.resolve("disk.raw"), "raw", 96L << 20);
        Command.shell("head -c 40M /dev/urandom | dd of=%s bs=1M seek=10 conv=notrunc status=none".formatted(raw));
        image = QemuImg.convert(raw, "raw", folder.resolve("disk.qcow2"), "qcow2");
    }

    @Test
    void arrivesWholeOverCutConnections() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start();
                ProxyStandIn proxy = ProxyStandIn.before(pod);
                CuttingProxy way = CuttingProxy.start(proxy.endpoint())) {
            way.cutNextRequests(4, 7_000_000);

            upload(way.endpoint(), RetryPolicy.DEFAULT);

            assertThat(way.cutsLeft()).isZero();
            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void arrivesWholeWhenAnswersAreLost() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start();
                ProxyStandIn proxy = ProxyStandIn.before(pod);
                CuttingProxy way = CuttingProxy.start(proxy.endpoint())) {
            way.cutNext(3, 40);

            upload(way.endpoint(), RetryPolicy.DEFAULT);

            assertThat(way.cutsLeft()).isZero();
            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void goesOnWithWhatAnEarlierRunHasBrought() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start();
                ProxyStandIn proxy = ProxyStandIn.before(pod)) {
            CuttingProxy way = CuttingProxy.start(proxy.endpoint());
            UploadProgress progress = new UploadProgress();
            Thread.ofVirtual().start(() -> {
                while (progress.get().sourceBytes() < 9_000_000) {
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                }
                way.close();
            });
            assertThatThrownBy(() -> upload(local(), way.endpoint(), ONCE, progress))
                    .isInstanceOf(TransferException.Transient.class);

            long sent = upload(proxy.endpoint(), RetryPolicy.DEFAULT);

            assertThat(sent).isLessThan(Files.size(image) - 2_000_000);
            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void tellsTheServersReasonForARefusal() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                        .with("UPLOAD_IMAGE_SIZE", "32Mi")
                        .start();
                ProxyStandIn proxy = ProxyStandIn.before(pod)) {
            assertThatThrownBy(() -> upload(proxy.endpoint(), RetryPolicy.DEFAULT))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("A larger PVC is required");
        }
    }

    @Test
    void aFileThatChangesIsNotCompleted() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start();
                ProxyStandIn proxy = ProxyStandIn.before(pod)) {
            LocalImage before = local();
            Files.setLastModifiedTime(image, FileTime.from(before.modified().plusSeconds(1)));

            assertThatThrownBy(() -> upload(before, proxy.endpoint(), RetryPolicy.DEFAULT, new UploadProgress()))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("it was changed while it was uploaded");
            assertThat(pod.disk()).doesNotExist();
        }
    }

    private long upload(URI server, RetryPolicy policy) throws Exception {
        return upload(local(), server, policy, new UploadProgress());
    }

    private LocalImage local() throws Exception {
        return LocalImage.of(image, ContentType.KUBEVIRT, Map.of());
    }

    /// @return how many bytes went over the wire
    private long upload(LocalImage local, URI server, RetryPolicy policy, UploadProgress progress) throws Exception {
        progress.begins(local.bytes());
        SavedUpload saved = new SavedUpload("", "", "uid", "", local.bytes(), "", "");
        try (HttpTransport transport = HttpTransport.open(
                        Source.Tls.SYSTEM, Map.of(), RetryPolicy.DEFAULT.withPatience(Duration.ofSeconds(20)));
                FileChannel channel = FileChannel.open(image)) {
            FileContent content = new FileContent(channel, local, RateLimit.of(OptionalLong.empty()), progress);
            FreshToken token = new FreshToken(() -> new Secret("nobody looks"), System::nanoTime);
            new TusUpload(
                            new HttpWire(transport, server, token, content),
                            new PartPlan(local.bytes(), 1 << 20, 4 << 20),
                            Attempts.of(policy),
                            StateFolder.of(Map.of("XDG_STATE_HOME", folder.toString()), saved),
                            () -> false,
                            progress)
                    .run();
        }
        return progress.sentBytes();
    }
}
