// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a TLS profile asks of a server, in the words of Java. What the machine's Java does not know is for the
/// server to leave out.
///
/// @param versions such as `TLSv1.3`, lowest first
/// @param cipherSuites such as `TLS_AES_128_GCM_SHA256`, in order of preference
public record TlsChoice(List<String> versions, List<String> cipherSuites) {

    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> SUITES_OF_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> INTERMEDIATE = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "DHE-RSA-AES128-GCM-SHA256",
            "DHE-RSA-AES256-GCM-SHA384");
    private static final List<String> OLD = List.of(
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

    /// OpenSSL's names: key exchange, cipher, its mode (CBC when it is not said), hash.
    private static final Pattern OPENSSL = Pattern.compile(
            "(?:(ECDHE-ECDSA|ECDHE-RSA|DHE-RSA)-)?(AES128|AES256|CHACHA20|DES)-(?:(GCM|POLY1305|CBC3)-?)?(SHA\\d*)?");

    public TlsChoice {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /// @param profile without one, it is Intermediate
    public static TlsChoice of(@Nullable TLSSecurityProfile profile) {
        if (profile != null && profile.custom() != null) {
            return new TlsChoice(
                    from(profile.custom().minTLSVersion()),
                    suites(profile.custom().ciphers()));
        }
        String type = profile == null || profile.type() == null ? "Intermediate" : profile.type();
        return switch (type) {
            case "Old" ->
                new TlsChoice(
                        VERSIONS,
                        suites(Stream.concat(INTERMEDIATE.stream(), OLD.stream())
                                .toList()));
            case "Modern" -> new TlsChoice(from("VersionTLS13"), SUITES_OF_1_3);
            default -> new TlsChoice(from("VersionTLS12"), suites(INTERMEDIATE));
        };
    }

    private static List<String> from(String lowest) {
        int first = List.of("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13")
                .indexOf(lowest);
        return VERSIONS.subList(Math.max(first, 0), VERSIONS.size());
    }

    /// Names of neither kind are dropped. TLS 1.3 needs one of its suites, which need not be named.
    private static List<String> suites(List<String> names) {
        List<String> suites = new ArrayList<>();
        if (names.stream().noneMatch(SUITES_OF_1_3::contains)) {
            suites.addAll(SUITES_OF_1_3);
        }
        names.stream().map(TlsChoice::iana).filter(name -> !name.isEmpty()).forEach(suites::add);
        return suites;
    }

    private static String iana(String name) {
        Matcher openssl = OPENSSL.matcher(name);
        if (!openssl.matches()) {
            return name.startsWith("TLS_") ? name : "";
        }
        String exchange = openssl.group(1) == null ? "RSA" : openssl.group(1).replace('-', '_');
        String hash = openssl.group(4) == null ? "SHA256" : openssl.group(4);
        String cipher = switch (openssl.group(2)) {
            case "CHACHA20" -> "CHACHA20_POLY1305";
            case "DES" -> "3DES_EDE_CBC";
            default ->
                openssl.group(2).replace("AES", "AES_") + "_" + (openssl.group(3) == null ? "CBC" : openssl.group(3));
        };
        String prefix = cipher.startsWith("3DES") ? "SSL_" : "TLS_";
        return prefix + exchange + "_WITH_" + cipher + "_" + hash;
    }
}
