// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.source.Access;
import io.cdi.cli.source.SourceText;
import io.cdi.cli.source.SourceWords;
import io.cdi.engine.ByteCount;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.Source.Login;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// SOURCE and all options that say how to get at it.
final class SourceArguments implements Arguments.Group {

    private final Arguments arguments = new Arguments();
    private final Supplier<String> text = arguments.parameter(
            "SOURCE",
            Converters::text,
            "The image: http(s)://…, s3://BUCKET/KEY, gs://BUCKET/OBJECT, docker://IMAGE, oci-archive:FILE[:REF],"
                    + " a local file or device, or - for standard input.");
    private final Supplier<Optional<String>> username = arguments.option(
            "--username",
            "USER",
            Converters::text,
            "User name for HTTP and registries; access key for S3. Needs --password-file.");
    private final Supplier<Optional<Path>> passwordFile = arguments.option(
            "--password-file", "FILE", Path::of, "File whose first line is the password or the S3 secret key.");
    private final Supplier<List<Source.Header>> headers =
            arguments.options("--header", "'N: V'", SourceWords::header, "Extra HTTP request header; may be repeated.");
    private final Supplier<List<Path>> authorities = arguments.options(
            "--ca-file",
            "FILE",
            Path::of,
            "PEM file of certificate authorities to trust beside the system's; may be repeated.");
    private final Supplier<Boolean> insecure =
            arguments.flag("--insecure", "Accept any TLS certificate; for registries also plain HTTP.");
    private final Supplier<Optional<Platform>> platform = arguments.option(
            "--platform",
            "OS/ARCH",
            SourceWords::platform,
            "Which image of a multi-platform container image, such as linux/arm64. Default: this machine's.");
    private final Supplier<Optional<URI>> s3Endpoint = arguments.option(
            "--s3-endpoint",
            "URL",
            Converters::endpoint,
            "S3 service other than AWS. With it, http(s)://HOST/BUCKET/KEY is an S3 object too.");
    private final Supplier<Optional<String>> s3Region =
            arguments.option("--s3-region", "REGION", Converters::text, "S3 region, when it cannot be found out.");
    private final Supplier<Optional<Integer>> connections = arguments.option(
            "--connections",
            "N",
            Converters::count,
            "At most so many connections at once. Default: chosen by what pays.");
    private final Supplier<Optional<ByteCount>> limitRate = arguments.option(
            "--limit-rate", "RATE", Converters::size, "Read at most so many bytes per second, such as 50MiB.");
    private final Supplier<Optional<Integer>> retries = arguments.option(
            "--retries",
            "N",
            Converters::countOrNone,
            "How many failures in a row, without a byte between them, are answered by another try. Default: 7.");
    private final Supplier<Optional<Integer>> stallSeconds = arguments.option(
            "--stall",
            "SECONDS",
            Converters::count,
            "Cut and resume a connection that brings no byte for so long. Default: 60, and 600 for the first byte.");

    @Override
    public Arguments arguments() {
        return arguments;
    }

    /// @throws IllegalArgumentException with a sentence when words do not fit together
    /// @throws IOException when a named file cannot be read
    Source source(Map<String, String> environment) throws IOException {
        Access access = new Access(
                login(),
                headers.get(),
                new Tls(authorities.get(), insecure.get()),
                platform.get(),
                s3Endpoint.get(),
                s3Region.get(),
                googleKeyFile(environment));
        return SourceText.parse(text.get(), access);
    }

    Source.Effort effort() {
        RetryPolicy usual = RetryPolicy.DEFAULT;
        RetryPolicy retry = new RetryPolicy(
                retries.get().map(n -> n + 1).orElse(usual.attempts()),
                usual.firstDelay(),
                usual.longestDelay(),
                usual.firstByte(),
                usual.stall());
        return new Source.Effort(
                connections.get().map(OptionalInt::of).orElse(OptionalInt.empty()),
                Converters.bytes(limitRate.get()),
                stallSeconds
                        .get()
                        .map(Duration::ofSeconds)
                        .map(retry::withPatience)
                        .orElse(retry));
    }

    private Optional<Login> login() throws IOException {
        Optional<String> user = username.get();
        Optional<Path> file = passwordFile.get();
        if (user.isEmpty() && file.isEmpty()) {
            return Optional.empty();
        }
        if (user.isEmpty() || file.isEmpty()) {
            throw new IllegalArgumentException("--username and --password-file belong together");
        }
        String password = content(file.get()).lines().findFirst().orElse("");
        return Optional.of(new Login(user.get(), new Secret(password)));
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not text in UTF-8; convert it, or name another file", e);
        }
    }

    private Optional<Secret> googleKeyFile(Map<String, String> environment) throws IOException {
        String file = environment.getOrDefault("GOOGLE_APPLICATION_CREDENTIALS", "");
        if (!text.get().startsWith("gs:") || file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Secret(content(Path.of(file))));
    }
}
