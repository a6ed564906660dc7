// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangeReader;
import io.cdi.testkit.MinioServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One request at a time, against a real MinIO server.
class S3RangeReaderIT {

    private static final byte[] CONTENT = new byte[3 << 20];
    private static final Optional<String> ANY = Optional.empty();
    private static final OptionalLong TO_THE_END = OptionalLong.empty();

    @TempDir
    private static Path folder;

    private static MinioServer minio;

    @BeforeAll
    static void startServer() throws IOException {
        new Random(1).nextBytes(CONTENT);
        minio = MinioServer.start(Files.createDirectory(folder.resolve("data")));
        minio.createBucket("images");
        minio.put("images", "disk.img", CONTENT);
        minio.put("images", "empty", new byte[0]);
        minio.createBucket("public");
        minio.publish("public");
        minio.put("public", "disk.img", CONTENT);
    }

    @AfterAll
    static void stopServer() {
        minio.close();
    }

    private static Source.S3Credentials keys() {
        return new Source.S3Credentials.Static(
                MinioServer.ACCESS_KEY, new Secret(MinioServer.SECRET_KEY), Optional.empty());
    }

    private static RangeReader reader(String bucket, String key, Source.S3Credentials credentials)
            throws TransferException {
        Source.S3 source = new Source.S3(
                Optional.of(minio.endpoint()), Optional.empty(), bucket, key, credentials, Source.Tls.SYSTEM);
        return S3RangeReader.open(source, Source.Effort.DEFAULT, Map.of());
    }

    private static byte[] bytes(RangeReader reader, long offset, OptionalLong end) throws IOException {
        try (RangeReader.Answer answer = reader.read(offset, end, ANY)) {
            return answer.body().readAllBytes();
        }
    }

    private static void assertRefused(RangeReader reader, String... words) {
        assertThatThrownBy(() -> reader.read(0, TO_THE_END, ANY))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(MinioServer.SECRET_KEY);
    }

    @Test
    void tellsLengthVersionAndRangesWithTheFirstAnswer() throws IOException {
        try (RangeReader reader = reader("images", "disk.img", keys());
                RangeReader.Answer answer = reader.read(0, TO_THE_END, ANY)) {
            assertThat(answer.facts().length()).hasValue(CONTENT.length);
            assertThat(answer.facts().ranges()).isTrue();
            assertThat(answer.facts().version()).isPresent();
            assertThat(answer.body().readAllBytes()).isEqualTo(CONTENT);
            assertThat(reader.description())
                    .isEqualTo("s3://images/disk.img at 127.0.0.1:"
                            + minio.endpoint().getPort());
        }
    }

    @Test
    void readsARangeInTheMiddleAndTheTail() throws IOException {
        try (RangeReader reader = reader("images", "disk.img", keys())) {
            assertThat(bytes(reader, 1000, OptionalLong.of(70_000)))
                    .isEqualTo(Arrays.copyOfRange(CONTENT, 1000, 70_000));
            assertThat(bytes(reader, CONTENT.length - 5, TO_THE_END))
                    .isEqualTo(Arrays.copyOfRange(CONTENT, CONTENT.length - 5, CONTENT.length));
            try (RangeReader.Answer answer = reader.read(7, OptionalLong.of(9), ANY)) {
                assertThat(answer.facts().length()).hasValue(CONTENT.length);
            }
        }
    }

    @Test
    void readsAnEmptyObject() throws IOException {
        try (RangeReader reader = reader("images", "empty", keys());
                RangeReader.Answer answer = reader.read(0, TO_THE_END, ANY)) {
            assertThat(answer.facts().length()).hasValue(0);
            assertThat(answer.body().readAllBytes()).isEmpty();
        }
    }

    @Test
    void readsTheNextRangeAfterGivingUpABody() throws IOException {
        try (RangeReader reader = reader("images", "disk.img", keys())) {
            for (int i = 0; i < 100; i++) {
                try (RangeReader.Answer answer = reader.read(0, TO_THE_END, ANY)) {
                    assertThat(answer.body().read()).isEqualTo(CONTENT[0] & 0xff);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.img",
                "plus+plus",
                "ünïcode/日本.img",
                "a=b&c?d#e%20f",
                "tilde~(paren)'quote'!*",
                "deep/er/disk"
            })
    void readsKeysWithUnusualCharacters(String key) throws IOException {
        minio.put("images", key, new byte[] {1, 2, 3});
        try (RangeReader reader = reader("images", key, keys())) {
            assertThat(bytes(reader, 0, TO_THE_END)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void readsAPublicObjectWithoutCredentials() throws IOException {
        try (RangeReader explicit = reader("public", "disk.img", new Source.S3Credentials.Anonymous());
                RangeReader found = reader("public", "disk.img", new Source.S3Credentials.FromEnvironment())) {
            assertThat(bytes(explicit, 0, OptionalLong.of(9))).isEqualTo(Arrays.copyOf(CONTENT, 9));
            assertThat(bytes(found, 0, OptionalLong.of(9))).isEqualTo(Arrays.copyOf(CONTENT, 9));
        }
    }

    @Test
    void saysThatAPrivateObjectNeedsCredentials() throws IOException {
        try (RangeReader reader = reader("images", "disk.img", new Source.S3Credentials.Anonymous())) {
            assertRefused(reader, "read s3://images/disk.img", "AccessDenied", "give an access key");
        }
    }

    @Test
    void saysThatTheSecretIsWrong() throws IOException {
        Source.S3Credentials wrong =
                new Source.S3Credentials.Static(MinioServer.ACCESS_KEY, new Secret("wrong-secret"), Optional.empty());
        try (RangeReader reader = reader("images", "disk.img", wrong)) {
            assertRefused(reader, "SignatureDoesNotMatch", "check the secret access key");
        }
    }

    @Test
    void saysThatTheAccessKeyIsUnknown() throws IOException {
        Source.S3Credentials wrong =
                new Source.S3Credentials.Static("nobody", new Secret("wrong-secret"), Optional.empty());
        try (RangeReader reader = reader("images", "disk.img", wrong)) {
            assertRefused(reader, "InvalidAccessKeyId", "check the access key id");
        }
    }

    @Test
    void saysThatThereIsNoSuchObject() throws IOException {
        try (RangeReader reader = reader("images", "Disk.img", keys())) {
            assertRefused(reader, "404 NoSuchKey", "check the key");
        }
    }

    @Test
    void saysThatThereIsNoSuchBucket() throws IOException {
        try (RangeReader reader = reader("pictures", "disk.img", keys())) {
            assertRefused(reader, "404 NoSuchBucket", "check the bucket");
        }
    }

    @Test
    void saysThatNothingListensAtTheEndpoint() throws IOException {
        Source.S3 source = new Source.S3(
                Optional.of(URI.create("http://127.0.0.1:1")),
                Optional.empty(),
                "images",
                "disk.img",
                keys(),
                Source.Tls.SYSTEM);
        try (RangeReader reader = S3RangeReader.open(source, Source.Effort.DEFAULT, Map.of())) {
            assertThatThrownBy(() -> reader.read(0, TO_THE_END, ANY))
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("connection was refused");
        }
    }

    @Test
    void refusesTheRestOfAnObjectThatWasReplaced() throws IOException {
        minio.put("images", "changing", new byte[] {1, 2, 3, 4});
        try (RangeReader reader = reader("images", "changing", keys())) {
            Optional<String> version;
            try (RangeReader.Answer answer = reader.read(0, TO_THE_END, ANY)) {
                version = answer.facts().version();
            }
            minio.put("images", "changing", new byte[] {5, 6, 7, 8});
            assertThatThrownBy(() -> reader.read(2, TO_THE_END, version))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("was replaced while it was being read");
        }
    }

    @Test
    void refusesARangeBehindTheEnd() throws IOException {
        try (RangeReader reader = reader("images", "disk.img", keys())) {
            assertThatThrownBy(() -> reader.read(CONTENT.length, TO_THE_END, ANY))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("416 InvalidRange");
        }
    }

    @Test
    void anInterruptedReaderIsToldSoByAnIoException() throws IOException {
        try (RangeReader reader = reader("images", "disk.img", keys());
                RangeReader.Answer answer = reader.read(0, TO_THE_END, ANY)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> answer.body().read(new byte[10])).isInstanceOf(IOException.class);
        } finally {
            Thread.interrupted();
        }
    }
}
