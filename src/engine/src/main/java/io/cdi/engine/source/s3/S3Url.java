// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.source.Source;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that people give to an object of an S3 service: `s3://bucket/key`,
/// `http(s)://host[:port]/bucket/key`, and for AWS itself also `https://bucket.s3.region.amazonaws.com/key`.
///
/// In a key after `s3://` every character stands for itself; in an HTTP URL percent-escapes are decoded.
///
/// @param endpoint the service, when the URL names another than AWS
/// @param region the region, when an AWS host name tells it
public record S3Url(Optional<URI> endpoint, Optional<String> region, String bucket, String key) {

    private static final Pattern FORM =
            Pattern.compile("(?i)(?<scheme>s3|https?)://(?<authority>[^/?#]*)/*(?<path>.*)", Pattern.DOTALL);
    private static final Pattern AWS_HOST = Pattern.compile("(?:(?<bucket>.+)\\.)?s3(?:[.-](?:dualstack\\.)?"
            + "(?<region>[a-z]{2}(?:-[a-z]+)+-[0-9]+))?\\.amazonaws\\.com(?:\\.cn)?");

    /// @throws IllegalArgumentException when the text does not name bucket and key; the message says what is
    ///     missing
    public static S3Url parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "not the URL of an S3 object; write s3://bucket/key or https://host/bucket/key");
        }
        String authority = form.group("authority");
        if (authority.contains("@")) {
            throw new IllegalArgumentException("an S3 URL must not hold credentials; pass the keys by their options");
        }
        String path = form.group("path");
        if (form.group("scheme").equalsIgnoreCase("s3")) {
            return named(Optional.empty(), Optional.empty(), authority, path);
        }
        String key = decoded(path);
        Matcher aws = AWS_HOST.matcher(authority);
        if (!aws.matches()) {
            return pathStyle(Optional.of(URI.create(form.group("scheme") + "://" + authority)), Optional.empty(), key);
        }
        Optional<String> region = Optional.ofNullable(aws.group("region"));
        String bucket = aws.group("bucket");
        return bucket == null
                ? pathStyle(Optional.empty(), region, key)
                : named(Optional.empty(), region, bucket, trimmed(key));
    }

    /// The source, with what the user said beside the URL; that wins over what the URL tells.
    public Source.S3 source(
            Optional<URI> givenEndpoint,
            Optional<String> givenRegion,
            Source.S3Credentials credentials,
            Source.Tls tls) {
        return new Source.S3(
                givenEndpoint.or(() -> endpoint), givenRegion.or(() -> region), bucket, key, credentials, tls);
    }

    private static S3Url pathStyle(Optional<URI> endpoint, Optional<String> region, String path) {
        String names = trimmed(path);
        int slash = names.indexOf('/');
        return slash < 0
                ? named(endpoint, region, names, "")
                : named(endpoint, region, names.substring(0, slash), names.substring(slash + 1));
    }

    private static S3Url named(Optional<URI> endpoint, Optional<String> region, String bucket, String key) {
        if (bucket.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException("the URL of an S3 object must name a bucket and a key, as in "
                    + "s3://bucket/key or https://host/bucket/key");
        }
        return new S3Url(endpoint, region, bucket, key);
    }

    private static String trimmed(String path) {
        return path.replaceAll("^/+|/+$", "");
    }

    private static String decoded(String path) {
        if (path.contains("?")) {
            throw new IllegalArgumentException("the URL of an S3 object has no query; read a presigned URL as an "
                    + "http source, and write a question mark in a key as %3F");
        }
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
