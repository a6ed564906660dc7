// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to a port of a pod, over a WebSocket of the API server's `portforward`. Each message begins
/// with its channel: 0 for bytes, 1 for an error; the first one of a channel only names the port.
///
/// The client library has a port forward too, but it hands on what it reads without waiting for the socket: on a
/// slow link the upload would pile up in memory.
record Tunnel(WebSocket socket) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final byte BYTES = 0;
    private static final byte ERROR = 1;
    private static final int PIECE = 64 * 1024;
    private static final Duration LOOK = Duration.ofNanos(100_000);
    private static final int NORMAL_END = 1000;

    /// @param answers gets what the pod says, and is closed when the pod or the API server ends the connection
    static Tunnel open(KubernetesClient client, Pod pod, int port, OutputStream answers) throws TransferException {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        URI uri = URI.create(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods/" + name
                + "/portforward?ports=" + port);
        try {
            return new Tunnel(client.getHttpClient()
                    .newWebSocketBuilder()
                    .uri(uri)
                    .subprotocol(PROTOCOL)
                    .buildAsync(new Receiver(answers))
                    .join());
        } catch (CompletionException e) {
            throw failure(e, "forward a port of pod " + namespace + "/" + name);
        }
    }

    private static TransferException failure(CompletionException failure, String action) {
        if (failure.getCause() instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
            int code = refused.getResponse().code();
            return code == HttpURLConnection.HTTP_FORBIDDEN
                    ? new TransferException.Permanent(action
                            + ": no permission for pods/portforward; give the upload proxy's address with --proxy-url")
                    : ClusterFailure.of(new KubernetesClientException("portforward", code, null), action);
        }
        return ClusterFailure.of(new KubernetesClientException("portforward", failure), action);
    }

    /// Sends all that comes, one piece at a time, until it ends.
    void carry(InputStream from) throws IOException {
        byte[] piece = new byte[PIECE];
        piece[0] = BYTES;
        int count = from.read(piece, 1, PIECE - 1);
        while (count >= 0 && socket.send(ByteBuffer.wrap(piece, 0, count + 1))) {
            while (socket.queueSize() > 0) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
            count = from.read(piece, 1, PIECE - 1);
        }
    }

    @Override
    public void close() {
        socket.sendClose(NORMAL_END, "done");
    }

    /// What comes back.
    private static final class Receiver implements WebSocket.Listener {
        private final OutputStream answers;
        private final boolean[] greeted = new boolean[2];

        Receiver(OutputStream answers) {
            this.answers = answers;
        }

        @Override
        public void onMessage(WebSocket socket, ByteBuffer message) {
            byte channel = message.hasRemaining() ? message.get() : ERROR;
            boolean isGreeting = (channel == BYTES || channel == ERROR) && !greeted[channel];
            if (isGreeting) {
                greeted[channel] = true;
            } else if (channel == BYTES) {
                take(message);
            } else {
                LOG.debug("the pod's side of a forwarded connection failed");
                end();
            }
            socket.request();
        }

        private void take(ByteBuffer message) {
            try {
                byte[] bytes = new byte[message.remaining()];
                message.get(bytes);
                answers.write(bytes);
                answers.flush();
            } catch (IOException e) {
                LOG.debug("nobody wants the answer any more", e);
            }
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            end();
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            LOG.debug("a forwarded connection broke", error);
            end();
        }

        private void end() {
            try {
                answers.close();
            } catch (IOException e) {
                LOG.debug("close a forwarded connection", e);
            }
        }
    }
}
