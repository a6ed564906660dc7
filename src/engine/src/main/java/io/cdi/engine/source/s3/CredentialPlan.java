// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Which credentials a request will be signed with: the first kind that is configured, and no other. When a role
/// cannot be assumed the user must hear of it, instead of a later "access denied" for an unsigned request.
sealed interface CredentialPlan {

    /// Names this program in the logs of the token service.
    String SESSION_NAME = "cdi-import";

    record Keys(String accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) implements CredentialPlan {}

    /// A token of the cluster, changed for temporary keys at the token service.
    record WebIdentity(Path tokenFile, String roleArn, String sessionName, Optional<URI> tokenService)
            implements CredentialPlan {}

    /// A profile in the configuration files of the AWS command line.
    record Profile(Optional<URI> tokenService) implements CredentialPlan {}

    /// The agent that some container platforms run beside the container.
    record Container() implements CredentialPlan {}

    /// The metadata service of a virtual machine, if there is one; without it requests are not signed.
    record Instance(Optional<String> metadataService) implements CredentialPlan {}

    record Anonymous() implements CredentialPlan {}

    default boolean signs() {
        return !(this instanceof Anonymous);
    }

    /// @param profileFound whether a profile with credentials is configured
    static CredentialPlan of(Source.S3 source, Map<String, String> environment, boolean profileFound) {
        return switch (source.credentials()) {
            case Source.S3Credentials.Static(String id, Secret secret, Optional<Secret> token) ->
                new Keys(id, secret, token);
            case Source.S3Credentials.Anonymous() -> new Anonymous();
            case Source.S3Credentials.FromEnvironment() -> configured(source, environment, profileFound);
        };
    }

    private static CredentialPlan configured(Source.S3 source, Map<String, String> environment, boolean profileFound) {
        Optional<String> id = value(environment, "AWS_ACCESS_KEY_ID");
        Optional<String> secret = value(environment, "AWS_SECRET_ACCESS_KEY");
        if (id.isPresent() && secret.isPresent()) {
            return new Keys(
                    id.get(),
                    new Secret(secret.get()),
                    value(environment, "AWS_SESSION_TOKEN").map(Secret::new));
        }
        Optional<URI> tokenService = value(environment, "AWS_ENDPOINT_URL_STS").map(URI::create);
        Optional<String> token = value(environment, "AWS_WEB_IDENTITY_TOKEN_FILE");
        Optional<String> role = value(environment, "AWS_ROLE_ARN");
        if (token.isPresent() && role.isPresent()) {
            return new WebIdentity(
                    Path.of(token.get()),
                    role.get(),
                    value(environment, "AWS_ROLE_SESSION_NAME").orElse(SESSION_NAME),
                    tokenService);
        }
        if (profileFound) {
            return new Profile(tokenService);
        }
        if (value(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isPresent()
                || value(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI").isPresent()) {
            return new Container();
        }
        return instance(source, environment);
    }

    /// A virtual machine's keys are for AWS. Another service is never shown them, unless the environment
    /// points to a metadata service of its own.
    private static CredentialPlan instance(Source.S3 source, Map<String, String> environment) {
        Optional<String> metadata = value(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
        boolean aws = source.endpoint()
                .map(uri -> uri.getHost() != null && uri.getHost().contains(".amazonaws.com"))
                .orElse(true);
        boolean disabled = "true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"));
        return disabled || !(aws || metadata.isPresent()) ? new Anonymous() : new Instance(metadata);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
