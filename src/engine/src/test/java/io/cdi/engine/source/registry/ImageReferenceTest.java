// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "fedora,                          docker.io,        library/fedora,  latest",
        "user/disk:v1,                    docker.io,        user/disk,       v1",
        "docker.io/fedora,                docker.io,        library/fedora,  latest",
        "index.docker.io/a/b,             docker.io,        a/b,             latest",
        "example.com/disk,                example.com,      disk,            latest",
        "example.com:5000/a/b/c:1.2_x-Y,  example.com:5000, a/b/c,           1.2_x-Y",
        "localhost/disk,                  localhost,        disk,            latest",
        "127.0.0.1:5000/disk:t,           127.0.0.1:5000,   disk,            t",
        "[::1]:5000/disk:t,               [::1]:5000,       disk,            t",
        "host:5000/a__b/c-d.e,            host:5000,        a__b/c-d.e,      latest"
    })
    void understandsNames(String text, String host, String repository, String tag) throws Exception {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference.host()).isEqualTo(host);
        assertThat(reference.repository()).isEqualTo(repository);
        assertThat(reference.manifestName()).isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h.io/a@" + "%s", "h.io/a:tag@" + "%s"})
    void prefersTheDigest(String form) throws Exception {
        ImageReference reference = ImageReference.parse(form.formatted(DIGEST));

        assertThat(reference.manifestName()).isEqualTo(DIGEST);
        assertThat(reference.repository()).isEqualTo("a");
        assertThat(reference).hasToString(form.formatted(DIGEST));
    }

    @ParameterizedTest
    @CsvSource({"fedora, registry-1.docker.io", "example.com/a, example.com", "h:1/a, h:1"})
    void knowsWhereTheApiIs(String text, String apiHost) throws Exception {
        assertThat(ImageReference.parse(text).apiHost()).isEqualTo(apiHost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "@",
                "h.io/",
                "h.io/UPPER",
                "h.io/a:",
                "h.io/a:-x",
                "h.io/a b",
                "h.io/../etc",
                "h.io/a//b",
                "h.io/a@sha256:12",
                "h.io/a@md5:d41d8cd98f00b204e9800998ecf8427e",
                "h.io:port/a",
                "user@h.io/a",
                "h.io/a?x",
                "h.io/a#x",
                "http://h.io/a",
                "h.io\\a/b"
            })
    void refusesWhatIsNoName(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("Invalid image name \"" + text + "\", ");
    }
}
