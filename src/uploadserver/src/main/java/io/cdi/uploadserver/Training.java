// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.ExitCodes;
import io.cdi.contract.UploadServerEnvironment;
import io.cdi.contract.Verbosity;
import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.Interruption;
import io.cdi.scratch.NativeCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Receives several uploads in one process, for the training of the AOT cache: what one of them loads, all
/// later processes start with.
final class Training {

    private static final char[] PASSWORD = "training".toCharArray();
    private static final String CLIENT = "127.0.0.1";

    private Training() {}

    /// @param args a folder for the roots of pods, a key store with one key, and images to upload
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Verbosity.NORMAL.setSimpleLogger();
        NativeCalls.prepare();
        Interruption interruption = Interruption.of(Thread.currentThread(), CdiUploadServer.PATIENCE);
        KeyStore keys = KeyStore.getInstance(Path.of(args[1]).toFile(), PASSWORD);
        int worst = ExitCodes.DONE;
        for (String image : List.of(args).subList(2, args.length)) {
            Path root = pod(Path.of(args[0]), Path.of(image), keys);
            UploadServer server = new UploadServer(new PodFiles(root), environment(), UploadServer.Patience.DEFAULT);
            worst = Math.max(
                    worst, server.run(port -> Thread.ofPlatform().start(() -> upload(port, Path.of(image), keys))));
        }
        interruption.finished();
        System.exit(worst);
    }

    private static Path pod(Path folder, Path image, KeyStore keys) throws IOException, GeneralSecurityException {
        Path root = folder.resolve(image.getFileName());
        for (String place : List.of("data", "dev", "etc/tls")) {
            Files.createDirectories(root.resolve(place));
        }
        String alias = keys.aliases().nextElement();
        byte[] certificate = keys.getCertificate(alias).getEncoded();
        Files.writeString(root.resolve("etc/tls/tls.crt"), pem("CERTIFICATE", certificate));
        Files.writeString(root.resolve("etc/tls/ca.crt"), pem("CERTIFICATE", certificate));
        Files.writeString(
                root.resolve("etc/tls/tls.key"),
                pem("PRIVATE KEY", keys.getKey(alias, PASSWORD).getEncoded()));
        return root;
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static Map<String, String> environment() {
        return Map.of(
                UploadServerEnvironment.LISTEN_PORT, "0",
                UploadServerEnvironment.TLS_KEY_FILE, "/etc/tls/tls.key",
                UploadServerEnvironment.TLS_CERT_FILE, "/etc/tls/tls.crt",
                UploadServerEnvironment.CLIENT_CERT_FILE, "/etc/tls/ca.crt",
                UploadServerEnvironment.CLIENT_NAME, CLIENT,
                UploadServerEnvironment.DEADLINE, "9999-12-31T00:00:00Z",
                UploadServerEnvironment.IMAGE_SIZE, "4Mi",
                UploadServerEnvironment.FILESYSTEM_OVERHEAD, "0.06");
    }

    private static void upload(int port, Path image, KeyStore keys) {
        String path = image.toString().endsWith(".tar") ? "/v1beta1/upload-archive" : "/v1beta1/upload";
        try {
            byte[] body = Files.readAllBytes(image);
            request(port, keys, "GET /healthz HTTP/1.1\r\nHost: training\r\nConnection: close\r\n\r\n", new byte[0]);
            request(
                    port,
                    keys,
                    "POST " + path + " HTTP/1.1\r\nHost: training\r\nConnection: close\r\nContent-Length: "
                            + body.length + "\r\n\r\n",
                    body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void request(int port, KeyStore keys, String head, byte[] body) throws IOException {
        try (SSLSocket socket = (SSLSocket) client(keys).getSocketFactory().createSocket(CLIENT, port)) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            System.err.println(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// The certificate vouches for itself.
    private static KeyStore authority(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore authority = KeyStore.getInstance("JKS");
        authority.load(null, null);
        authority.setCertificateEntry(
                "authority", keys.getCertificate(keys.aliases().nextElement()));
        return authority;
    }

    private static SSLContext client(KeyStore keys) throws IOException {
        try {
            KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            identity.init(keys, PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authority(keys));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
