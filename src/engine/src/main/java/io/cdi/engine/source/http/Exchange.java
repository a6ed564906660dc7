// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.PieceStream;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/// A request and the server's answer to it, after redirects. Closing it before the body was read to its end
/// drops the connection at once, from any thread; after the end the connection is kept for the next request.
public final class Exchange implements AutoCloseable {

    private final Request request;
    private final HttpAddress address;
    private final HttpUriRequestBase sent;
    private final ClassicHttpResponse response;
    private final InputStream body;
    private volatile boolean finished;

    Exchange(Request request, HttpAddress address, HttpUriRequestBase sent, ClassicHttpResponse response)
            throws IOException {
        this.request = request;
        this.address = address;
        this.sent = sent;
        this.response = response;
        HttpEntity entity = response.getEntity();
        this.finished = entity == null;
        this.body = new Body(entity == null ? InputStream.nullInputStream() : entity.getContent());
    }

    public int status() {
        return response.getCode();
    }

    /// The first header of that name.
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /// All values of that header, joined as the standard allows.
    public Optional<String> headers(String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(Header::getValue)
                .filter(Objects::nonNull)
                .reduce((a, b) -> a + ", " + b);
    }

    public Map<String, List<String>> allHeaders() {
        return Arrays.stream(response.getHeaders())
                .collect(Collectors.groupingBy(
                        Header::getName,
                        Collectors.mapping(
                                header -> Objects.requireNonNullElse(header.getValue(), ""), Collectors.toList())));
    }

    /// `Content-Length`, when it is there and a number.
    public OptionalLong contentLength() {
        Optional<String> text = header("Content-Length").map(String::strip);
        if (text.isEmpty() || !text.get().matches("[0-9]{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }

    /// The answer's bytes. Its errors are [TransferException]s.
    public InputStream body() {
        return body;
    }

    /// The URL that answered, at the end of all redirects.
    public URI uri() {
        return request.uri();
    }

    /// The last request of the redirect chain: another one like it goes to the same place, and with no more
    /// credentials than were sent there.
    public Request request() {
        return request;
    }

    /// Says in an exception that this is not the hoped-for answer: transient for the statuses that mean "later".
    public TransferException failure(int expected) {
        return HttpFailure.ofStatus(this, address, expected);
    }

    String reason() {
        return response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
    }

    @Override
    public void close() {
        if (!finished) {
            sent.cancel();
        }
        try {
            response.close();
        } catch (IOException e) {
            // The connection is gone, which is what was wanted.
        }
    }

    private final class Body extends PieceStream {
        private final InputStream content;
        private final long announced = contentLength().orElse(-1);
        private long taken;

        Body(InputStream content) {
            this.content = content;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int count = content.read(into, offset, length);
                taken += Math.max(0, count);
                finished |= count < 0 || (taken == announced && content.read() < 0);
                return count;
            } catch (IOException | IllegalStateException e) {
                throw HttpFailure.of(e, "read " + address);
            }
        }

        @Override
        public void close() {
            Exchange.this.close();
        }
    }
}
