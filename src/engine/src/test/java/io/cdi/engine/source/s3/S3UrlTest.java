// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.source.Source;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3UrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            s3://images/disk.img                                     | -                       | -            | images   | disk.img
            S3://images/a/b c+d%20?e                                 | -                       | -            | images   | a/b c+d%20?e
            http://minio:9000/images/a/disk.img                      | http://minio:9000       | -            | images   | a/disk.img
            https://minio.example.com//images/a%20b+c/               | https://minio.example.com | -          | images   | a b+c
            https://s3.amazonaws.com/images/disk.img                 | -                       | -            | images   | disk.img
            https://s3.eu-west-1.amazonaws.com/images/disk.img       | -                       | eu-west-1    | images   | disk.img
            https://s3-us-gov-west-1.amazonaws.com/images/disk.img   | -                       | us-gov-west-1 | images  | disk.img
            https://s3.cn-north-1.amazonaws.com.cn/images/disk.img   | -                       | cn-north-1   | images   | disk.img
            https://images.s3.eu-west-1.amazonaws.com/a/disk.img     | -                       | eu-west-1    | images   | a/disk.img
            https://images.s3.dualstack.us-east-1.amazonaws.com/disk.img | -                   | us-east-1    | images   | disk.img
            https://my.images.s3.amazonaws.com/disk.img              | -                       | -            | my.images | disk.img
            http://[::1]:9000/images/disk.img                        | http://[::1]:9000       | -            | images   | disk.img
            """)
    void understands(String text, String endpoint, String region, String bucket, String key) {
        assertThat(S3Url.parse(text))
                .isEqualTo(new S3Url(
                        Optional.ofNullable(endpoint).map(URI::create), Optional.ofNullable(region), bucket, key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://", "s3://images", "s3://images/", "http://minio/images", "http://minio//images/", "x"})
    void refusesAUrlWithoutBucketAndKey(String text) {
        assertThatThrownBy(() -> S3Url.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3://bucket/key or https://host/bucket/key");
    }

    @Test
    void refusesCredentialsInTheUrlWithoutRepeatingThem() {
        assertThatThrownBy(() -> S3Url.parse("http://id:secret@minio/images/disk.img"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret@");
    }

    @Test
    void refusesAPresignedUrl() {
        assertThatThrownBy(() -> S3Url.parse("https://minio/images/disk.img?X-Amz-Signature=abc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("presigned")
                .hasMessageNotContaining("abc");
    }

    @Test
    void whatIsSaidBesideTheUrlWins() {
        Source.S3 source = S3Url.parse("https://s3.eu-west-1.amazonaws.com/images/disk.img")
                .source(
                        Optional.of(URI.create("https://minio:9000")),
                        Optional.of("home"),
                        new Source.S3Credentials.Anonymous(),
                        Source.Tls.SYSTEM);

        assertThat(source.endpoint()).hasValue(URI.create("https://minio:9000"));
        assertThat(source.region()).hasValue("home");
        assertThat(source.bucket()).isEqualTo("images");
    }
}
