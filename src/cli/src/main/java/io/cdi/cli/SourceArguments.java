// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.source.Access;
import io.cdi.cli.source.SourceText;
import io.cdi.engine.ByteCount;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.Source.Login;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// SOURCE and all options that say how to get at it.
@SuppressWarnings("NullAway.Init") // picocli fills the fields before a command runs
final class SourceArguments {

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "The image: http(s)://…, s3://BUCKET/KEY, gs://BUCKET/OBJECT, docker://IMAGE, oci-archive:FILE[:REF],"
                            + " a local file or device, or - for standard input.")
    String text;

    @Option(
            names = "--username",
            paramLabel = "USER",
            description = "User name for HTTP and registries; access key for S3. Needs --password-file.")
    Optional<String> username;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password or the S3 secret key.")
    Optional<Path> passwordFile;

    @Option(
            names = "--header",
            paramLabel = "'N: V'",
            converter = Converters.OfHeader.class,
            description = "Extra HTTP request header; may be repeated.")
    List<Source.Header> headers = List.of();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM file of certificate authorities to trust beside the system's; may be repeated.")
    List<Path> authorities = List.of();

    @Option(names = "--insecure", description = "Accept any TLS certificate; for registries also plain HTTP.")
    boolean insecure;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            converter = Converters.OfPlatform.class,
            description =
                    "Which image of a multi-platform container image, such as linux/arm64. Default: this machine's.")
    Optional<Platform> platform;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            converter = Converters.OfEndpoint.class,
            description = "S3 service other than AWS. With it, http(s)://HOST/BUCKET/KEY is an S3 object too.")
    Optional<URI> s3Endpoint;

    @Option(names = "--s3-region", paramLabel = "REGION", description = "S3 region, when it cannot be found out.")
    Optional<String> s3Region;

    @Option(
            names = "--connections",
            paramLabel = "N",
            converter = Converters.OfCount.class,
            description = "At most so many connections at once. Default: chosen by what pays.")
    Optional<Integer> connections;

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = Converters.OfSize.class,
            description = "Read at most so many bytes per second, such as 50MiB.")
    Optional<ByteCount> limitRate;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How many failures in a row, without a byte between them, are answered by another try."
                    + " Default: 7.")
    Optional<Integer> retries;

    @Option(
            names = "--stall",
            paramLabel = "SECONDS",
            converter = Converters.OfCount.class,
            description = "Cut and resume a connection that brings no byte for so long. Default: 60.")
    Optional<Integer> stallSeconds;

    /// @throws IllegalArgumentException with a sentence when words do not fit together
    /// @throws IOException when a named file cannot be read
    Source source(Map<String, String> environment) throws IOException {
        Access access = new Access(
                login(),
                headers,
                new Tls(authorities, insecure),
                platform,
                s3Endpoint,
                s3Region,
                googleKeyFile(environment));
        return SourceText.parse(text, access);
    }

    Source.Effort effort() {
        RetryPolicy usual = RetryPolicy.DEFAULT;
        RetryPolicy retry = new RetryPolicy(
                retries.map(n -> n + 1).orElse(usual.attempts()),
                usual.firstDelay(),
                usual.longestDelay(),
                stallSeconds.map(Duration::ofSeconds).orElse(usual.stall()));
        return new Source.Effort(
                connections.map(OptionalInt::of).orElse(OptionalInt.empty()),
                limitRate.map(rate -> OptionalLong.of(rate.bytes())).orElse(OptionalLong.empty()),
                retry);
    }

    private Optional<Login> login() throws IOException {
        if (username.isEmpty() && passwordFile.isEmpty()) {
            return Optional.empty();
        }
        if (username.isEmpty() || passwordFile.isEmpty()) {
            throw new IllegalArgumentException("--username and --password-file belong together");
        }
        String password = Files.readString(passwordFile.get(), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        return Optional.of(new Login(username.get(), new Secret(password)));
    }

    private Optional<Secret> googleKeyFile(Map<String, String> environment) throws IOException {
        String file = environment.getOrDefault("GOOGLE_APPLICATION_CREDENTIALS", "");
        if (!text.startsWith("gs:") || file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Secret(Files.readString(Path.of(file), StandardCharsets.UTF_8)));
    }
}
