// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import io.cdi.contract.tls.CipherSuites;
import java.util.ArrayList;
import java.util.List;
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
            case "Modern" -> new TlsRules("VersionTLS13", CipherSuites.TLS_1_3);
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
        if (ciphers.stream().anyMatch(CipherSuites.TLS_1_3::contains)) {
            return ciphers;
        }
        List<String> all = new ArrayList<>(CipherSuites.TLS_1_3);
        all.addAll(ciphers);
        return all;
    }

    private static List<String> named(List<String> names) {
        return names.stream()
                .map(CipherSuites::iana)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
