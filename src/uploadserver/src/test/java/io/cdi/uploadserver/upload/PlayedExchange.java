// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.uploadserver.http.Answer;
import io.cdi.uploadserver.http.Exchange;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A request that never saw a wire.
public final class PlayedExchange implements Exchange {

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final List<String> clientNames;
    private final byte[] body;
    private volatile boolean isCut;
    private @Nullable Answer answer;

    public PlayedExchange(
            String method, String path, Map<String, String> headers, List<String> clientNames, byte[] body) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.clientNames = clientNames;
        this.body = body;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public OptionalLong contentLength() {
        return OptionalLong.of(body.length);
    }

    @Override
    public List<String> clientNames() {
        return clientNames;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(body);
    }

    @Override
    public void answer(Answer given) {
        answer = given;
    }

    @Override
    public void cut() {
        isCut = true;
    }

    public boolean isCut() {
        return isCut;
    }

    public Answer answer() {
        if (answer == null) {
            throw new AssertionError("the request has no answer");
        }
        return answer;
    }
}
