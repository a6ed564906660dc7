// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Lets the SDK send its requests through the engine's own HTTP client, so that trust, proxies, time limits
/// and the words for what goes wrong on a connection are the same for every source.
///
/// @param transport stays the caller's to close
record SdkTransport(HttpTransport transport) implements SdkHttpClient {

    /// What the transport derives from URL and body itself.
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "content-type");

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(transport, request);
    }

    @Override
    public String clientName() {
        return "Apache";
    }

    @Override
    public void close() {}

    private record Call(HttpTransport transport, HttpExecuteRequest request) implements ExecutableHttpRequest {

        @Override
        public HttpExecuteResponse call() throws IOException {
            Exchange exchange = transport.sendOnce(translated());
            SdkHttpResponse response = SdkHttpResponse.builder()
                    .statusCode(exchange.status())
                    .headers(exchange.allHeaders())
                    .build();
            return HttpExecuteResponse.builder()
                    .response(response)
                    .responseBody(AbortableInputStream.create(exchange.body(), exchange::close))
                    .build();
        }

        private Request translated() throws IOException {
            SdkHttpRequest http = request.httpRequest();
            List<Source.Header> headers = new ArrayList<>();
            http.forEachHeader((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> headers.add(new Source.Header(name, new Secret(value))));
                }
            });
            return new Request(http.method().name(), http.getUri(), List.of(), headers, body(http));
        }

        private Optional<Request.Body> body(SdkHttpRequest http) throws IOException {
            Optional<ContentStreamProvider> content = request.contentStreamProvider();
            if (content.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream stream = content.get().newStream()) {
                String type = http.firstMatchingHeader("Content-Type").orElse("application/octet-stream");
                Secret text = new Secret(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                return Optional.of(new Request.Text(type, text));
            }
        }

        /// Only the SDK's own time limits would call it, and none is set.
        @Override
        public void abort() {}
    }
}
