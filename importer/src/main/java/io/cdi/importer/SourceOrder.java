// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.SourceType;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.Source.Header;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.S3Credentials;
import io.cdi.engine.source.Source.Tls;
import io.cdi.engine.source.gcs.GcsUrl;
import io.cdi.engine.source.s3.S3Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a checked source of what the controller said and the files that it mounted.
///
/// @param endpoint the URL, for a node pull with the name of the image's file in it
record SourceOrder(Settings.From from, String endpoint, MountedAccess access) {

    /// @throws IllegalArgumentException when the endpoint or a header makes no sense
    /// @throws IOException when a mounted file cannot be read
    Source source(SourceType type) throws IOException {
        if (endpoint.isBlank()) {
            throw new IllegalArgumentException("no endpoint was given");
        }
        return switch (type) {
            case HTTP -> new Source.Http(Endpoint.uri(endpoint), from.access().login(), headers(), tls());
            case S3 ->
                S3Url.parse(endpoint).source(Optional.empty(), Optional.empty(), s3Credentials(), verifyingTls());
            case GCS -> GcsUrl.parse(endpoint).source(googleKey(), verifyingTls());
            case REGISTRY -> image();
            case IMAGEIO, VDDK ->
                throw new IllegalArgumentException("sources of type " + type.word()
                        + " are not supported yet by this importer; export the disk and import it by http");
            case GLANCE, BLANK -> throw new IllegalArgumentException(type.word() + " names no place to read from");
        };
    }

    /// `transport:reference`, as container tools write it.
    private Source image() throws IOException {
        int colon = endpoint.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "Invalid image name \"" + endpoint + "\", expected colon-separated transport:reference");
        }
        String reference = endpoint.substring(colon + 1);
        return switch (endpoint.substring(0, colon)) {
            case "docker" ->
                new Source.Registry(
                        reference.replaceFirst("^//", ""),
                        platform(),
                        from.access().login(),
                        tls(),
                        from.access().insecureTls());
            case "oci-archive" -> archive(reference);
            default -> throw new IllegalArgumentException("Invalid image name \"" + endpoint + "\", unknown transport");
        };
    }

    private Source archive(String reference) {
        int colon = reference.indexOf(':');
        String file = colon < 0 ? reference : reference.substring(0, colon);
        Optional<String> name = colon < 0 ? Optional.empty() : Optional.of(reference.substring(colon + 1));
        return new Source.OciArchive(Path.of(file), name.filter(text -> !text.isBlank()), platform());
    }

    private Platform platform() {
        return new Platform("linux", from.architecture(), Optional.empty());
    }

    private S3Credentials s3Credentials() {
        return from.access()
                .login()
                .<S3Credentials>map(
                        login -> new S3Credentials.Static(login.username(), login.password(), Optional.empty()))
                .orElseGet(S3Credentials.FromEnvironment::new);
    }

    private Optional<Secret> googleKey() throws IOException {
        Optional<Path> file = from.access().googleKeyFile();
        return file.isPresent() ? Optional.of(new Secret(Files.readString(file.get()))) : Optional.empty();
    }

    private List<Header> headers() throws IOException {
        List<Secret> lines = new ArrayList<>(from.access().headerLines());
        lines.addAll(access.headerLines());
        return lines.stream().flatMap(line -> header(line).stream()).toList();
    }

    /// A line without a colon is passed over.
    private static Optional<Header> header(Secret line) {
        String text = line.reveal();
        int colon = text.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Header(text.substring(0, colon), new Secret(text.substring(colon + 1))));
    }

    private Tls tls() throws IOException {
        return new Tls(access.authorities(), from.access().insecureTls());
    }

    private Tls verifyingTls() throws IOException {
        return new Tls(access.authorities(), false);
    }
}
