// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcsUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            gs://images/disk.img                                  | -                 | images | disk.img
            gs://images/a/b c+d%20?e                              | -                 | images | a/b c+d%20?e
            https://storage.googleapis.com/images/a%20b+c/disk    | -                 | images | a b+c/disk
            https://storage.cloud.google.com/images/disk.img      | -                 | images | disk.img
            http://localhost:4443/images/disk.img/                | http://localhost:4443 | images | disk.img
            """)
    void understands(String text, String endpoint, String bucket, String object) {
        assertThat(GcsUrl.parse(text))
                .isEqualTo(new GcsUrl(Optional.ofNullable(endpoint).map(URI::create), bucket, object));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://", "gs://images", "http://host/images/", "s3://a/b", "https://id:secret@host/a/b"})
    void refusesWhatDoesNotNameAnObject(String text) {
        assertThatThrownBy(() -> GcsUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gs://bucket/object")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesASignedUrl() {
        assertThatThrownBy(() -> GcsUrl.parse("https://storage.googleapis.com/images/disk.img?X-Goog-Signature=abc"))
                .hasMessageContaining("signed URL")
                .hasMessageNotContaining("abc");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a/b c+d?e%20f#g, /images/a/b%20c%2Bd%3Fe%2520f%23g
            ünï/日本,         /images/%C3%BCn%C3%AF/%E6%97%A5%E6%9C%AC
            """)
    void encodesNamesInTheRequestsPath(String object, String path) {
        URI uri = GcsRangeReader.objectUri(URI.create("http://host:1/ignored"), "images", object);

        assertThat(uri.toString()).isEqualTo("http://host:1" + path);
    }
}
