// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that people give to an object of Google Cloud Storage: `gs://bucket/object` and
/// `http(s)://host[:port]/bucket/object`.
///
/// In an object's name after `gs://` every character stands for itself; in an HTTP URL percent-escapes are
/// decoded.
///
/// @param endpoint the service, when the URL names another than Google's own
public record GcsUrl(Optional<URI> endpoint, String bucket, String object) {

    private static final Pattern FORM =
            Pattern.compile("(?i)(?<scheme>gs|https?)://(?<authority>[^/?#]*)/*(?<path>.*)", Pattern.DOTALL);
    private static final Set<String> GOOGLE = Set.of("storage.googleapis.com", "storage.cloud.google.com");

    /// @throws IllegalArgumentException when the text does not name bucket and object; the message says what is
    ///     missing
    public static GcsUrl parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || form.group("authority").contains("@")) {
            throw new IllegalArgumentException(
                    "not the URL of a GCS object; write gs://bucket/object or https://host/bucket/object");
        }
        String authority = form.group("authority");
        if (form.group("scheme").equalsIgnoreCase("gs")) {
            return named(Optional.empty(), authority, form.group("path"));
        }
        Optional<URI> endpoint = GOOGLE.contains(authority)
                ? Optional.empty()
                : Optional.of(URI.create(form.group("scheme") + "://" + authority));
        String path = decoded(form.group("path")).replaceAll("/+$", "");
        int slash = path.indexOf('/');
        return slash < 0
                ? named(endpoint, path, "")
                : named(endpoint, path.substring(0, slash), path.substring(slash + 1));
    }

    public Source.Gcs source(Optional<Secret> serviceAccountJson, Source.Tls tls) {
        return new Source.Gcs(endpoint, bucket, object, serviceAccountJson, tls);
    }

    private static GcsUrl named(Optional<URI> endpoint, String bucket, String object) {
        if (bucket.isEmpty() || object.isEmpty()) {
            throw new IllegalArgumentException("the URL of a GCS object must name a bucket and an object, as in "
                    + "gs://bucket/object or https://host/bucket/object");
        }
        return new GcsUrl(endpoint, bucket, object);
    }

    private static String decoded(String path) {
        if (path.contains("?")) {
            throw new IllegalArgumentException("the URL of a GCS object has no query; read a signed URL as an http "
                    + "source, and write a question mark in a name as %3F");
        }
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
