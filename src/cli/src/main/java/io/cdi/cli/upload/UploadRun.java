// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.cli.apply.VolumeName;
import io.cdi.cli.progress.Snapshot;
import io.cdi.cli.upload.ReadinessRule.Readiness;
import io.cdi.cli.upload.VolumeRule.Decision;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.ranges.Attempts;
import io.cdi.engine.source.ranges.RateLimit;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/// An upload from its beginning to its end: the file, the cluster, the proxy, the DataVolume, the bytes.
/// Whatever can be refused is refused before a DataVolume is made.
public final class UploadRun {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final UploadRequest request;
    private final Map<String, String> environment;
    private final LongSupplier nanoTime;
    private final UploadProgress progress = new UploadProgress();

    public UploadRun(UploadRequest request, Map<String, String> environment, LongSupplier nanoTime) {
        this.request = request;
        this.environment = Map.copyOf(environment);
        this.nanoTime = nanoTime;
    }

    /// How far it is, at any time.
    public Snapshot progress() {
        return progress.get();
    }

    /// Returns when the DataVolume has succeeded.
    public UploadResult run() throws IOException {
        LocalImage image = LocalImage.of(request.file(), request.wishes().content(), environment);
        progress.begins(image.bytes());
        Config config = request.cluster().config(environment);
        VolumeName name = name(config);
        try (Cluster cluster = Cluster.open(config)) {
            Decision decision =
                    VolumeRule.decide(name, cluster.find(name), request.wishes().content(), request.create());
            if (decision instanceof Decision.Refuse(String why)) {
                throw new TransferException.Permanent(why);
            }
            long bytes = decision instanceof Decision.Create
                    ? image.volumeBytes(request.wishes().sizeBytes())
                    : 0;
            ProxyWay way = ProxyWay.of(request.proxy().url(), cluster.settings());
            try (ProxyConnection proxy = ProxyConnection.open(way, request.proxy(), cluster, environment)) {
                DataVolume volume = decision instanceof Decision.Use(DataVolume existing)
                        ? existing
                        : cluster.create(request.wishes().dataVolume(name, bytes));
                return upload(image, volume, cluster, proxy);
            }
        }
    }

    private VolumeName name(Config config) throws TransferException.Permanent {
        try {
            return new VolumeName(
                    request.namespace().orElseGet(() -> request.cluster().namespace(config)), request.name());
        } catch (IllegalArgumentException e) {
            throw new TransferException.Permanent(String.valueOf(e.getMessage()), e);
        }
    }

    private UploadResult upload(LocalImage image, DataVolume volume, Cluster cluster, ProxyConnection proxy)
            throws IOException {
        VolumeName name = Cluster.nameOf(volume);
        progress.waits("");
        expect(name, Readiness.Open.class, cluster.await(volume, now -> !isWaiting(now), this::show, PATIENCE));
        try (FileChannel channel = FileChannel.open(image.file())) {
            send(image, volume, cluster, proxy, channel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        progress.finishes("");
        expect(
                name,
                Readiness.Filled.class,
                cluster.await(volume, Readiness.Filled.class::isInstance, this::show, PATIENCE));
        return new UploadResult(image, name.toString(), volumeBytes(volume.getSpec()), progress.sentBytes());
    }

    private void send(LocalImage image, DataVolume volume, Cluster cluster, ProxyConnection proxy, FileChannel channel)
            throws TransferException, InterruptedException {
        FreshToken token = new FreshToken(() -> cluster.uploadToken(volume), nanoTime);
        RateLimit limit = RateLimit.of(request.proxy().bytesPerSecond());
        SavedUpload saved = new SavedUpload(
                cluster.address(),
                Cluster.nameOf(volume).toString(),
                volume.getMetadata().getUid(),
                image.file().toAbsolutePath().toString(),
                image.bytes(),
                image.modified().toString(),
                "");
        new TusUpload(
                        new HttpWire(
                                proxy.transport(),
                                proxy.base(),
                                token,
                                new FileContent(channel, image, limit, progress)),
                        PartPlan.of(image.bytes()),
                        Attempts.of(RetryPolicy.DEFAULT),
                        StateFolder.of(environment, saved),
                        () -> cluster.isFilled(Cluster.nameOf(volume)),
                        progress)
                .run();
    }

    private static void expect(VolumeName name, Class<? extends Readiness> wished, Readiness found)
            throws TransferException.Permanent {
        if (!wished.isInstance(found)) {
            throw new TransferException.Permanent("DataVolume " + name + ": "
                    + (found instanceof Readiness.Hopeless(String why) ? why : "somebody else has filled it"));
        }
    }

    private static boolean isWaiting(Readiness readiness) {
        return readiness instanceof Readiness.Waiting;
    }

    private void show(Readiness readiness) {
        if (readiness instanceof Readiness.Waiting(String words)) {
            if (progress.isAllSent()) {
                progress.finishes(words);
            } else {
                progress.waits(words);
            }
        }
    }

    private static long volumeBytes(DataVolumeSpec spec) {
        VolumeResourceRequirements size = spec.storage() != null
                ? spec.storage().resources()
                : spec.pvc() == null ? null : spec.pvc().getResources();
        Quantity storage = size == null || size.getRequests() == null
                ? null
                : size.getRequests().get("storage");
        return storage == null ? 0 : storage.getNumericalAmount().longValue();
    }
}
