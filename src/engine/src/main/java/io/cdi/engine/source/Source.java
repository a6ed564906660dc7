// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the user named: where an image is and how to get at it. Parsed and checked; no behaviour.
public sealed interface Source {

    /// An HTTP or HTTPS URL.
    record Http(URI uri, Optional<Login> login, List<Header> headers, Tls tls) implements Source {
        public Http {
            headers = List.copyOf(headers);
        }
    }

    /// An object of an S3 service.
    ///
    /// @param endpoint the service, when it is not AWS itself: `http(s)://host[:port]`
    /// @param region overrides what the endpoint's name or the service says
    /// @param credentials where the request's signature comes from
    record S3(
            Optional<URI> endpoint,
            Optional<String> region,
            String bucket,
            String key,
            S3Credentials credentials,
            Tls tls)
            implements Source {}

    /// An object of Google Cloud Storage.
    ///
    /// @param endpoint the service, when it is not Google's own
    /// @param serviceAccountJson the key file of a service account; anonymous without one
    record Gcs(Optional<URI> endpoint, String bucket, String object, Optional<Secret> serviceAccountJson, Tls tls)
            implements Source {}

    /// The disk in a container image of a registry: the one file below `disk/`.
    ///
    /// @param reference `host[:port]/repository[:tag][@digest]`, without the `docker://` before it
    /// @param login user and password; without it, docker's config files are looked at
    /// @param plainHttp whether HTTP without TLS may be tried, as for a registry listed as insecure
    record Registry(String reference, Platform platform, Optional<Login> login, Tls tls, boolean plainHttp)
            implements Source {}

    /// The disk in a container image in an OCI archive: a tar of an OCI image layout.
    record OciArchive(Path file, Optional<String> reference, Platform platform) implements Source {}

    record LocalFile(Path file) implements Source {}

    record StandardInput() implements Source {}

    /// Bytes that somebody hands over as they arrive, such as the body of an upload. They come once: there is
    /// no second try.
    ///
    /// @param description of their origin, for messages
    /// @param length of all of them, when it is known; a stream that ends before is cut off
    record Arriving(String description, OptionalLong length, InputStream bytes) implements Source {}

    /// User name and password.
    record Login(String username, Secret password) {}

    /// An extra request header.
    record Header(String name, Secret value) {}

    /// Whom to trust.
    ///
    /// @param authorities PEM files with certificates that are trusted beside the system's
    /// @param insecure whether any certificate and host name will do
    record Tls(List<Path> authorities, boolean insecure) {
        public static final Tls SYSTEM = new Tls(List.of(), false);

        public Tls {
            authorities = List.copyOf(authorities);
        }
    }

    /// Which image of an index is wanted, in the words of the OCI image specification.
    ///
    /// @param os for example `linux`
    /// @param architecture for example `amd64`; empty means that of this machine
    record Platform(String os, Optional<String> architecture, Optional<String> variant) {
        public static final Platform OF_THIS_MACHINE = new Platform("linux", Optional.empty(), Optional.empty());
    }

    /// Where an S3 request's signature comes from.
    sealed interface S3Credentials {
        /// Keys that the user gave.
        record Static(String accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken)
                implements S3Credentials {}

        /// The AWS default chain: environment, files, web identity, container, instance; anonymous when it
        /// has none.
        record FromEnvironment() implements S3Credentials {}

        /// No signature.
        record Anonymous() implements S3Credentials {}
    }

    /// How hard to pull.
    ///
    /// @param connections at most so many at once; empty leaves the choice to the transfer
    /// @param bytesPerSecond the limit over all connections; empty for none
    /// @param retry how failures that may pass are answered
    record Effort(OptionalInt connections, OptionalLong bytesPerSecond, RetryPolicy retry) {
        public static final Effort DEFAULT = new Effort(OptionalInt.empty(), OptionalLong.empty(), RetryPolicy.DEFAULT);
    }
}
