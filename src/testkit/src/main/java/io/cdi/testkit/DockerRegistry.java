// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Debian's docker-registry on a free port of this machine. Several may serve the same storage at once, with
/// other doors: without TLS, with it, with a password, with tokens.
public final class DockerRegistry implements AutoCloseable {

    public static final String USERNAME = "importer";
    public static final String PASSWORD = "pass:word with spaces";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServerProcess process;
    private final Path storage;
    private final int port;

    private DockerRegistry(ServerProcess process, Path storage, int port) {
        this.process = process;
        this.storage = storage;
        this.port = port;
    }

    /// Plain HTTP, open to everyone.
    public static DockerRegistry plain(Path storage, Path folder) {
        return start(storage, folder, "", "");
    }

    /// TLS with a certificate of this authority, open to everyone.
    public static DockerRegistry tls(Path storage, Path folder, TestAuthority authority) {
        TestAuthority.Identity identity = authority.issue("DNS:localhost,IP:127.0.0.1");
        return start(
                storage,
                folder,
                "  tls:\n    certificate: " + identity.certificate() + "\n    key: " + identity.key() + "\n",
                "");
    }

    /// Plain HTTP, for [#USERNAME] with [#PASSWORD].
    public static DockerRegistry password(Path storage, Path folder) {
        Path file = made(folder).resolve("htpasswd");
        Command.run("htpasswd", "-Bbc", file, USERNAME, PASSWORD);
        return start(storage, folder, "", "auth:\n  htpasswd:\n    realm: test\n    path: " + file + "\n");
    }

    /// Plain HTTP, for who has a token of this service.
    public static DockerRegistry token(Path storage, Path folder, TokenServer tokens) {
        return start(
                storage,
                folder,
                "",
                "auth:\n  token:\n    realm: " + tokens.realm() + "\n    service: " + TokenServer.SERVICE
                        + "\n    issuer: " + TokenServer.ISSUER + "\n    rootcertbundle: " + tokens.certificate()
                        + "\n");
    }

    private static DockerRegistry start(Path storage, Path folder, String tls, String auth) {
        int port = ServerProcess.freePort();
        try {
            Path config = made(folder).resolve("config.yml");
            Files.writeString(
                    config,
                    "version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: " + storage
                            + "\nhttp:\n  addr: 127.0.0.1:" + port + "\n" + tls + auth);
            ServerProcess process = ServerProcess.start(
                    List.of("docker-registry", "serve", config.toString()), Map.of(), folder.resolve("log"));
            process.awaitListening(port);
            return new DockerRegistry(process, storage, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `host:port`, the first part of its images' names.
    public String address() {
        return "127.0.0.1:" + port;
    }

    /// Stores an image, byte for byte, under `repository:tag`. For a registry without TLS and password.
    public void push(ContainerDisk disk, String repository, String tag) {
        for (ContainerDisk.Blob blob : disk.blobs()) {
            String location = send("POST", "/v2/" + repository + "/blobs/uploads/", "", new byte[0])
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            URI upload = URI.create("http://" + address()).resolve(location);
            send(
                    "PUT",
                    upload.getRawPath() + "?" + upload.getRawQuery() + "&digest=" + blob.digest(),
                    "",
                    blob.bytes());
        }
        for (ContainerDisk.Blob manifest : disk.manifests()) {
            send(
                    "PUT",
                    "/v2/" + repository + "/manifests/" + manifest.digest(),
                    manifest.mediaType(),
                    manifest.bytes());
        }
        send(
                "PUT",
                "/v2/" + repository + "/manifests/" + tag,
                disk.top().mediaType(),
                disk.top().bytes());
    }

    /// The file that holds a blob or manifest in the registry's storage.
    public Path stored(String digest) {
        String hex = digest.substring("sha256:".length());
        return storage.resolve("docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data");
    }

    @Override
    public void close() {
        process.close();
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(
                        method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while pushing to " + address(), e);
        }
    }
}
