// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests as the AWS documentation says (Signature Version 4), as much as preparing a test server
/// needs. The SDK is not used for that, so that the code under test is judged by somebody else.
///
/// @param service `s3` or `sts`
record SignedRequest(String accessKey, String secretKey, String region, String service) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    HttpRequest.Builder of(String method, URI uri, byte[] body) {
        return of(method, uri, hex(sha256(body)), HttpRequest.BodyPublishers.ofByteArray(body));
    }

    HttpRequest.Builder of(String method, URI uri, String bodyHash, HttpRequest.BodyPublisher body) {
        String time = TIME.format(Instant.now());
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String canonical = String.join(
                "\n",
                method,
                uri.getRawPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery() + "=",
                "host:" + uri.getAuthority(),
                "x-amz-content-sha256:" + bodyHash,
                "x-amz-date:" + time,
                "",
                "host;x-amz-content-sha256;x-amz-date",
                bodyHash);
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", time, scope, hex(sha256(utf8(canonical))));
        return HttpRequest.newBuilder(uri)
                .method(method, body)
                .header("x-amz-content-sha256", bodyHash)
                .header("x-amz-date", time)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/" + scope
                                + ",SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature="
                                + hex(hmac(key(time.substring(0, 8)), toSign)));
    }

    private byte[] key(String day) {
        byte[] dayKey = hmac(utf8("AWS4" + secretKey), day);
        return hmac(hmac(hmac(dayKey, region), service), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
