// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.Source.Login;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.S3Credentials;
import io.cdi.engine.source.Source.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SourceTextTest {

    private static final Login LOGIN = new Login("me", new Secret("s3cret"));
    private static final Platform ARM = new Platform("linux", Optional.of("arm64"), Optional.empty());
    private static final Platform HERE = Platform.OF_THIS_MACHINE;
    private static final S3Credentials FROM_ENVIRONMENT = new S3Credentials.FromEnvironment();

    static Stream<Arguments> sources() {
        Access plain = Access.PLAIN;
        Access minio = plain.withS3(Optional.of(URI.create("http://minio:9000")), Optional.empty());
        return Stream.of(
                Arguments.of("-", plain, new Source.StandardInput()),
                Arguments.of("disk.img", plain, local("disk.img")),
                Arguments.of("/vm/a:b.img", plain, local("/vm/a:b.img")),
                Arguments.of("a:b.img", plain, local("a:b.img")),
                Arguments.of("file:///vm/my%20disk.img", plain, local("/vm/my disk.img")),
                Arguments.of("http://host/a?token=x", plain, http("http://host/a?token=x", Optional.empty())),
                Arguments.of("http://my_host/a", plain, http("http://my_host/a", Optional.empty())),
                Arguments.of("HTTPS://host/a", plain, http("HTTPS://host/a", Optional.empty())),
                Arguments.of("https://host/a", plain.withLogin(LOGIN), http("https://host/a", Optional.of(LOGIN))),
                Arguments.of(
                        "https://u%40x:p%3Aw+@host:8443/a",
                        plain, http("https://host:8443/a", Optional.of(new Login("u@x", new Secret("p:w+"))))),
                Arguments.of("https://u:p@host/a", plain.withLogin(LOGIN), http("https://host/a", Optional.of(LOGIN))),
                Arguments.of(
                        "s3://bucket/dir/key with%20 space",
                        plain, s3(Optional.empty(), "bucket", "dir/key with%20 space", FROM_ENVIRONMENT)),
                Arguments.of(
                        "s3://bucket/key",
                        minio.withLogin(LOGIN),
                        s3(
                                Optional.of("http://minio:9000"),
                                "bucket",
                                "key",
                                new S3Credentials.Static("me", LOGIN.password(), Optional.empty()))),
                Arguments.of(
                        "http://minio:9000/bucket/dir/key",
                        minio,
                        s3(Optional.of("http://minio:9000"), "bucket", "dir/key", FROM_ENVIRONMENT)),
                Arguments.of(
                        "gs://bucket/dir/object",
                        plain.withGoogleKeyFile(new Secret("{}")),
                        new Source.Gcs(
                                Optional.empty(), "bucket", "dir/object", Optional.of(new Secret("{}")), Tls.SYSTEM)),
                Arguments.of(
                        "docker://registry.example.com/a/b:tag",
                        plain,
                        new Source.Registry("registry.example.com/a/b:tag", HERE, Optional.empty(), Tls.SYSTEM, false)),
                Arguments.of(
                        "docker://localhost:5000/a",
                        plain.withPlatform(ARM).withTls(new Tls(List.of(), true)),
                        new Source.Registry("localhost:5000/a", ARM, Optional.empty(), new Tls(List.of(), true), true)),
                Arguments.of(
                        "oci-archive:dir/image.tar",
                        plain,
                        new Source.OciArchive(Path.of("dir/image.tar"), Optional.empty(), HERE)),
                Arguments.of(
                        "oci-archive:image.tar:v1",
                        plain.withPlatform(ARM),
                        new Source.OciArchive(Path.of("image.tar"), Optional.of("v1"), ARM)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void understands(String text, Access access, Source expected) {
        assertThat(SourceText.parse(text, access)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|SOURCE is empty",
                "htp://host/a|'htp://' is not a kind of SOURCE; it is one of http://",
                "ftp://host/a|'ftp://' is not a kind of SOURCE",
                "https:/host/a|write https://… with two slashes",
                "s3:bucket/key|write s3://… with two slashes",
                "s3://bucket|must name a bucket and a key",
                "s3:///key|must name a bucket and a key",
                "gs://bucket/|must name a bucket and an object",
                "docker://|write docker://HOST",
                "oci-archive:|write oci-archive:FILE",
                "http:///path|the URL names no host",
                "https://host/a b|the URL is not valid at character 15",
                "file://elsewhere/a|write file:///ABSOLUTE/PATH"
            })
    void refusesWithOneSentence(String text, String sentence) {
        assertThatThrownBy(() -> SourceText.parse(text, Access.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    static Stream<Arguments> misfits() {
        Access header = Access.PLAIN.withHeaders(List.of(SourceWords.header("A: b")));
        Access minio = Access.PLAIN.withS3(Optional.of(URI.create("http://minio:9000")), Optional.empty());
        return Stream.of(
                Arguments.of("s3://bucket/key", header, "--header is for http"),
                Arguments.of("disk.img", minio, "--s3-endpoint and --s3-region are for s3://"),
                Arguments.of("https://host/a", Access.PLAIN.withPlatform(ARM), "--platform is for docker://"),
                Arguments.of("-", Access.PLAIN.withLogin(LOGIN), "--username is for http"),
                Arguments.of("http://other/bucket/key", minio, "the URL is on other but --s3-endpoint is"),
                Arguments.of("http://minio:9000/bucket", minio, "must name a bucket and a key"),
                Arguments.of(
                        "http://minio:9000/bucket/key?X-Amz-Signature=x", minio, "read a presigned URL as an http"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("misfits")
    void refusesOptionsThatDoNotFitTheSource(String text, Access access, String sentence) {
        assertThatThrownBy(() -> SourceText.parse(text, access))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void keepsPasswordsOutOfRefusals() {
        assertThatThrownBy(() -> SourceText.parse("https://me:hunter2@host/a b?token=hunter2", Access.PLAIN))
                .message()
                .doesNotContain("hunter2");
    }

    private static Source local(String path) {
        return new Source.LocalFile(Path.of(path));
    }

    private static Source http(String uri, Optional<Login> login) {
        return new Source.Http(URI.create(uri), login, List.of(), Tls.SYSTEM);
    }

    private static Source s3(Optional<String> endpoint, String bucket, String key, S3Credentials credentials) {
        return new Source.S3(endpoint.map(URI::create), Optional.empty(), bucket, key, credentials, Tls.SYSTEM);
    }
}
