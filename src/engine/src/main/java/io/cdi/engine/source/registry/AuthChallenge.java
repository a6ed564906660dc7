// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a server wants to be told who asks: one challenge of a `WWW-Authenticate` header (RFC 9110, 11.6.1).
///
/// @param scheme in lower case, such as `basic` and `bearer`
/// @param parameters names in lower case
record AuthChallenge(String scheme, Map<String, String> parameters) {

    AuthChallenge {
        parameters = Map.copyOf(parameters);
    }

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[\\s,]*(" + TOKEN + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(" + TOKEN + "))");
    private static final Pattern SCHEME = Pattern.compile("\\G[\\s,]*(" + TOKEN + ")(?=[\\s,]|$)");

    /// All challenges of one header; what is not understood is left out.
    static List<AuthChallenge> parse(String header) {
        List<AuthChallenge> challenges = new ArrayList<>();
        Matcher scheme = SCHEME.matcher(header);
        Matcher parameter = PARAMETER.matcher(header);
        int at = 0;
        while (scheme.find(at)) {
            Map<String, String> parameters = new HashMap<>();
            at = scheme.end();
            while (parameter.find(at)) {
                String quoted = parameter.group(2);
                String value = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : parameter.group(3);
                parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
                at = parameter.end();
            }
            challenges.add(new AuthChallenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
        }
        return challenges;
    }
}
