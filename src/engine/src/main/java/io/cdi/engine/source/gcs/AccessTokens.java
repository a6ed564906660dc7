// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Access tokens of a service account, a new one shortly before the old one expires. For many threads.
final class AccessTokens {

    /// Enough to read objects, and nothing else.
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(2);
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceAccount account;
    private final HttpTransport transport;
    private final InstantSource clock;
    private @Nullable Token token;

    private record Token(Secret text, Instant renewal) {}

    AccessTokens(ServiceAccount account, HttpTransport transport, InstantSource clock) {
        this.account = account;
        this.transport = transport;
        this.clock = clock;
    }

    /// The value of an `Authorization` header that is good for at least a request.
    synchronized Secret authorization() throws TransferException {
        Token known = token;
        if (known == null || !clock.instant().isBefore(known.renewal())) {
            known = request();
            token = known;
        }
        return new Secret("Bearer " + known.text().reveal());
    }

    private Token request() throws TransferException {
        Instant now = clock.instant();
        String form = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion="
                + account.assertion(SCOPE, now);
        Request.Body body = new Request.Text("application/x-www-form-urlencoded", new Secret(form));
        try (Exchange exchange = transport.send(Request.post(account.tokenUri(), body))) {
            JsonNode answer = JSON.readTree(exchange.body().readNBytes(LONGEST_ANSWER));
            if (exchange.status() != 200) {
                throw refused(exchange, answer);
            }
            String text = answer.path("access_token").asText();
            if (text.isBlank()) {
                throw new TransferException.Permanent(
                        "sign in as " + account + ": the answer of " + account.tokenUri() + " has no access_token");
            }
            long seconds = Math.max(0, answer.path("expires_in").asLong());
            return new Token(new Secret(text), now.plusSeconds(seconds).minus(RENEWED_BEFORE));
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Transient(
                    "sign in as " + account + ": " + account.tokenUri() + " does not answer in JSON", e);
        }
    }

    private TransferException refused(Exchange exchange, JsonNode answer) {
        TransferException failure = exchange.failure(200);
        if (failure instanceof TransferException.Transient) {
            return failure;
        }
        String reason = answer.path("error").asText() + " "
                + answer.path("error_description").asText();
        return new TransferException.Permanent("sign in as " + account + ": " + account.tokenUri() + " answered "
                + exchange.status() + " " + reason.replaceAll("[^ -~]", " ").strip()
                + "; check that the key is still valid and that this machine's clock is right");
    }
}
