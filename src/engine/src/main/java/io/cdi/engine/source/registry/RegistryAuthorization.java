// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What we answer a registry that asks who we are. A token lasts for minutes and a blob may take hours, so a
/// token that the registry no longer takes is replaced by a new one, by the first thread that notices.
final class RegistryAuthorization {

    private final ImageReference image;
    private final RegistryCredentials credentials;
    private final TokenService tokens;
    private Optional<Secret> current = Optional.empty();

    RegistryAuthorization(ImageReference image, RegistryCredentials credentials, TokenService tokens) {
        this.image = image;
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /// The value of the `Authorization` header, once the registry has asked for one.
    synchronized Optional<Secret> current() {
        return current;
    }

    /// Makes a new [#current] after a refusal.
    ///
    /// @param used what the refused request had
    /// @throws TransferException.Permanent when nothing that we know will satisfy the registry
    synchronized void renew(Optional<Secret> used, Exchange refusal) throws TransferException {
        if (!current.equals(used)) {
            return;
        }
        List<AuthChallenge> challenges =
                AuthChallenge.parse(refusal.headers("WWW-Authenticate").orElse(""));
        Optional<AuthChallenge> bearer = with("bearer", challenges);
        if (bearer.isPresent()) {
            Secret token = tokens.request(bearer.get(), image, credentials);
            current = Optional.of(new Secret("Bearer " + token.reveal()));
            return;
        }
        if (with("basic", challenges).isPresent() && credentials instanceof RegistryCredentials.Password password) {
            current = Optional.of(basic(password.login()));
            if (!current.equals(used)) {
                return;
            }
        }
        throw denied();
    }

    TransferException.Permanent denied() {
        return denied(image, credentials);
    }

    static Secret basic(Source.Login login) {
        byte[] pair = (login.username() + ":" + login.password().reveal()).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    static TransferException.Permanent denied(ImageReference image, RegistryCredentials credentials) {
        String remedy = credentials instanceof RegistryCredentials.Anonymous
                ? "give a user name and password (secretRef), or log in with docker login; the image may also not exist"
                : "the user name or password is wrong, or has no right to pull this image";
        return new TransferException.Permanent("pull " + image + ": the registry denies access; " + remedy);
    }

    private static Optional<AuthChallenge> with(String scheme, List<AuthChallenge> challenges) {
        return challenges.stream()
                .filter(challenge -> challenge.scheme().equals(scheme))
                .findFirst();
    }
}
