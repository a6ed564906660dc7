// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An image's name as people write it, taken apart: `host[:port]/repository[:tag][@digest]`.
///
/// A first component without a dot, a colon and not `localhost` is no host but part of a repository of Docker
/// Hub, whose official images lie below `library/`. Without tag and digest, the tag is `latest`.
///
/// @param host host and port as written, for credentials and messages
record ImageReference(String host, String repository, Optional<String> tag, Optional<Digest> digest) {

    static final String DOCKER_HUB = "docker.io";

    private static final Pattern HOST =
            Pattern.compile("(?:\\[[0-9a-fA-F:.]+]|[a-zA-Z0-9][a-zA-Z0-9.-]*)(?::[0-9]{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /// @throws TransferException.Permanent when the text names no image
    static ImageReference parse(String text) throws TransferException.Permanent {
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(parseDigest(text, rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(require(TAG, rest.substring(colon + 1), text, "tag"));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        boolean hasHost = slash > 0 && isHost(rest.substring(0, slash));
        String host = hasHost ? require(HOST, rest.substring(0, slash), text, "host") : DOCKER_HUB;
        String repository = hasHost ? rest.substring(slash + 1) : rest;
        if (isDockerHub(host)) {
            host = DOCKER_HUB;
            repository = repository.indexOf('/') < 0 ? "library/" + repository : repository;
        }
        require(REPOSITORY, repository, text, "repository");
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of("latest");
        }
        return new ImageReference(host, repository, tag, digest);
    }

    /// Where the registry's API answers: Docker Hub's is at another name than the one people write.
    String apiHost() {
        return host.equals(DOCKER_HUB) ? "registry-1.docker.io" : host;
    }

    /// What the manifest is asked for by; the digest wins over the tag.
    String manifestName() {
        return digest.map(Digest::toString).or(() -> tag).orElseThrow();
    }

    @Override
    public String toString() {
        return host + "/" + repository + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    private static boolean isHost(String component) {
        return component.indexOf('.') >= 0 || component.indexOf(':') >= 0 || component.equals("localhost");
    }

    private static boolean isDockerHub(String host) {
        return host.equals(DOCKER_HUB) || host.equals("index.docker.io") || host.equals("registry-1.docker.io");
    }

    private static Digest parseDigest(String text, String digest) throws TransferException.Permanent {
        try {
            return Digest.parse(digest);
        } catch (IllegalArgumentException e) {
            throw invalid(text, e.getMessage(), e);
        }
    }

    private static String require(Pattern form, String part, String text, String what)
            throws TransferException.Permanent {
        if (!form.matcher(part).matches()) {
            throw invalid(text, "'" + part + "' is not a " + what + " name", null);
        }
        return part;
    }

    private static TransferException.Permanent invalid(
            String text, @Nullable String reason, @Nullable Throwable cause) {
        return new TransferException.Permanent(
                "Invalid image name \"" + text + "\", " + reason
                        + "; write host[:port]/repository[:tag][@digest], the repository in lower case",
                cause);
    }
}
