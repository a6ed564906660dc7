// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.source.Secret;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/// Carries out a [CredentialPlan] with the SDK's providers, which renew what expires.
///
/// @param http carries the requests to the token service
/// @param region the token service's region
record SdkCredentials(SdkHttpClient http, String region, ProfileFiles profiles) {

    AwsCredentialsProvider provider(CredentialPlan plan) {
        return switch (plan) {
            case CredentialPlan.Keys(String id, Secret secret, Optional<Secret> token) ->
                StaticCredentialsProvider.create(keys(id, secret, token));
            case CredentialPlan.WebIdentity identity ->
                StsWebIdentityTokenFileCredentialsProvider.builder()
                        .stsClient(tokenService(identity.tokenService(), AnonymousCredentialsProvider.create()))
                        .webIdentityTokenFile(identity.tokenFile())
                        .roleArn(identity.roleArn())
                        .roleSessionName(identity.sessionName())
                        .build();
            case CredentialPlan.Profile(Optional<URI> tokenService) -> profile(tokenService);
            case CredentialPlan.Container() -> ContainerCredentialsProvider.create();
            case CredentialPlan.Instance(Optional<String> metadata) -> new InstanceOrAnonymous(metadata);
            case CredentialPlan.Anonymous() -> AnonymousCredentialsProvider.create();
        };
    }

    private static AwsCredentials keys(String id, Secret secret, Optional<Secret> token) {
        return token.<AwsCredentials>map(session -> AwsSessionCredentials.create(id, secret.reveal(), session.reveal()))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret.reveal()));
    }

    /// The SDK's own way to assume a profile's role looks for an HTTP client of the SDK, which is not there.
    private AwsCredentialsProvider profile(Optional<URI> tokenService) {
        Optional<Profile> profile = profiles.profile();
        Optional<String> role = profile.flatMap(it -> it.property("role_arn"));
        Optional<String> source = profile.flatMap(it -> it.property("source_profile"));
        if (role.isEmpty() || source.isEmpty()) {
            return profileKeys(profiles.name());
        }
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder().roleArn(role.get()).roleSessionName(CredentialPlan.SESSION_NAME);
        profile.flatMap(it -> it.property("external_id")).ifPresent(request::externalId);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(tokenService(tokenService, profileKeys(source.get())))
                .refreshRequest(request.build())
                .build();
    }

    private AwsCredentialsProvider profileKeys(String name) {
        return ProfileCredentialsProvider.builder()
                .profileFile(profiles.files())
                .profileName(name)
                .build();
    }

    private StsClient tokenService(Optional<URI> endpoint, AwsCredentialsProvider credentials) {
        return StsClient.builder()
                .httpClient(http)
                .region(Region.of(region))
                .endpointOverride(endpoint.orElse(null))
                .credentialsProvider(credentials)
                .overrideConfiguration(settings -> settings.defaultProfileFile(profiles.files()))
                .build();
    }

    /// Asks the metadata service once whether it has keys. When nothing answers, the SDK gives up after a second
    /// or two.
    private static final class InstanceOrAnonymous implements AwsCredentialsProvider {
        private final Optional<String> metadata;
        private @Nullable AwsCredentialsProvider chosen;

        InstanceOrAnonymous(Optional<String> metadata) {
            this.metadata = metadata;
        }

        @Override
        public synchronized AwsCredentials resolveCredentials() {
            AwsCredentialsProvider provider = chosen;
            if (provider == null) {
                provider = choose();
                chosen = provider;
            }
            return provider.resolveCredentials();
        }

        private AwsCredentialsProvider choose() {
            InstanceProfileCredentialsProvider.Builder instance = InstanceProfileCredentialsProvider.builder();
            metadata.ifPresent(instance::endpoint);
            AwsCredentialsProvider provider = instance.build();
            try {
                provider.resolveCredentials();
                return provider;
            } catch (SdkClientException e) {
                return AnonymousCredentialsProvider.create();
            }
        }
    }
}
