// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.contract.NodePull;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source.Tls;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other container of a node pull: it runs in the user's image, and serves the image's disk.
///
/// @param patience how long its start may take
record NodePullPeer(Settings.Handshake handshake, Duration patience) {

    private static final Logger LOG = LoggerFactory.getLogger(NodePullPeer.class);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final RetryPolicy IMPATIENT = RetryPolicy.DEFAULT.withPatience(Duration.ofSeconds(10));

    /// It has not come up in time.
    static final class NotReady extends IOException {
        private static final long serialVersionUID = 1;

        NotReady(Path file) {
            super("Timeout waiting for file " + file);
        }
    }

    /// Waits until the source can be opened.
    ///
    /// @return the endpoint with the name of the image's file in it
    String awaitEndpoint(String endpoint) throws IOException {
        if (handshake.readyFile().isEmpty()) {
            return endpoint;
        }
        Path ready = handshake.readyFile().get();
        long start = System.nanoTime();
        while (!Files.exists(ready) || Files.size(ready) == 0) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new NotReady(ready);
            }
            pause();
        }
        String name = Files.readString(ready).strip();
        return endpoint.endsWith(NodePull.ENDPOINT_FILE)
                ? endpoint.substring(0, endpoint.length() - NodePull.ENDPOINT_FILE.length()) + Endpoint.fileName(name)
                : endpoint;
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /// The image's environment. A failure costs the claim its labels, not the import.
    List<String> imageEnvironment(String endpoint) {
        URI information = URI.create(endpoint).resolve(NodePull.INFORMATION_PATH);
        List<String> pairs = new ArrayList<>();
        try (HttpTransport transport = HttpTransport.open(Tls.SYSTEM, Map.of(), IMPATIENT);
                Exchange exchange = transport.send(Request.get(information))) {
            if (exchange.status() != 200) {
                throw exchange.failure(200);
            }
            JsonNode answer = new ObjectMapper().readTree(exchange.body());
            answer.path("env").forEach(pair -> pairs.add(pair.asText()));
        } catch (IOException e) {
            LOG.warn("the claim gets no labels of the image: {}", e.getMessage());
        }
        return pairs;
    }

    /// Tells the other container that it may end. An earlier run of this container may have told it already.
    void tellDone() throws IOException {
        if (handshake.doneFile().isEmpty()) {
            return;
        }
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));
        var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (var out = Channels.newOutputStream(
                Files.newByteChannel(handshake.doneFile().get(), options, mode))) {
            out.flush();
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} was there already", handshake.doneFile().get());
        }
    }
}
