// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.tls;

import io.cdi.tokens.SigningKey;
import io.cdi.tokens.TokenIssuer;
import io.cdi.tokens.TokenReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads tokens by the installation's public key, from a file that Kubernetes keeps current; where there is
/// none, by the key that the environment had at the start.
public final class TokenKeys {

    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);

    private final Path file;
    private volatile Known known;

    private record Known(String pem, TokenReader reader) {

        static Known of(String pem) {
            return new Known(
                    pem, new TokenReader(SigningKey.publicKey(pem), TokenIssuer.API_SERVER, Clock.systemUTC()));
        }
    }

    /// @throws IllegalArgumentException when neither has a key
    public TokenKeys(Path file, Optional<String> given) {
        this.file = file;
        this.known = Known.of(inFile().or(() -> given)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no key to check tokens with: neither " + file + " nor APISERVER_PUBLIC_KEY is there")));
    }

    public TokenReader reader() {
        return known.reader();
    }

    /// Takes a key that has changed.
    public void refresh() {
        inFile().filter(pem -> !pem.equals(known.pem())).ifPresent(pem -> {
            try {
                known = Known.of(pem);
                LOG.info("tokens are checked with another key from now on; file={}", file);
            } catch (IllegalArgumentException e) {
                LOG.warn("the key in {} cannot be read, the former one stays: {}", file, e.getMessage());
            }
        });
    }

    private Optional<String> inFile() {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }
}
