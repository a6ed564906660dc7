// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.source;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An object of a store, written as a URL: `https://host[:port]/bucket/key`, or
/// `https://bucket.s3.region.amazonaws.com/key`.
///
/// @param endpoint the service, without bucket, path and user info
public record ObjectUrl(URI endpoint, String bucket, String key) {

    private static final Pattern AWS_VIRTUAL_HOST =
            Pattern.compile("(.+)\\.(s3[.-](?:[a-z0-9-]+\\.)*amazonaws\\.com(?:\\.cn)?)");

    /// @throws IllegalArgumentException when bucket or key is missing
    public static ObjectUrl of(URI url) {
        String host = Optional.ofNullable(url.getHost())
                .orElseThrow(() -> new IllegalArgumentException("the URL of an object needs a host"));
        String path = strip(Optional.ofNullable(url.getPath()).orElse(""));
        Matcher virtual = AWS_VIRTUAL_HOST.matcher(host);
        if (virtual.matches() && !path.isEmpty()) {
            return new ObjectUrl(service(url, virtual.group(2)), virtual.group(1), path);
        }
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw new IllegalArgumentException(
                    "the URL of an object is http(s)://HOST/BUCKET/KEY, not " + host + "/" + path);
        }
        return new ObjectUrl(service(url, host), path.substring(0, slash), path.substring(slash + 1));
    }

    private static String strip(String path) {
        return path.replaceAll("^/+|/+$", "");
    }

    private static URI service(URI url, String host) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return URI.create(url.getScheme() + "://" + host + port);
    }
}
