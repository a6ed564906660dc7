// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.source;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.Source.Login;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.S3Credentials;
import io.cdi.engine.source.gcs.GcsUrl;
import io.cdi.engine.source.s3.S3Url;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns the SOURCE of a command line into a [Source]. All methods throw [IllegalArgumentException] with one
/// sentence for the user; it never repeats user info or a query, where secrets live.
public final class SourceText {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(//)?(.*)", Pattern.DOTALL);
    private static final Set<String> WITH_SLASHES = Set.of("http", "https", "s3", "gs", "docker");
    private static final String KNOWN =
            "http://, https://, s3://, gs://, docker://, oci-archive:, a local path, or - for standard input";

    private SourceText() {}

    public static Source parse(String text, Access access) {
        Source source = place(text, access);
        refuseWhatDoesNotFit(source, access);
        return source;
    }

    private static Source place(String text, Access access) {
        if (text.equals("-")) {
            return new Source.StandardInput();
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("SOURCE is empty; give " + KNOWN);
        }
        Matcher matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            return new Source.LocalFile(Path.of(text));
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        boolean slashes = matcher.group(2) != null;
        String rest = matcher.group(3);
        if (WITH_SLASHES.contains(scheme) && !slashes) {
            throw new IllegalArgumentException("write " + scheme + "://… with two slashes after the colon");
        }
        return switch (scheme) {
            case "http", "https" -> url(text, access);
            case "s3" -> s3(text, access);
            case "gs" -> GcsUrl.parse(text).source(access.googleKeyFile(), access.tls());
            case "docker" -> registry(rest, access);
            case "oci-archive" -> ociArchive(slashes ? "//" + rest : rest, access);
            case "file" -> localFile(text);
            default -> {
                if (slashes) {
                    throw new IllegalArgumentException(
                            "'" + scheme + "://' is not a kind of SOURCE; it is one of " + KNOWN);
                }
                yield new Source.LocalFile(Path.of(text));
            }
        };
    }

    private static Source url(String text, Access access) {
        URI uri = uri(text);
        if (access.s3Endpoint().isEmpty() && access.s3Region().isEmpty()) {
            Optional<Login> login = access.login().or(() -> userInfo(uri));
            return new Source.Http(withoutUserInfo(uri), login, access.headers(), access.tls());
        }
        access.s3Endpoint().filter(endpoint -> !sameService(endpoint, uri)).ifPresent(endpoint -> {
            throw new IllegalArgumentException("the URL is on " + uri.getHost() + " but --s3-endpoint is " + endpoint
                    + "; write s3://BUCKET/KEY, or leave --s3-endpoint out");
        });
        return s3(text, access);
    }

    /// The S3 object behind a URL of any form that [S3Url] knows.
    public static Source.S3 s3(String url, Access access) {
        return S3Url.parse(url).source(access.s3Endpoint(), access.s3Region(), credentials(access), access.tls());
    }

    private static S3Credentials credentials(Access access) {
        return access.login()
                .<S3Credentials>map(
                        login -> new S3Credentials.Static(login.username(), login.password(), Optional.empty()))
                .orElseGet(S3Credentials.FromEnvironment::new);
    }

    private static Source registry(String reference, Access access) {
        if (reference.isBlank()
                || reference.startsWith("/")
                || reference.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("write docker://HOST/REPOSITORY[:TAG][@DIGEST]");
        }
        Platform platform = access.platform().orElse(Platform.OF_THIS_MACHINE);
        return new Source.Registry(
                reference, platform, access.login(), access.tls(), access.tls().insecure());
    }

    private static Source ociArchive(String rest, Access access) {
        int colon = rest.indexOf(':');
        String file = colon < 0 ? rest : rest.substring(0, colon);
        if (file.isBlank()) {
            throw new IllegalArgumentException("write oci-archive:FILE[:REFERENCE]");
        }
        Optional<String> reference = colon < 0
                ? Optional.empty()
                : Optional.of(rest.substring(colon + 1)).filter(name -> !name.isBlank());
        return new Source.OciArchive(Path.of(file), reference, access.platform().orElse(Platform.OF_THIS_MACHINE));
    }

    private static Source localFile(String text) {
        URI uri = uri(text);
        if (uri.getPath() == null || (uri.getHost() != null && !uri.getHost().equals("localhost"))) {
            throw new IllegalArgumentException("write file:///ABSOLUTE/PATH, or the path alone");
        }
        return new Source.LocalFile(Path.of(uri.getPath()));
    }

    private static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the URL is not valid at character " + (e.getIndex() + 1) + " (" + e.getReason()
                            + "); write special characters as %20 and the like",
                    e);
        }
        if (uri.getScheme().startsWith("http") && uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("the URL names no host");
        }
        return uri;
    }

    private static Optional<Login> userInfo(URI uri) {
        return Optional.ofNullable(uri.getRawUserInfo())
                .filter(info -> !info.isEmpty())
                .map(info -> {
                    String[] parts = info.split(":", 2);
                    return new Login(decode(parts[0]), new Secret(parts.length > 1 ? decode(parts[1]) : ""));
                });
    }

    private static String decode(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static URI withoutUserInfo(URI uri) {
        return uri.getRawUserInfo() == null
                ? uri
                : URI.create(uri.toString().replaceFirst(Pattern.quote(uri.getRawUserInfo() + "@"), ""));
    }

    private static boolean sameService(URI endpoint, URI url) {
        String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
        String wanted = Optional.ofNullable(endpoint.getHost()).orElse("").toLowerCase(Locale.ROOT);
        return (host.equals(wanted) || host.endsWith("." + wanted)) && endpoint.getPort() == url.getPort();
    }

    private static void refuseWhatDoesNotFit(Source source, Access access) {
        boolean http = source instanceof Source.Http;
        boolean s3 = source instanceof Source.S3;
        boolean image = source instanceof Source.Registry || source instanceof Source.OciArchive;
        refuseUnless(http || access.headers().isEmpty(), "--header is for http:// and https:// sources");
        refuseUnless(
                s3 || (access.s3Endpoint().isEmpty() && access.s3Region().isEmpty()),
                "--s3-endpoint and --s3-region are for s3:// sources and URLs of S3 objects");
        refuseUnless(image || access.platform().isEmpty(), "--platform is for docker:// and oci-archive: sources");
        refuseUnless(
                http
                        || s3
                        || source instanceof Source.Registry
                        || access.login().isEmpty(),
                "--username is for http(s)://, s3:// and docker:// sources");
    }

    private static void refuseUnless(boolean fits, String sentence) {
        if (!fits) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
