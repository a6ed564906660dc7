// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The emulator of Google Cloud Storage that its client libraries are tested with, built by
/// `src/build/test-peers`. Keeps objects in memory, knows generations, ranges and content coding, and lets
/// everybody read everything.
public final class FakeGcsServer implements AutoCloseable {

    private final ServerProcess process;
    private final URI endpoint;
    private final HttpClient client = HttpClient.newHttpClient();

    private FakeGcsServer(ServerProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// @param logs the folder for its log file
    public static FakeGcsServer start(Path logs) {
        int port = FreePort.onLoopback();
        String address = "127.0.0.1:" + port;
        List<String> command = List.of(
                Programs.built("fake-gcs-server").toString(),
                "-scheme=http",
                "-host=127.0.0.1",
                "-port=" + port,
                "-public-host=127.0.0.1",
                "-backend=memory",
                "-log-level=warn");
        ServerProcess process = ServerProcess.start(command, Map.of(), logs.resolve("gcs-" + port + ".log"));
        FakeGcsServer server = new FakeGcsServer(process, URI.create("http://" + address));
        process.awaitOk(
                server.client,
                () -> HttpRequest.newBuilder(server.endpoint.resolve("/_internal/healthcheck"))
                        .build());
        return server;
    }

    public URI endpoint() {
        return endpoint;
    }

    public void createBucket(String bucket) {
        post("/storage/v1/b?project=test", "application/json", utf8("{\"name\": \"" + bucket + "\"}"));
    }

    public void put(String bucket, String object, byte[] content) {
        upload(bucket, object, "", content);
    }

    /// Stores bytes that are packed with gzip as such, with that content coding.
    public void putGzipped(String bucket, String object, byte[] gzip) {
        upload(bucket, object, "&contentEncoding=gzip", gzip);
    }

    private void upload(String bucket, String object, String more, byte[] content) {
        String target = "/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name="
                + URLEncoder.encode(object, StandardCharsets.UTF_8) + more;
        post(target, "application/octet-stream", content);
    }

    private void post(String target, String type, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(target))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        OkAnswer.of(client, request);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
