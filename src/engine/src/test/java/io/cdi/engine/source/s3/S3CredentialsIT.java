// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangeReader;
import io.cdi.testkit.MinioServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of credentials that a machine or a pod may have, checked by a real MinIO server and its token
/// service.
class S3CredentialsIT {

    private static final byte[] CONTENT = {1, 2, 3};
    private static final String CLIENT_ID = "cdi";

    @TempDir
    private static Path folder;

    private static OpenIdProvider cluster;
    private static MinioServer minio;

    @BeforeAll
    static void startServers() throws IOException {
        cluster = OpenIdProvider.start(CLIENT_ID);
        minio = MinioServer.start(
                Files.createDirectory(folder.resolve("data")),
                Map.of(
                        "MINIO_IDENTITY_OPENID_CONFIG_URL",
                        cluster.configuration().toString(),
                        "MINIO_IDENTITY_OPENID_CLIENT_ID",
                        CLIENT_ID,
                        "MINIO_IDENTITY_OPENID_ROLE_POLICY",
                        "readonly"));
        minio.createBucket("images");
        minio.put("images", "disk.img", CONTENT);
    }

    @AfterAll
    static void stopServers() {
        minio.close();
        cluster.close();
    }

    private static RangeReader reader(Source.S3Credentials credentials, Map<String, String> environment)
            throws TransferException {
        Source.S3 source = new Source.S3(
                Optional.of(minio.endpoint()), Optional.empty(), "images", "disk.img", credentials, Source.Tls.SYSTEM);
        return S3RangeReader.open(source, Source.Effort.DEFAULT, environment);
    }

    private static RangeReader.Answer read(RangeReader reader) throws TransferException {
        return reader.read(0, OptionalLong.empty(), Optional.empty());
    }

    private static void assertReadable(Source.S3Credentials credentials, Map<String, String> environment)
            throws IOException {
        try (RangeReader reader = reader(credentials, environment);
                RangeReader.Answer answer = read(reader)) {
            assertThat(answer.body().readAllBytes()).isEqualTo(CONTENT);
        }
    }

    private static void assertReadableWith(Map<String, String> environment) throws IOException {
        assertReadable(new Source.S3Credentials.FromEnvironment(), environment);
    }

    private static void assertRefused(Map<String, String> environment, String... words) throws IOException {
        try (RangeReader reader = reader(new Source.S3Credentials.FromEnvironment(), environment)) {
            assertThatThrownBy(() -> read(reader))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContainingAll(words);
        }
    }

    @Test
    void temporaryKeysWorkWithTheirToken() throws IOException {
        MinioServer.SessionKeys keys = minio.assumeRole();

        assertReadable(
                new Source.S3Credentials.Static(
                        keys.accessKey(), new Secret(keys.secretKey()), Optional.of(new Secret(keys.sessionToken()))),
                Map.of());
    }

    @Test
    void temporaryKeysWithoutTheirTokenAreRefused() throws IOException {
        MinioServer.SessionKeys keys = minio.assumeRole();

        assertRefused(
                Map.of("AWS_ACCESS_KEY_ID", keys.accessKey(), "AWS_SECRET_ACCESS_KEY", keys.secretKey()),
                "s3://images/disk.img",
                "403");
    }

    @Test
    void keysInTheEnvironmentWork() throws IOException {
        assertReadableWith(
                Map.of("AWS_ACCESS_KEY_ID", MinioServer.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", MinioServer.SECRET_KEY));
    }

    private static Map<String, String> webIdentity(Path token) {
        return Map.of(
                "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                "AWS_ROLE_ARN", OpenIdProvider.minioRole(CLIENT_ID),
                "AWS_ENDPOINT_URL_STS", minio.endpoint().toString());
    }

    @Test
    void theClustersTokenIsChangedForARole() throws IOException {
        Path token = Files.writeString(folder.resolve("good-token"), cluster.token("system:serviceaccount:vm:import"));

        assertReadableWith(webIdentity(token));
    }

    @Test
    void aTokenThatTheTokenServiceRefusesIsReported() throws IOException {
        String signed = cluster.token("system:serviceaccount:vm:import");
        Path token =
                Files.writeString(folder.resolve("bad-token"), signed.substring(0, signed.length() - 8) + "AAAAAAAA");

        assertRefused(webIdentity(token), "s3://images/disk.img", "check the role, its trust policy");
    }

    @Test
    void aMissingTokenFileIsReported() throws IOException {
        assertRefused(webIdentity(folder.resolve("no-token")), "no-token");
    }

    @Test
    void theProfileThatTheEnvironmentNamesWorks() throws IOException {
        Path file = Files.writeString(
                folder.resolve("credentials"), """
                [default]
                aws_access_key_id = nobody
                aws_secret_access_key = nothing
                [images]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(MinioServer.ACCESS_KEY, MinioServer.SECRET_KEY));

        assertReadableWith(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString(), "AWS_PROFILE", "images"));
    }

    @Test
    void aProfilesRoleIsAssumedWithItsSourceProfile() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), """
                [profile keys]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                [default]
                role_arn = arn:aws:iam::123456789012:role/reader
                source_profile = keys
                region = us-east-1
                """.formatted(MinioServer.ACCESS_KEY, MinioServer.SECRET_KEY));

        assertReadableWith(Map.of(
                "HOME",
                home.toString(),
                "AWS_ENDPOINT_URL_STS",
                minio.endpoint().toString()));
    }

    @Test
    void aVirtualMachinesKeysWork() throws IOException {
        try (Metadata metadata = Metadata.start()) {
            assertReadableWith(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.endpoint()));
        }
    }

    @Test
    void withoutAMetadataServiceRequestsAreNotSigned() throws IOException {
        assertRefused(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"), "403 AccessDenied");
    }

    @Test
    void theContainersAgentIsAsked() throws IOException {
        try (Metadata metadata = Metadata.start()) {
            String address = metadata.endpoint() + "/container";
            System.setProperty("aws.containerCredentialsFullUri", address);
            assertReadableWith(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address));
        } finally {
            System.clearProperty("aws.containerCredentialsFullUri");
        }
    }

    /// A metadata service of a virtual machine (IMDSv2) and a container's agent. There is no real one to test
    /// with outside of AWS.
    private record Metadata(HttpServer server) implements AutoCloseable {

        static Metadata start() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            MinioServer.SessionKeys keys = minio.assumeRole();
            String credentials = """
                    {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "%s", "SecretAccessKey": "%s",
                     "Token": "%s", "Expiration": "%s", "LastUpdated": "%s"}""".formatted(
                            keys.accessKey(),
                            keys.secretKey(),
                            keys.sessionToken(),
                            Instant.now().plusSeconds(3600),
                            Instant.now());
            answer(server, "/latest/api/token", "metadata-token");
            answer(server, "/latest/meta-data/iam/security-credentials/", "reader");
            answer(server, "/latest/meta-data/iam/security-credentials/reader", credentials);
            answer(server, "/container", credentials);
            server.start();
            return new Metadata(server);
        }

        private static void answer(HttpServer server, String path, String text) {
            server.createContext(path, exchange -> {
                byte[] body = text.getBytes(StandardCharsets.UTF_8);
                boolean exact = exchange.getRequestURI().getPath().equals(path);
                exchange.getResponseHeaders().add("X-aws-ec2-metadata-token-ttl-seconds", "600");
                exchange.sendResponseHeaders(exact ? 200 : 404, exact ? body.length : -1);
                if (exact) {
                    exchange.getResponseBody().write(body);
                }
                exchange.close();
            });
        }

        String endpoint() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort())
                    .toString();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
