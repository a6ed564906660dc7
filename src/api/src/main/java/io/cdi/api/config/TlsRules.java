// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a TLS profile means: the lowest version, and the ciphers by the names of IANA, which the JDK uses
/// too. Ciphers of unknown names are left out.
///
/// @param minimum such as `VersionTLS12`
/// @param ciphers those of TLS 1.3 among them; which of these are used cannot be chosen
public record TlsRules(String minimum, List<String> ciphers) {

    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> MINIMUMS =
            List.of("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13");

    private static final List<String> MODERN_CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /// By their names in OpenSSL, in the order of preference.
    private static final List<String> INTERMEDIATE_CIPHERS = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "DHE-RSA-AES128-GCM-SHA256",
            "DHE-RSA-AES256-GCM-SHA384");

    private static final List<String> OLD_CIPHERS = List.of(
            "DHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA256",
            "ECDHE-RSA-AES128-SHA256",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA384",
            "ECDHE-RSA-AES256-SHA384",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "DHE-RSA-AES128-SHA256",
            "DHE-RSA-AES256-SHA256",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA256",
            "AES256-SHA256",
            "AES128-SHA",
            "AES256-SHA",
            "DES-CBC3-SHA");

    private static final Map<String, String> IANA_OF_KEY_EXCHANGE = Map.of(
            "ECDHE-ECDSA", "ECDHE_ECDSA",
            "ECDHE-RSA", "ECDHE_RSA",
            "DHE-RSA", "DHE_RSA");

    private static final Map<String, String> IANA_OF_CIPHER = Map.ofEntries(
            Map.entry("AES128-GCM-SHA256", "AES_128_GCM_SHA256"),
            Map.entry("AES256-GCM-SHA384", "AES_256_GCM_SHA384"),
            Map.entry("CHACHA20-POLY1305", "CHACHA20_POLY1305_SHA256"),
            Map.entry("AES128-SHA256", "AES_128_CBC_SHA256"),
            Map.entry("AES256-SHA256", "AES_256_CBC_SHA256"),
            Map.entry("AES256-SHA384", "AES_256_CBC_SHA384"),
            Map.entry("AES128-SHA", "AES_128_CBC_SHA"),
            Map.entry("AES256-SHA", "AES_256_CBC_SHA"),
            Map.entry("DES-CBC3-SHA", "3DES_EDE_CBC_SHA"));

    public static final TlsRules INTERMEDIATE = new TlsRules("VersionTLS12", iana(INTERMEDIATE_CIPHERS));

    public TlsRules {
        ciphers = List.copyOf(ciphers);
    }

    /// @param profile none is Intermediate; an own choice wins over the type
    public static TlsRules of(@Nullable TLSSecurityProfile profile) {
        if (profile == null) {
            return INTERMEDIATE;
        }
        if (profile.custom() != null) {
            TLSSecurityProfile.Custom custom = profile.custom();
            return new TlsRules(custom.minTLSVersion(), withModern(named(custom.ciphers())));
        }
        return switch (profile.type()) {
            case "Old" ->
                new TlsRules(
                        "VersionTLS10",
                        iana(Stream.concat(INTERMEDIATE_CIPHERS.stream(), OLD_CIPHERS.stream())
                                .toList()));
            case "Modern" -> new TlsRules("VersionTLS13", MODERN_CIPHERS);
            case null, default -> INTERMEDIATE;
        };
    }

    /// The versions by the names of the JDK.
    public List<String> protocols() {
        int lowest = MINIMUMS.indexOf(minimum);
        return VERSIONS.subList(lowest < 0 ? MINIMUMS.indexOf(INTERMEDIATE.minimum()) : lowest, VERSIONS.size());
    }

    private static List<String> iana(List<String> openssl) {
        return withModern(named(openssl));
    }

    /// TLS 1.3 needs one of its own ciphers, which need not be named.
    private static List<String> withModern(List<String> ciphers) {
        if (ciphers.stream().anyMatch(MODERN_CIPHERS::contains)) {
            return ciphers;
        }
        List<String> all = new ArrayList<>(MODERN_CIPHERS);
        all.addAll(ciphers);
        return all;
    }

    private static List<String> named(List<String> names) {
        return names.stream()
                .map(TlsRules::iana)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static Optional<String> iana(String name) {
        if (name.startsWith("TLS_")) {
            return Optional.of(name);
        }
        return IANA_OF_KEY_EXCHANGE.entrySet().stream()
                .filter(exchange -> name.startsWith(exchange.getKey() + "-"))
                .findFirst()
                .map(exchange -> joined(
                        exchange.getValue(), name.substring(exchange.getKey().length() + 1)))
                .orElseGet(() -> joined("RSA", name));
    }

    private static Optional<String> joined(String keyExchange, String cipher) {
        return Optional.ofNullable(IANA_OF_CIPHER.get(cipher)).map(text -> "TLS_" + keyExchange + "_WITH_" + text);
    }
}
