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
    private final String address;

    private DockerRegistry(ServerProcess process, Path storage, String address) {
        this.process = process;
        this.storage = storage;
        this.address = address;
    }

    /// How it is to be reached, before it starts.
    public static final class Setup {
        private final Path storage;
        private final Path folder;
        private String address = "127.0.0.1";
        private String tls = "";
        private String auth = "";

        private Setup(Path storage, Path folder) {
            this.storage = storage;
            this.folder = folder;
        }

        /// Listens on this address of the machine, not on the loopback.
        public Setup at(String address) {
            this.address = address;
            return this;
        }

        public Setup withTls(Path certificate, Path key) {
            tls = "  tls:\n    certificate: " + certificate + "\n    key: " + key + "\n";
            return this;
        }

        /// Lets in only [#USERNAME] with [#PASSWORD].
        public Setup withPassword() {
            Path file = folder.resolve("htpasswd");
            Command.run("htpasswd", "-Bbc", file, USERNAME, PASSWORD);
            auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + file + "\n";
            return this;
        }

        /// Lets in who has a token of this service.
        public Setup withTokens(TokenServer tokens) {
            auth = "auth:\n  token:\n    realm: " + tokens.realm() + "\n    service: " + TokenServer.SERVICE
                    + "\n    issuer: " + TokenServer.ISSUER + "\n    rootcertbundle: " + tokens.certificate() + "\n";
            return this;
        }

        public DockerRegistry start() {
            int port = FreePort.at(address);
            try {
                Path config = folder.resolve("config.yml");
                Files.writeString(
                        config,
                        "version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: " + storage
                                + "\nhttp:\n  addr: " + address + ":" + port + "\n" + tls + auth);
                ServerProcess process = ServerProcess.start(
                        List.of("docker-registry", "serve", config.toString()), Map.of(), folder.resolve("log"));
                process.awaitListening(address, port);
                return new DockerRegistry(process, storage, address + ":" + port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// @param storage where its images are
    /// @param folder for its own files
    public static Setup serving(Path storage, Path folder) {
        try {
            return new Setup(storage, Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Plain HTTP, open to everyone.
    public static DockerRegistry plain(Path storage, Path folder) {
        return serving(storage, folder).start();
    }

    /// TLS with a certificate of this authority, open to everyone.
    public static DockerRegistry tls(Path storage, Path folder, TestAuthority authority) {
        TestAuthority.Identity identity = authority.issue("DNS:localhost,IP:127.0.0.1");
        return serving(storage, folder)
                .withTls(identity.certificate(), identity.key())
                .start();
    }

    /// Plain HTTP, for [#USERNAME] with [#PASSWORD].
    public static DockerRegistry password(Path storage, Path folder) {
        return serving(storage, folder).withPassword().start();
    }

    /// Plain HTTP, for who has a token of this service.
    public static DockerRegistry token(Path storage, Path folder, TokenServer tokens) {
        return serving(storage, folder).withTokens(tokens).start();
    }

    /// `host:port`, the first part of its images' names.
    public String address() {
        return address;
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
