// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.source.Origin;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/// A whole transfer over HTTP as the tests want it: impatient, and all bytes at the end.
record Fetch(Source.Http source, Source.Effort effort, Map<String, String> environment) {

    private static final RetryPolicy IMPATIENT = new RetryPolicy(
            5, Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofMillis(700), Duration.ofMillis(700));

    static Fetch of(URI uri) {
        return new Fetch(
                new Source.Http(uri, Optional.empty(), List.of(), Source.Tls.SYSTEM),
                new Source.Effort(OptionalInt.empty(), OptionalLong.empty(), IMPATIENT),
                Map.of());
    }

    Fetch trusting(Path authority) {
        return with(new Source.Http(
                source.uri(), source.login(), source.headers(), new Source.Tls(List.of(authority), false)));
    }

    Fetch insecurely() {
        return with(new Source.Http(source.uri(), source.login(), source.headers(), new Source.Tls(List.of(), true)));
    }

    Fetch as(String user, String password) {
        Source.Login login = new Source.Login(user, new Secret(password));
        return with(new Source.Http(source.uri(), Optional.of(login), source.headers(), source.tls()));
    }

    Fetch withHeader(String name, String value) {
        Source.Header header = new Source.Header(name, new Secret(value));
        return with(new Source.Http(source.uri(), source.login(), List.of(header), source.tls()));
    }

    Fetch through(Map<String, String> proxies) {
        return new Fetch(source, effort, proxies);
    }

    Fetch with(RetryPolicy policy) {
        return new Fetch(source, new Source.Effort(OptionalInt.empty(), OptionalLong.empty(), policy), environment);
    }

    private Fetch with(Source.Http other) {
        return new Fetch(other, effort, environment);
    }

    Origin open() throws IOException {
        return HttpOrigin.open(source, effort, environment);
    }

    byte[] bytes() throws IOException {
        try (Origin origin = open();
                InputStream in = stream(origin)) {
            return in.readAllBytes();
        }
    }

    static InputStream stream(Origin origin) throws IOException {
        return switch (origin) {
            case Origin.Seekable seekable -> seekable.stream(0);
            case Origin.Streamed streamed -> streamed.stream();
        };
    }

    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
