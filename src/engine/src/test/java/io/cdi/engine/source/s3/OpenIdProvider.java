// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/// What a Kubernetes cluster is to a token service: an issuer of signed tokens for its pods.
final class OpenIdProvider implements AutoCloseable {

    private final HttpServer server;
    private final KeyPair keys;
    private final String audience;

    private OpenIdProvider(HttpServer server, KeyPair keys, String audience) {
        this.server = server;
        this.keys = keys;
        this.audience = audience;
    }

    static OpenIdProvider start(String audience) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            OpenIdProvider provider = new OpenIdProvider(server, generator.generateKeyPair(), audience);
            provider.answer("/.well-known/openid-configuration", provider.description());
            provider.answer("/keys", provider.publicKeys());
            server.start();
            return provider;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI configuration() {
        return URI.create(issuer() + "/.well-known/openid-configuration");
    }

    private String description() {
        return """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/none",
                 "token_endpoint": "%1$s/none", "response_types_supported": ["id_token"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer());
    }

    private String publicKeys() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return """
                {"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": "%s", "e": "%s"}]}""".formatted(number(key.getModulus()), number(key.getPublicExponent()));
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    /// A token for a pod's service account, good for an hour.
    String token(String subject) {
        long now = Instant.now().getEpochSecond();
        String header = "{\"alg\": \"RS256\", \"typ\": \"JWT\", \"kid\": \"1\"}";
        String claims = """
                {"iss": "%s", "aud": "%s", "sub": "%s", "iat": %d, "exp": %d}""".formatted(issuer(), audience, subject, now, now + 3600);
        String unsigned = base64(utf8(header)) + "." + base64(utf8(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(utf8(unsigned));
            return unsigned + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The name that MinIO gives to the one role of an identity provider.
    static String minioRole(String clientId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(utf8(clientId));
            return "arn:minio:iam:::role/" + base64(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
