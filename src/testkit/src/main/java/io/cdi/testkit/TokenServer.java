// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The token service of a registry: gives who knows the password a signed token for the scope that was asked
/// for.
public final class TokenServer implements AutoCloseable {

    static final String ISSUER = "test-issuer";
    static final String SERVICE = "test-registry";

    private static final Pattern SCOPE = Pattern.compile("scope=repository%3A([^&]+)%3A([a-z%0-9A-Z]+)");

    private final HttpServer server;
    private final Path certificate;
    private final PrivateKey key;
    private final String authorization;
    private final AtomicInteger issued = new AtomicInteger();

    private TokenServer(HttpServer server, Path certificate, PrivateKey key, String authorization) {
        this.server = server;
        this.certificate = certificate;
        this.key = key;
        this.authorization = authorization;
    }

    /// @param folder where the signing certificate is put
    public static TokenServer start(Path folder, String username, String password) {
        Path certificate = folder.resolve("token.crt");
        Path key = folder.resolve("token.key");
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=token",
                "-keyout",
                key,
                "-out",
                certificate);
        String pair = username + ":" + password;
        String authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TokenServer tokens = new TokenServer(server, certificate, privateKey(key), authorization);
            server.createContext("/token", tokens::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The URL for a registry's challenge.
    public String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /// What a registry must trust to believe the tokens.
    public Path certificate() {
        return certificate;
    }

    /// How many tokens it has given.
    public int issued() {
        return issued.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher scope =
                    SCOPE.matcher(String.valueOf(exchange.getRequestURI().getRawQuery()));
            boolean isKnown = authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!isKnown || !scope.find()) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String repository = URLDecoder.decode(scope.group(1), StandardCharsets.UTF_8);
            byte[] body = ("{\"token\":\"" + token(repository) + "\"}").getBytes(StandardCharsets.UTF_8);
            issued.incrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String token(String repository) throws IOException {
        long now = System.currentTimeMillis() / 1000;
        String pem = Files.readString(certificate).replaceAll("-----[A-Z ]+-----|\\s", "");
        String signed = base64("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"" + pem + "\"]}") + "."
                + base64("{\"iss\":\"" + ISSUER + "\",\"sub\":\"test\",\"aud\":\"" + SERVICE + "\",\"exp\":"
                        + (now + 300)
                        + ",\"nbf\":" + (now - 10) + ",\"iat\":" + now + ",\"jti\":\"" + now
                        + "\",\"access\":[{\"type\":\"repository\",\"name\":\"" + repository
                        + "\",\"actions\":[\"pull\"]}]}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey privateKey(Path pem) throws IOException, GeneralSecurityException {
        String text = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
    }
}
