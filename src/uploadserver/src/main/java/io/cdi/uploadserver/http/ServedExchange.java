// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import io.cdi.contract.tls.CommonName;
import io.cdi.engine.PieceStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/// A request of a [Connection].
final class ServedExchange implements Exchange {

    private static final int CONTINUE = 100;

    private final DefaultBHttpServerConnection http;
    private final ClassicHttpRequest request;
    private final SSLSocket secured;
    private final Runnable cut;
    private final @Nullable HttpEntity entity;
    private final Body body = new Body();
    private volatile boolean isAnswered;
    private volatile boolean isClosing;

    ServedExchange(DefaultBHttpServerConnection http, ClassicHttpRequest request, SSLSocket secured, Runnable cut) {
        this.http = http;
        this.request = request;
        this.secured = secured;
        this.cut = cut;
        entity = request.getEntity();
        isClosing = request.getVersion() == null
                || request.getVersion().lessEquals(HttpVersion.HTTP_1_0)
                || header(HttpHeaders.CONNECTION)
                        .filter("close"::equalsIgnoreCase)
                        .isPresent();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getPath().replaceFirst("\\?.*", "");
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getFirstHeader(name)).map(Header::getValue);
    }

    @Override
    public OptionalLong contentLength() {
        long length = entity == null ? 0 : entity.getContentLength();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    @Override
    public List<String> clientNames() {
        try {
            Certificate[] chain = secured.getSession().getPeerCertificates();
            return Arrays.stream(chain)
                    .flatMap(certificate -> certificate instanceof X509Certificate x509
                            ? CommonName.of(x509.getSubjectX500Principal()).stream()
                            : java.util.stream.Stream.empty())
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public synchronized InputStream body() throws IOException {
        if (entity != null
                && !isAnswered
                && header(HttpHeaders.EXPECT)
                        .filter("100-continue"::equalsIgnoreCase)
                        .isPresent()) {
            send(new BasicClassicHttpResponse(CONTINUE));
        }
        return body;
    }

    @Override
    public synchronized void answer(Answer answer) throws IOException {
        isAnswered = true;
        isClosing |= isStillSending();
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        answer.headers().forEach(response::setHeader);
        if (isClosing) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
        if (answer.status() != Answer.NO_CONTENT) {
            response.setHeader(HttpHeaders.CONTENT_LENGTH, text.length);
        }
        if (text.length > 0) {
            response.setHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.setEntity(new ByteArrayEntity(text, ContentType.TEXT_PLAIN));
        }
        send(response);
    }

    private void send(ClassicHttpResponse response) throws IOException {
        try {
            http.sendResponseHeader(response);
            if (response.getEntity() != null && !method().equals("HEAD")) {
                http.sendResponseEntity(response);
            }
            http.flush();
        } catch (HttpException e) {
            throw new IOException("answer a request: " + e.getMessage(), e);
        }
    }

    @Override
    public void cut() {
        isClosing = true;
        cut.run();
    }

    /// Whether there are bytes of the body that nobody has read.
    boolean isStillSending() {
        return entity != null && !body.isRead;
    }

    /// Listens until the client sends nothing more. A reader of the body, if there still is one, is
    /// waited for: of two, each would get a part of what makes sense only as a whole.
    ///
    /// @param wire the bytes below the body, which are not even decrypted
    void skipRest(InputStream wire) throws IOException {
        synchronized (body) {
            byte[] piece = new byte[64 << 10];
            while (wire.read(piece) >= 0) {
                // nobody wants it
            }
        }
    }

    /// Whether the connection is ready for another request after the answer.
    boolean mayGoOn() {
        return !isClosing;
    }

    /// Knows whether its end has been reached. It is locked while somebody waits for bytes.
    private final class Body extends PieceStream {
        private volatile boolean isRead;
        private long count;

        @Override
        public synchronized int read(byte[] into, int offset, int length) throws IOException {
            if (entity == null) {
                return -1;
            }
            if (isAnswered) {
                throw new IOException("the request has been answered");
            }
            try {
                int read = entity.getContent().read(into, offset, length);
                count += Math.max(0, read);
                isRead = read < 0 || count == entity.getContentLength();
                return read;
            } catch (SocketTimeoutException e) {
                throw new IOException("the client has sent nothing for too long", e);
            }
        }
    }
}
