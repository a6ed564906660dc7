// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.uploadproxy.UploadServerPeer.Conduct;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownIT {

    private static final long SIZE = 100L << 20;

    @Test
    void anUploadThatIsUnderWayEndsBeforeTheProxyDoes(@TempDir Path folder) throws Exception {
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        try (RunningProxy proxy = RunningProxy.start(folder);
                UploadServerPeer server = proxy.uploadServer("last", 250)) {
            server.conduct = Conduct.STALL;
            proxy.create("""
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata:
                      name: last
                      namespace: default
                      annotations: {cdi.kubevirt.io/storage.upload.target: '', cdi.kubevirt.io/storage.pod.ready: 'true'}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                    """);
            Process client = Curl.start(
                    proxy,
                    "--retry",
                    "9",
                    "--retry-all-errors",
                    "-X",
                    "POST",
                    "-T",
                    image.toString(),
                    "-H",
                    Curl.bearer(proxy.token("last")),
                    proxy.url("/v1beta1/upload"));
            while (server.received() <= 1 << 20) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                assertThat(client.isAlive()).isTrue();
            }

            proxy.program().process().destroy();
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            server.goOn.add(true);

            assertThat(Curl.ended(client).status()).isEqualTo(200);
            assertThat(proxy.program().process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
