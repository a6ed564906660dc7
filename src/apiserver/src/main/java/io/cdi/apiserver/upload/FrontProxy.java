// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authentication.UserInfoBuilder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How the cluster's front proxy names itself and its users, from the ConfigMap
/// `extension-apiserver-authentication`.
///
/// @param authorities PEM of those that have signed its certificate; empty when nobody is trusted
/// @param names common names that its certificate may have; none: any
record FrontProxy(
        String authorities,
        List<String> names,
        List<String> userHeaders,
        List<String> groupHeaders,
        List<String> extraPrefixes) {

    static final FrontProxy NONE = new FrontProxy("", List.of(), List.of(), List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Nobody is trusted by what cannot be read: without its names, all would be allowed.
    static FrontProxy of(@Nullable ConfigMap found) {
        Map<String, String> data = found == null || found.getData() == null ? Map.of() : found.getData();
        try {
            return new FrontProxy(
                    data.getOrDefault("requestheader-client-ca-file", ""),
                    list(data, "requestheader-allowed-names"),
                    list(data, "requestheader-username-headers"),
                    list(data, "requestheader-group-headers"),
                    list(data, "requestheader-extra-headers-prefix"));
        } catch (JsonProcessingException e) {
            return NONE;
        }
    }

    private static List<String> list(Map<String, String> data, String key) throws JsonProcessingException {
        return List.of(JSON.readValue(data.getOrDefault(key, "[]"), String[].class));
    }

    boolean isAllowed(String commonName) {
        return names.isEmpty() || names.contains(commonName);
    }

    /// @param headers all values of a header by its name in any case, and all names
    /// @throws NotAuthenticatedException when they do not name a user and his groups
    UserInfo user(Iterable<String> names, Function<String, List<String>> headers) throws NotAuthenticatedException {
        String user = first(userHeaders, headers, "user").getFirst();
        List<String> groups = first(groupHeaders, headers, "group");
        Map<String, List<String>> extra = new TreeMap<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            extraPrefixes.stream()
                    .map(prefix -> prefix.toLowerCase(Locale.ROOT))
                    .filter(lower::startsWith)
                    .findFirst()
                    .map(prefix -> decoded(lower.substring(prefix.length())))
                    .ifPresent(key -> extra.put(key, new ArrayList<>(headers.apply(name))));
        }
        return new UserInfoBuilder()
                .withUsername(user)
                .withGroups(groups)
                .withExtra(extra)
                .build();
    }

    private static List<String> first(List<String> names, Function<String, List<String>> headers, String what)
            throws NotAuthenticatedException {
        return names.stream()
                .map(headers)
                .filter(Predicate.not(List::isEmpty))
                .findFirst()
                .orElseThrow(() -> new NotAuthenticatedException("no " + what + " header found in request"));
    }

    /// A plus is itself here, other than in forms.
    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return key;
        }
    }
}
