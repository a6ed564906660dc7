// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What to ask for.
///
/// @param method redirects are followed for `GET` and `HEAD` only
/// @param headers sent on every hop of a redirect
/// @param credentials sent to the URL's own origin only: Authorization, the user's extra headers
public record Request(
        String method, URI uri, List<Field> headers, List<Source.Header> credentials, Optional<Body> body) {

    public Request {
        headers = List.copyOf(headers);
        credentials = List.copyOf(credentials);
    }

    /// A header without secrets.
    public record Field(String name, String value) {}

    /// What a request brings.
    public sealed interface Body {
        String contentType();
    }

    /// Some text, for example a form with a token.
    public record Text(String contentType, Secret text) implements Body {}

    /// Bytes that are made while they are sent. An answer that comes before all of them ends the sending.
    public record Streamed(String contentType, long length, Content content) implements Body {}

    /// Writes the bytes of one request.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    public static Request get(URI uri) {
        return of("GET", uri);
    }

    public static Request head(URI uri) {
        return of("HEAD", uri);
    }

    public static Request post(URI uri, Body body) {
        return post(uri).with(body);
    }

    public static Request post(URI uri) {
        return of("POST", uri);
    }

    public static Request patch(URI uri, Body body) {
        return of("PATCH", uri).with(body);
    }

    private static Request of(String method, URI uri) {
        return new Request(method, uri, List.of(), List.of(), Optional.empty());
    }

    public Request with(String name, String value) {
        return new Request(method, uri, plus(headers, new Field(name, value)), credentials, body);
    }

    public Request with(Source.Header credential) {
        return new Request(method, uri, headers, plus(credentials, credential), body);
    }

    public Request withAuthorization(Secret value) {
        return with(new Source.Header("Authorization", value));
    }

    private Request with(Body brought) {
        return new Request(method, uri, headers, credentials, Optional.of(brought));
    }

    Request withoutCredentials() {
        return new Request(method, uri, headers, List.of(), body);
    }

    Request withoutHeaders() {
        return new Request(method, uri, List.of(), credentials, body);
    }

    Request at(URI other) {
        return new Request(method, other, headers, credentials, body);
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }

    /// Without the query and the values of headers.
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getHost() + uri.getRawPath();
    }
}
