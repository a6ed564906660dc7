// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Gets bearer tokens from the service that a registry's challenge names (distribution's token authentication
/// specification, with its OAuth 2 form for identity tokens).
final class TokenService {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_ANSWER_BYTES = 1 << 20;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpTransport transport;
    private final boolean plainHttp;

    /// @param plainHttp whether credentials may go to a service without TLS
    TokenService(HttpTransport transport, boolean plainHttp) {
        this.transport = transport;
        this.plainHttp = plainHttp;
    }

    Secret request(AuthChallenge challenge, ImageReference image, RegistryCredentials credentials)
            throws TransferException {
        URI realm = realm(challenge, image);
        String what = "service=" + encoded(challenge.parameters().getOrDefault("service", ""))
                + "&scope="
                + encoded(challenge.parameters().getOrDefault("scope", "repository:" + image.repository() + ":pull"));
        Request request = switch (credentials) {
            case RegistryCredentials.Anonymous _ -> Request.get(withQuery(realm, what));
            case RegistryCredentials.Password password ->
                Request.get(withQuery(
                                realm, "account=" + encoded(password.login().username()) + "&" + what))
                        .withAuthorization(RegistryAuthorization.basic(password.login()));
            case RegistryCredentials.IdentityToken identity ->
                Request.post(
                        realm,
                        new Request.Text(
                                FORM,
                                new Secret("grant_type=refresh_token&client_id=cdi&" + what + "&refresh_token="
                                        + encoded(identity.token().reveal()))));
        };
        try (Exchange answer = transport.send(request)) {
            return switch (answer.status()) {
                case 200 -> token(answer, image);
                case 400, 401, 403 -> throw RegistryAuthorization.denied(image, credentials);
                default -> throw answer.failure(200);
            };
        }
    }

    private URI realm(AuthChallenge challenge, ImageReference image) throws TransferException.Permanent {
        String text = challenge.parameters().getOrDefault("realm", "");
        try {
            URI realm = URI.create(text);
            String scheme = String.valueOf(realm.getScheme()).toLowerCase(Locale.ROOT);
            if (realm.getHost() != null && (scheme.equals("https") || (plainHttp && scheme.equals("http")))) {
                return realm;
            }
        } catch (IllegalArgumentException _) {
            // Not even a URL: the same answer.
        }
        throw new TransferException.Permanent("pull " + image + ": the registry asks for a token from '" + text
                + "', which is not an https URL; an http one is only used for a registry that may be insecure");
    }

    private static Secret token(Exchange answer, ImageReference image) throws TransferException {
        try {
            JsonNode json = JSON.readTree(answer.body().readNBytes(LARGEST_ANSWER_BYTES));
            String token = json.path("token").asText(json.path("access_token").asText());
            if (!token.isEmpty()) {
                return new Secret(token);
            }
        } catch (TransferException e) {
            throw e;
        } catch (IOException _) {
            // Its message may quote the token.
        }
        throw new TransferException.Permanent("pull " + image + ": the answer of the token service "
                + answer.uri().getHost() + " holds no token");
    }

    private static URI withQuery(URI realm, String query) {
        return URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
