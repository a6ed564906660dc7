// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.testkit.TestAuthority;
import io.cdi.testkit.TestAuthority.Identity;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// An upload server as far as the wire: mutual TLS on port 8443 of a loopback address, and a conduct that a
/// test chooses.
final class UploadServerPeer implements AutoCloseable {

    static final int PORT = 8443;

    /// What came.
    ///
    /// @param bytes of the body; fewer than announced when the connection broke, see `isWhole`
    record Seen(String line, Map<String, String> headers, X509Certificate client, long bytes, boolean isWhole) {}

    enum Conduct {
        READ_ALL,
        /// Answers 400 at once and reads nothing.
        REFUSE,
        /// Reads some bytes, and then no more until it is told to.
        STALL,
        /// Takes one resumable upload, and cuts the first connection that brings bytes of it.
        RESUMABLE,
        /// Takes one resumable upload, and never tells that it has all of it.
        MUTE
    }

    private final SSLServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong received = new AtomicLong();
    final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    final BlockingQueue<Boolean> goOn = new LinkedBlockingQueue<>();
    volatile Conduct conduct = Conduct.READ_ALL;
    private volatile boolean isCut;

    private UploadServerPeer(SSLServerSocket listener) {
        this.listener = listener;
    }

    static UploadServerPeer start(InetAddress address, Identity server, TestAuthority clients) throws Exception {
        SSLServerSocket listener = (SSLServerSocket)
                context(server, clients).getServerSocketFactory().createServerSocket();
        listener.setReuseAddress(true);
        listener.setNeedClientAuth(true);
        listener.bind(new InetSocketAddress(address, PORT));
        UploadServerPeer peer = new UploadServerPeer(listener);
        peer.threads.execute(peer::accept);
        return peer;
    }

    private static SSLContext context(Identity server, TestAuthority clients)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(clients.certificate())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        char[] password = "test".toCharArray();
        keys.init(KeyStore.getInstance(store(server).toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Path store(Identity server) {
        server.serve(); // writes it
        return server.key().resolveSibling("server.p12");
    }

    /// Bytes of bodies so far.
    long received() {
        return received.get();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) listener.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            X509Certificate client = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon),
                            header.substring(colon + 1).strip());
                }
                if (!answer(socket, in, line, headers, client)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException gone) {
            // the test looks at what was seen
        }
    }

    private boolean answer(
            SSLSocket socket, InputStream in, String line, Map<String, String> headers, X509Certificate client)
            throws IOException, InterruptedException {
        if (conduct == Conduct.REFUSE) {
            seen.add(new Seen(line, headers, client, 0, false));
            write(socket, "400 Bad Request", "Saving stream failed: too large");
            // As the real one: to close at once would make the kernel reset the connection, and the answer be lost.
            socket.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
            return false;
        }
        if (headers.getOrDefault("Expect", "").toLowerCase(Locale.ROOT).equals("100-continue")) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        long length = Long.parseLong(headers.getOrDefault("Content-Length", "0"));
        if (Long.parseLong(headers.getOrDefault("Upload-Offset", "0")) > received()) {
            seen.add(new Seen(line, headers, client, 0, false));
            write(socket, "409 Conflict", "");
            return false;
        }
        long count = 0;
        boolean isStalled = false;
        try {
            byte[] buffer = new byte[1 << 16];
            while (count < length) {
                if (conduct == Conduct.RESUMABLE && !isCut && count > 1 << 20) {
                    isCut = true;
                    break;
                }
                if (conduct == Conduct.STALL && !isStalled && count > 1 << 20) {
                    isStalled = true;
                    goOn.take();
                }
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - count));
                if (read < 0) {
                    break;
                }
                count += read;
                received.addAndGet(read);
            }
        } finally {
            seen.add(new Seen(line, headers, client, count, count == length));
        }
        if (conduct == Conduct.RESUMABLE || conduct == Conduct.MUTE) {
            if (count == length && !(conduct == Conduct.MUTE && line.startsWith("PATCH "))) {
                write(socket, line.startsWith("POST ") ? "201 Created" : "200 OK", "");
            }
        } else if (line.startsWith("HEAD ")) {
            write(socket, "404 Not Found", "");
        } else {
            write(socket, "200 OK", line.startsWith("PATCH ") ? "patched" : "");
        }
        return false;
    }

    private void write(SSLSocket socket, String status, String body) throws IOException {
        String text =
                "HTTP/1.1 " + status + "\r\nConnection: close\r\nLocation: /v1beta1/upload-tus/1\r\nUpload-Offset: "
                        + received() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.write(read);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    List<Seen> all() {
        return List.copyOf(seen);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
