// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// The key file of a service account, parsed and checked.
///
/// @param tokenUri where its signed assertions are changed for access tokens
record ServiceAccount(String email, String keyId, PrivateKey key, URI tokenUri) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIFETIME = Duration.ofHours(1);

    /// @throws TransferException.Permanent when this is no usable key file; the message repeats nothing of it
    static ServiceAccount parse(Secret json) throws TransferException.Permanent {
        JsonNode file = read(json);
        String type = file.path("type").asText();
        if (!type.equals("service_account")) {
            throw unusable("its type is '" + type.replaceAll("[^a-z_]", "?") + "', not 'service_account'");
        }
        return new ServiceAccount(
                text(file, "client_email"),
                text(file, "private_key_id"),
                privateKey(text(file, "private_key")),
                tokenUri(text(file, "token_uri")));
    }

    private static JsonNode read(Secret json) throws TransferException.Permanent {
        try {
            return JSON.readTree(json.reveal());
        } catch (JsonProcessingException e) {
            throw unusable("it is not JSON");
        }
    }

    private static String text(JsonNode file, String field) throws TransferException.Permanent {
        String text = file.path(field).asText();
        if (text.isBlank()) {
            throw unusable("it has no " + field);
        }
        return text;
    }

    private static PrivateKey privateKey(String pem) throws TransferException.Permanent {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("its private_key is not an RSA key in PKCS #8");
        }
    }

    private static URI tokenUri(String text) throws TransferException.Permanent {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw unusable("its token_uri is not a URL");
        }
    }

    private static TransferException.Permanent unusable(String reason) {
        return new TransferException.Permanent("read the service account's key file: " + reason
                + "; get a new JSON key for the account and pass the whole file");
    }

    /// What the account says of itself, signed (RFC 7523, RS256).
    String assertion(String scope, Instant now) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "RS256");
        header.put("typ", "JWT");
        header.put("kid", keyId);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", email);
        claims.put("scope", scope);
        claims.put("aud", tokenUri.toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        String unsigned = base64(json(header)) + "." + base64(json(claims));
        return unsigned + "." + base64(signature(unsigned));
    }

    private static byte[] json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers is always JSON", e);
        }
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with RSA keys", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return email;
    }
}
