// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.Source;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3AddressTest {

    private static final Optional<String> NOTHING = Optional.empty();

    private static Source.S3 source(@Nullable String endpoint, @Nullable String region) {
        return new Source.S3(
                Optional.ofNullable(endpoint).map(URI::create),
                Optional.ofNullable(region),
                "images",
                "disk.img",
                new Source.S3Credentials.Anonymous(),
                Source.Tls.SYSTEM);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,                                      home, eu-north-1, eu-south-1, home
            https://s3.eu-central-1.wasabisys.com,  -,    eu-north-1, eu-south-1, eu-central-1
            https://bucket.vpce-1a.s3.us-east-2.vpce.amazonaws.com, -, -, -,      us-east-2
            https://s3.dualstack.us-west-2.amazonaws.com, -, -,       -,          us-west-2
            https://s3.us-west-004.backblazeb2.com, -,    -,          -,          us-west-004
            http://minio:9000,                      -,    eu-north-1, eu-south-1, eu-north-1
            -,                                      -,    eu-north-1, eu-south-1, eu-north-1
            -,                                      -,    -,          eu-south-1, eu-south-1
            http://minio:9000,                      -,    -,          -,          us-east-1
            """)
    void picksTheRegion(String endpoint, String said, String environment, String profile, String expected) {
        Map<String, String> variables = environment == null ? Map.of() : Map.of("AWS_REGION", environment);

        S3Address address = S3Address.of(source(endpoint, said), variables, Optional.ofNullable(profile));

        assertThat(address.region()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,                             -,                     false
            http://minio:9000,             http://minio:9000,     true
            http://images.minio:9000,      http://minio:9000,     false
            https://images.s3.example.com, https://s3.example.com, false
            """)
    void picksTheStyle(String endpoint, String expectedEndpoint, boolean pathStyle) {
        S3Address address = S3Address.of(source(endpoint, null), Map.of(), NOTHING);

        assertThat(address.endpoint())
                .isEqualTo(Optional.ofNullable(expectedEndpoint).map(URI::create));
        assertThat(address.pathStyle()).isEqualTo(pathStyle);
    }

    @Test
    void goesToTheRegionThatTheServiceNames() {
        S3Address address = new S3Address("us-east-1", Optional.empty(), false);

        assertThat(address.corrected("PermanentRedirect", Optional.of("eu-west-1")))
                .hasValue(new S3Address("eu-west-1", Optional.empty(), false));
        assertThat(address.corrected("AccessDenied", Optional.of("us-east-1"))).isEmpty();
        assertThat(address.corrected("AccessDenied", NOTHING)).isEmpty();
    }

    @Test
    void changesToVirtualHostStyleWhenTheServiceWantsIt() {
        Optional<URI> endpoint = Optional.of(URI.create("https://oss.example.com"));

        assertThat(new S3Address("us-east-1", endpoint, true).corrected("SecondLevelDomainForbidden", NOTHING))
                .hasValue(new S3Address("us-east-1", endpoint, false));
    }
}
