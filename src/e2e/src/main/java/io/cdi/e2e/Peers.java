// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.cdi.testkit.DockerRegistry;
import io.cdi.testkit.MinioServer;
import io.cdi.testkit.Nginx;
import io.cdi.testkit.RecordingProxy;
import io.cdi.testkit.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The servers that images are imported from. They are processes of the test on the node, at the address of the
/// pods' bridge: a pod reaches them through its own network as it would any server outside of the cluster, and tests
/// reach into their files and logs without a detour. Each starts when a test first asks for it.
final class Peers implements AutoCloseable {

    static final String USER = "jane";
    static final String PASSWORD = "let me in";

    /// A name of the servers that no resolver knows; [#proxy()] does.
    static final String HIDDEN_NAME = "hidden.test";

    private final Path folder;
    private final Map<String, AutoCloseable> started = new HashMap<>();
    private final List<AutoCloseable> inOrder = new ArrayList<>();

    /// @param folder an empty folder for what they serve and write
    Peers(Path folder) {
        this.folder = folder;
        made("files");
        made("images");
        made("authority");
    }

    /// What is put here is served by [#http()], [#https()] and [#login()].
    Path files() {
        return folder.resolve("files");
    }

    /// Has signed the certificates of [#https()] and [#registry()]; no pod trusts it by itself.
    synchronized TestAuthority authority() {
        Path authority = folder.resolve("authority");
        return Files.exists(authority.resolve("ca.crt")) ? new TestAuthority(authority) : TestAuthority.in(authority);
    }

    Nginx http() {
        return one("http", work -> nginx(work).start(), Nginx.class);
    }

    Nginx https() {
        return one("https", work -> nginx(work).withTls(authority(), names()).start(), Nginx.class);
    }

    /// Plain HTTP, for [#USER] with [#PASSWORD].
    Nginx login() {
        return one("login", work -> nginx(work).withLogin(USER, PASSWORD).start(), Nginx.class);
    }

    /// Plain HTTP, and each file only whole and from its begin.
    Nginx withoutRanges() {
        return one("without-ranges", work -> nginx(work).with("max_ranges 0;").start(), Nginx.class);
    }

    /// Plain HTTP with 2 MiB a second over each connection: slow enough to interfere.
    Nginx slow() {
        return one("slow", work -> nginx(work).with("limit_rate 2m;").start(), Nginx.class);
    }

    /// HTTPS, and takes files by PUT into the folder `uploads` of [#files()].
    Nginx uploads() {
        return one(
                "uploads",
                work -> nginx(work)
                        .withTls(authority(), names())
                        .with("client_max_body_size 0;")
                        .with("dav_methods PUT;")
                        .with("create_full_put_path on;")
                        .start(),
                Nginx.class);
    }

    /// Plain HTTP and open; what is pushed here is served by [#registry()] too.
    DockerRegistry openRegistry() {
        return one(
                "open-registry",
                work -> DockerRegistry.serving(folder.resolve("images"), work)
                        .at(Cluster.NODE_ADDRESS)
                        .start(),
                DockerRegistry.class);
    }

    /// The same images at the node's loopback address, where a container runtime takes plain HTTP: for the kubelet.
    DockerRegistry nodeRegistry() {
        return one("node-registry", work -> DockerRegistry.plain(folder.resolve("images"), work), DockerRegistry.class);
    }

    /// HTTPS with [#authority()], for [DockerRegistry#USERNAME] with [DockerRegistry#PASSWORD].
    DockerRegistry registry() {
        return one("registry", this::startRegistry, DockerRegistry.class);
    }

    private DockerRegistry startRegistry(Path work) {
        TestAuthority.Identity identity = authority().issue("registry", "/CN=registry", names());
        return DockerRegistry.serving(folder.resolve("images"), work)
                .at(Cluster.NODE_ADDRESS)
                .withTls(identity.certificate(), identity.key())
                .withPassword()
                .start();
    }

    /// Plain HTTP, with [MinioServer#ACCESS_KEY] and [MinioServer#SECRET_KEY].
    MinioServer s3() {
        return one(
                "s3",
                work -> MinioServer.startAt(Cluster.NODE_ADDRESS, work.resolve("data"), Map.of()),
                MinioServer.class);
    }

    /// Leads to all of the others, by whatever name they are asked for.
    RecordingProxy proxy() {
        return one("proxy", _ -> RecordingProxy.startAt(Cluster.NODE_ADDRESS, ""), RecordingProxy.class);
    }

    private Nginx.Setup nginx(Path work) {
        return Nginx.serving(work, files()).at(Cluster.NODE_ADDRESS);
    }

    private static String names() {
        return "IP:" + Cluster.NODE_ADDRESS + ",DNS:" + HIDDEN_NAME;
    }

    private synchronized <T extends AutoCloseable> T one(String name, Function<Path, T> start, Class<T> type) {
        return type.cast(started.computeIfAbsent(name, _ -> {
            T peer = start.apply(made(name));
            inOrder.add(peer);
            return peer;
        }));
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable peer : inOrder.reversed()) {
            try {
                peer.close();
            } catch (Exception e) {
                throw new AssertionError("stop " + peer, e);
            }
        }
    }
}
