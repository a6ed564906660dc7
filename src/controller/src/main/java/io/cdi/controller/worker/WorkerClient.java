// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks workers how they are. They make the certificates of their metrics themselves at start, so there is nothing to
/// check; what is read is a number that is shown, or that they are ready, and nothing is sent.
public final class WorkerClient {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerClient.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final HttpResponse.BodyHandler<String> SHORT_TEXT =
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), 64 << 10);

    private WorkerClient() {}

    public static HttpClient create() {
        return create(new SSLParameters());
    }

    /// @param parameters such as the versions of TLS
    public static HttpClient create(SSLParameters parameters) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .sslParameters(parameters)
                    .connectTimeout(PATIENCE)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /// What a worker answers to a GET; a worker that cannot be reached, or has something to complain of, has nothing to
    /// say.
    ///
    /// @param patience for the whole answer: whoever makes it may be a pod of a user
    public static Optional<String> ask(HttpClient client, Pod pod, int port, String path, Duration patience) {
        String ip = pod.getStatus().getPodIP();
        if (ip == null) {
            return Optional.empty();
        }
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + path))
                .build();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, SHORT_TEXT);
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .filter(response -> response.statusCode() == HttpURLConnection.HTTP_OK)
                    .map(HttpResponse::body);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("no answer from pod={} path={}", Facts.name(pod), path, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            answer.cancel(true);
        }
    }

    /// The extended form also leaves out the comparison of names.
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
