// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialPlanTest {

    private static final Map<String, String> ROLE =
            Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token", "AWS_ROLE_ARN", "arn:aws:iam::1:role/reader");

    private static CredentialPlan plan(Source.S3Credentials credentials, Map<String, String> environment) {
        return plan(credentials, Optional.empty(), environment, false);
    }

    private static CredentialPlan plan(
            Source.S3Credentials credentials,
            Optional<URI> endpoint,
            Map<String, String> environment,
            boolean profileFound) {
        Source.S3 source =
                new Source.S3(endpoint, Optional.empty(), "images", "disk.img", credentials, Source.Tls.SYSTEM);
        return CredentialPlan.of(source, environment, profileFound);
    }

    private static CredentialPlan configured(Map<String, String> environment) {
        return plan(new Source.S3Credentials.FromEnvironment(), environment);
    }

    @Test
    void whatTheUserSaidIgnoresTheEnvironment() {
        Map<String, String> environment = Map.of("AWS_ACCESS_KEY_ID", "other", "AWS_SECRET_ACCESS_KEY", "other");
        Secret secret = new Secret("s");

        assertThat(plan(new Source.S3Credentials.Anonymous(), environment)).isEqualTo(new CredentialPlan.Anonymous());
        assertThat(plan(new Source.S3Credentials.Static("id", secret, Optional.empty()), environment))
                .isEqualTo(new CredentialPlan.Keys("id", secret, Optional.empty()));
    }

    @Test
    void keysInTheEnvironmentComeFirst() {
        assertThat(configured(Map.of(
                        "AWS_ACCESS_KEY_ID", "id",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_SESSION_TOKEN", "token",
                        "AWS_ROLE_ARN", "arn:aws:iam::1:role/reader",
                        "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token")))
                .isEqualTo(new CredentialPlan.Keys("id", new Secret("secret"), Optional.of(new Secret("token"))));
    }

    @Test
    void halfAPairOfKeysIsNoKey() {
        assertThat(configured(Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "")))
                .isInstanceOf(CredentialPlan.Instance.class);
    }

    @Test
    void aRoleForTheClustersTokenComesBeforeAProfile() {
        assertThat(plan(new Source.S3Credentials.FromEnvironment(), Optional.empty(), ROLE, true))
                .isEqualTo(new CredentialPlan.WebIdentity(
                        Path.of("/var/run/token"),
                        "arn:aws:iam::1:role/reader",
                        CredentialPlan.SESSION_NAME,
                        Optional.empty()));
    }

    @Test
    void aProfileComesBeforeTheContainersAgent() {
        Map<String, String> environment = Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1");

        assertThat(plan(new Source.S3Credentials.FromEnvironment(), Optional.empty(), environment, true))
                .isInstanceOf(CredentialPlan.Profile.class);
        assertThat(configured(environment)).isEqualTo(new CredentialPlan.Container());
    }

    @Test
    void aVirtualMachinesKeysAreShownToAwsOnly() {
        Source.S3Credentials found = new Source.S3Credentials.FromEnvironment();
        Optional<URI> minio = Optional.of(URI.create("http://minio:9000"));
        Optional<URI> aws = Optional.of(URI.create("https://bucket.vpce-1.s3.us-east-2.vpce.amazonaws.com"));
        Map<String, String> ownService = Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://metadata");

        assertThat(plan(found, minio, Map.of(), false)).isEqualTo(new CredentialPlan.Anonymous());
        assertThat(plan(found, aws, Map.of(), false)).isEqualTo(new CredentialPlan.Instance(Optional.empty()));
        assertThat(plan(found, minio, ownService, false))
                .isEqualTo(new CredentialPlan.Instance(Optional.of("http://metadata")));
        assertThat(configured(Map.of("AWS_EC2_METADATA_DISABLED", "true"))).isEqualTo(new CredentialPlan.Anonymous());
    }
}
