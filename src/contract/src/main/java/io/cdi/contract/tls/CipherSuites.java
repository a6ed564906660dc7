// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.tls;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cipher suites by the names of IANA, which the JDK uses too, and by those of OpenSSL.
public final class CipherSuites {

    /// All of TLS 1.3.
    public static final List<String> TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

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

    private CipherSuites() {}

    /// @param name of either kind
    /// @return the name of IANA; empty for one of OpenSSL that is not known
    public static Optional<String> iana(String name) {
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
