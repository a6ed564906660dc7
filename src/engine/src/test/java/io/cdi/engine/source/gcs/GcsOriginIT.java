// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source;
import io.cdi.testkit.CuttingProxy;
import io.cdi.testkit.FakeGcsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects from the emulator that Google's client libraries are tested with.
class GcsOriginIT {

    private static final byte[] CONTENT = new byte[20 << 20];
    private static final Source.Effort QUICK = new Source.Effort(
            OptionalInt.of(3),
            OptionalLong.empty(),
            new RetryPolicy(
                    5, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(30), Duration.ofSeconds(30)));

    @TempDir
    private static Path folder;

    private static FakeGcsServer gcs;

    @BeforeAll
    static void startServer() {
        new Random(3).nextBytes(CONTENT);
        gcs = FakeGcsServer.start(folder);
        gcs.createBucket("images");
        gcs.put("images", "disk.img", CONTENT);
    }

    @AfterAll
    static void stopServer() {
        gcs.close();
    }

    private static Source.Gcs source(URI endpoint, String object) {
        return new Source.Gcs(Optional.of(endpoint), "images", object, Optional.empty(), Source.Tls.SYSTEM);
    }

    private static Origin.Seekable open(URI endpoint, String object) throws TransferException {
        return (Origin.Seekable) GcsOrigin.open(source(endpoint, object), QUICK, Map.of());
    }

    private static byte[] whole(Origin.Seekable origin) throws IOException {
        try (InputStream stream = origin.stream(0)) {
            return stream.readAllBytes();
        }
    }

    @Test
    void readsAWholeObjectAndPiecesOfIt() throws IOException {
        try (Origin.Seekable origin = open(gcs.endpoint(), "disk.img")) {
            assertThat(origin.length()).hasValue(CONTENT.length);
            assertThat(origin.version().orElseThrow()).matches("[0-9]+");
            assertThat(origin.description())
                    .isEqualTo("gs://images/disk.img at " + gcs.endpoint().getAuthority());
            ByteBuffer piece = ByteBuffer.allocate(100_000);
            origin.readFully(10_000_001, piece);
            assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(CONTENT, 10_000_001, 10_100_001));
            assertThat(Arrays.equals(whole(origin), CONTENT)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space.img", "plus+plus", "ünïcode/日本.img", "a=b&c?d#e%20f", "deep/er/disk"})
    void readsNamesWithUnusualCharacters(String object) throws IOException {
        gcs.put("images", object, new byte[] {1, 2, 3});
        try (Origin.Seekable origin = open(gcs.endpoint(), object)) {
            assertThat(whole(origin)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void readsAnEmptyObject() throws IOException {
        gcs.put("images", "empty", new byte[0]);
        try (Origin.Seekable origin = open(gcs.endpoint(), "empty")) {
            assertThat(whole(origin)).isEmpty();
        }
    }

    @Test
    void readsAnObjectWithContentCodingAsItIsStored() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CONTENT, 0, 1_000_000);
        }
        gcs.putGzipped("images", "coded", packed.toByteArray());
        try (Origin.Seekable origin = open(gcs.endpoint(), "coded")) {
            assertThat(origin.length()).hasValue(packed.size());
            assertThat(whole(origin)).isEqualTo(packed.toByteArray());
        }
    }

    @Test
    void goesOnAfterCuts() throws IOException {
        try (CuttingProxy proxy = CuttingProxy.start(gcs.endpoint())) {
            proxy.cutNext(4, 2_000_000);
            try (Origin.Seekable origin = open(proxy.endpoint(), "disk.img")) {
                assertThat(Arrays.equals(whole(origin), CONTENT)).isTrue();
            }
            assertThat(proxy.cutsLeft()).isZero();
        }
    }

    @Test
    void neverMixesTwoGenerations() throws IOException {
        gcs.put("images", "changing", CONTENT);
        try (CuttingProxy proxy = CuttingProxy.start(gcs.endpoint())) {
            proxy.cutNext(1, 2_000_000);
            try (Origin.Seekable origin = open(proxy.endpoint(), "changing")) {
                gcs.put("images", "changing", Arrays.copyOf(CONTENT, CONTENT.length));
                assertThatThrownBy(() -> whole(origin))
                        .isInstanceOf(TransferException.Permanent.class)
                        .hasMessageContaining("was replaced while it was being read");
            }
        }
    }

    @Test
    void saysThatThereIsNoSuchObject() {
        assertThatThrownBy(() -> open(gcs.endpoint(), "Disk.img"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("read gs://images/Disk.img at " + gcs.endpoint().getAuthority()
                        + ": the service answered 404; check the bucket and the object's name");
    }
}
