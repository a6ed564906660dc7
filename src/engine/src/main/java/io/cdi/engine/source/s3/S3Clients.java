// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.HttpTransport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// The SDK's clients for one source: usually one, and another for each address that the service corrects to.
/// They share one connection pool and one set of credentials.
final class S3Clients implements AutoCloseable {

    private final HttpTransport transport;
    private final SdkHttpClient http;
    private final S3Address first;
    private final boolean signed;
    private final AwsCredentialsProvider credentials;
    private final ConcurrentMap<S3Address, S3Client> clients = new ConcurrentHashMap<>();

    S3Clients(HttpTransport transport, Source.S3 source, Map<String, String> environment) {
        this.transport = transport;
        this.http = new SdkTransport(transport);
        ProfileFiles profiles = source.credentials() instanceof Source.S3Credentials.FromEnvironment
                ? ProfileFiles.of(environment)
                : new ProfileFiles(ProfileFile.aggregator().build(), "default");
        this.first = S3Address.of(source, environment, profiles.region());
        CredentialPlan plan = CredentialPlan.of(source, environment, profiles.hasCredentials());
        this.signed = plan.signs();
        this.credentials = new SdkCredentials(http, first.region(), profiles).provider(plan);
    }

    /// Reads the certificate files; nothing is sent yet.
    static S3Clients open(Source.S3 source, Source.Effort effort, Map<String, String> environment)
            throws TransferException {
        HttpTransport transport = HttpTransport.open(source.tls(), environment, effort.retry());
        return new S3Clients(transport, source, environment);
    }

    S3Address firstAddress() {
        return first;
    }

    boolean signed() {
        return signed;
    }

    S3Client at(S3Address address) {
        return clients.computeIfAbsent(address, this::connect);
    }

    /// No retries and no checksum trailers: resuming is done above, for all protocols alike, and a digest of a
    /// whole object cannot be checked on a part of it.
    private S3Client connect(S3Address address) {
        return S3Client.builder()
                .httpClient(http)
                .region(Region.of(address.region()))
                .endpointOverride(address.endpoint().orElse(null))
                .forcePathStyle(address.pathStyle())
                .credentialsProvider(credentials)
                .disableS3ExpressSessionAuth(true)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(settings -> settings.defaultProfileFile(
                                ProfileFile.aggregator().build())
                        .retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }

    @Override
    public void close() {
        transport.close();
        clients.values().forEach(S3Client::close);
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
