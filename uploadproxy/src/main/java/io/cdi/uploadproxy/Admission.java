// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.tokens.InvalidTokenException;
import io.cdi.tokens.Token;
import io.cdi.tokens.TokenReader;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who may upload, and into which claim: what the token says.
public final class Admission {

    private static final Pattern BEARER = Pattern.compile("Bearer\\s+([A-Za-z0-9\\-._~+/]+)", Pattern.CASE_INSENSITIVE);

    private final Supplier<TokenReader> reader;

    public Admission(Supplier<TokenReader> reader) {
        this.reader = reader;
    }

    sealed interface Verdict {
        record Admitted(Token token) implements Verdict {}

        record Refused(int status) implements Verdict {}
    }

    /// @param authorization the header's value
    Verdict judge(@Nullable String authorization) {
        Matcher matcher = BEARER.matcher(authorization == null ? "" : authorization);
        if (!matcher.matches()) {
            return new Verdict.Refused(HttpResponseStatus.BAD_REQUEST.code());
        }
        try {
            Optional<Token> token = reader.get().read(matcher.group(1)).filter(Admission::isForUpload);
            return token.isPresent()
                    ? new Verdict.Admitted(token.get())
                    : new Verdict.Refused(HttpResponseStatus.BAD_REQUEST.code());
        } catch (InvalidTokenException e) {
            return new Verdict.Refused(HttpResponseStatus.UNAUTHORIZED.code());
        }
    }

    private static boolean isForUpload(Token token) {
        return token.operation() == Token.Operation.UPLOAD
                && !token.namespace().isEmpty()
                && !token.name().isEmpty()
                && token.resource().resource().equals(Token.Resource.CLAIM.resource());
    }
}
