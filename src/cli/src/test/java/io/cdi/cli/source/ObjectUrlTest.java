// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://minio:9000/bucket/a/b, http://minio:9000, bucket, a/b",
        "https://s3.eu-west-1.amazonaws.com/bucket/a%20b/, https://s3.eu-west-1.amazonaws.com, bucket, a b",
        "https://my.bucket.s3.eu-west-1.amazonaws.com/a/b, https://s3.eu-west-1.amazonaws.com, my.bucket, a/b",
        "https://b.s3.amazonaws.com/a, https://s3.amazonaws.com, b, a",
        "https://b.s3-us-west-2.amazonaws.com/a, https://s3-us-west-2.amazonaws.com, b, a",
        "https://b.s3.dualstack.us-east-1.amazonaws.com/a, https://s3.dualstack.us-east-1.amazonaws.com, b, a"
    })
    void partsServiceBucketAndKey(URI url, URI endpoint, String bucket, String key) {
        assertThat(ObjectUrl.of(url)).isEqualTo(new ObjectUrl(endpoint, bucket, key));
    }

    @Test
    void needsBucketAndKey() {
        assertThatThrownBy(() -> ObjectUrl.of(URI.create("http://host/bucket")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http(s)://HOST/BUCKET/KEY");
    }
}
