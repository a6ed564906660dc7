// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// The HTTP client of one source: its trust, its proxies, its time limits. Sends each request once and follows
/// redirects; for many threads.
///
/// Buffers: bodies are read from the socket straight into the caller's array when that is larger than 8 KiB, and
/// the kernel sizes its receive buffer itself, which beats any fixed SO_RCVBUF on long links.
public final class HttpTransport implements AutoCloseable {

    /// What the reference sends; proxies' logs are searched for it.
    private static final String USER_AGENT = "cdi-golang-importer";

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
    private static final int MOST_CONNECTIONS = 64;
    private static final int LONGEST_HEADER_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 200;

    /// While a body is sent, an answer is looked for after so many bytes, which costs up to a millisecond.
    private static final long BYTES_BETWEEN_LOOKS = 512 * 1024;

    /// Under this name a request's context holds its proxy.
    private static final String PROXY = "cdi.proxy";

    private final CloseableHttpClient client;
    private final ProxyRules proxies;
    private final boolean insecure;
    private final Duration stall;

    private HttpTransport(CloseableHttpClient client, ProxyRules proxies, boolean insecure, Duration stall) {
        this.client = client;
        this.proxies = proxies;
        this.insecure = insecure;
        this.stall = stall;
    }

    /// Reads the certificate files and the proxy variables; connects to nothing yet.
    ///
    /// @param environment where `http_proxy` and its like are looked up
    /// @param policy says when a connection is cut; who retries is the caller
    public static HttpTransport open(Source.Tls tls, Map<String, String> environment, RetryPolicy policy)
            throws TransferException.Permanent {
        LazyTls lazyTls = new LazyTls(tls, Trust.certificates(tls.authorities()));
        Timeout silence = Timeout.of(policy.stall());
        CloseableHttpClient client = HttpClientBuilder.create()
                .setConnectionManager(connections(lazyTls, silence))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(policy.firstByte()))
                        .build())
                .setRequestExecutor(new BodyTimeout(silence))
                .setRoutePlanner(new RoutePlanner())
                .setUserAgent(USER_AGENT)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableConnectionState()
                .build();
        return new HttpTransport(client, new ProxyRules(environment), tls.insecure(), policy.stall());
    }

    private static PoolingHttpClientConnectionManager connections(LazyTls tls, Timeout silence) {
        Duration connect = silence.toDuration().compareTo(LONGEST_CONNECT) < 0 ? silence.toDuration() : LONGEST_CONNECT;
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_HEADER_LINE)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .build())
                        .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(BYTES_BETWEEN_LOOKS))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connect))
                        .setSocketTimeout(silence)
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                        .build())
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setMaxConnTotal(MOST_CONNECTIONS)
                .build();
    }

    /// Sends the request and returns the answer's head, whatever its status, with the body still to come.
    ///
    /// @throws TransferException when there is no answer, or a redirect that must not be followed
    public Exchange send(Request request) throws TransferException {
        Request current = request;
        for (int hops = 0; ; hops++) {
            Exchange exchange = sendOnce(current);
            Optional<String> location = exchange.header("Location");
            if (!Redirect.isOne(current, exchange.status()) || location.isEmpty()) {
                return exchange;
            }
            try (exchange) {
                current = Redirect.follow(current, location.get(), hops, insecure);
            }
        }
    }

    /// Sends the request and returns the answer's head, also when that is a redirect.
    public Exchange sendOnce(Request request) throws TransferException {
        HttpAddress address = HttpAddress.of(request.uri());
        HttpUriRequestBase message = message(request, address);
        HttpClientContext context = HttpClientContext.create();
        Optional<ProxyRules.Proxy> proxy = proxies.proxyFor(address);
        proxy.ifPresent(known -> use(known, context));
        try (StreamedBody.Watch _ = StreamedBody.watch(message, stall)) {
            ClassicHttpResponse response = client.executeOpen(host(address), message, context);
            if (address.isSecure() && context.getSSLSession() == null) {
                message.cancel();
                throw new TransferException.Permanent(
                        "connect to " + address + " through the proxy: the proxy answered " + response.getCode()
                                + "; check its login and rules");
            }
            return new Exchange(request, address, message, response);
        } catch (IOException | IllegalStateException e) {
            message.cancel();
            String way =
                    proxy.map(known -> " through the proxy " + known.address()).orElse("");
            throw HttpFailure.of(e, "connect to " + address + way);
        }
    }

    private static HttpUriRequestBase message(Request request, HttpAddress address) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), URI.create("/"));
        message.setScheme(address.scheme());
        message.setAuthority(new URIAuthority(address.host(), isDefaultPort(address) ? -1 : address.port()));
        message.setPath(address.target());
        request.headers().forEach(field -> message.addHeader(field.name(), field.value()));
        request.credentials()
                .forEach(header ->
                        message.addHeader(header.name(), header.value().reveal()));
        if (!message.containsHeader("Accept-Encoding")) {
            message.setHeader("Accept-Encoding", "identity");
        }
        request.body().ifPresent(body -> message.setEntity(entity(body)));
        return message;
    }

    private static HttpEntity entity(Request.Body body) {
        ContentType type = ContentType.parse(body.contentType());
        return switch (body) {
            case Request.Text text -> new StringEntity(text.text().reveal(), type);
            case Request.Streamed streamed -> new StreamedBody(streamed, type);
        };
    }

    private static boolean isDefaultPort(HttpAddress address) {
        return address.port() == (address.isSecure() ? 443 : 80);
    }

    private static HttpHost host(HttpAddress address) {
        return new HttpHost(address.scheme(), address.host(), address.port());
    }

    /// Basic credentials at once, without waiting for the proxy's challenge; for CONNECT too.
    private static void use(ProxyRules.Proxy proxy, HttpClientContext context) {
        context.setAttribute(PROXY, host(proxy.address()));
        proxy.login().ifPresent(login -> {
            BasicScheme scheme = new BasicScheme();
            scheme.initPreemptive(new UsernamePasswordCredentials(
                    login.username(), login.password().reveal().toCharArray()));
            BasicAuthCache cache = new BasicAuthCache();
            cache.put(host(proxy.address()), scheme);
            context.setAuthCache(cache);
        });
    }

    /// Drops all connections at once, also those in use.
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /// The library's limit for an answer's first byte would go on to hold for each byte of its body.
    private static final class BodyTimeout extends HttpRequestExecutor {
        private final Timeout silence;

        BodyTimeout(Timeout silence) {
            this.silence = silence;
        }

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback informed,
                HttpContext context)
                throws IOException, HttpException {
            ClassicHttpResponse response = super.execute(request, connection, informed, context);
            connection.setSocketTimeout(silence);
            return response;
        }
    }

    private static final class RoutePlanner extends DefaultRoutePlanner {
        RoutePlanner() {
            super(DefaultSchemePortResolver.INSTANCE);
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            return (HttpHost) context.getAttribute(PROXY);
        }
    }
}
