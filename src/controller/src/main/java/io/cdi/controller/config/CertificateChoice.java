// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Picks out of a bundle what a client of one host needs.
///
/// @param pem one certificate after the other
record CertificateChoice(String pem) {

    private static final int DNS_NAME = 2;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /// The certificate for the host that lasts longest, with its issuers; when none is for the host, all. In both
    /// cases only those that are valid now; empty when there is none, or the bundle cannot be read.
    Optional<String> forHost(String host, Instant now) {
        List<X509Certificate> valid = certificates().stream()
                .filter(certificate -> isValid(certificate, now))
                .toList();
        return valid.stream()
                .filter(certificate -> isFor(certificate, host))
                .max(Comparator.comparing(X509Certificate::getNotAfter))
                .map(certificate -> chain(certificate, valid))
                .or(() -> Optional.of(valid).filter(all -> !all.isEmpty()))
                .map(CertificateChoice::text);
    }

    private List<X509Certificate> certificates() {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            return List.of();
        }
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !certificate.getNotBefore().toInstant().isAfter(now)
                && !certificate.getNotAfter().toInstant().isBefore(now);
    }

    private static boolean isFor(X509Certificate certificate, String host) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .anyMatch(name -> matches(String.valueOf(name.get(1)), host));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /// A star stands for the first label.
    private static boolean matches(String name, String host) {
        String pattern = name.toLowerCase(Locale.ROOT);
        String wanted = host.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return pattern.equals(wanted) || (dot > 0 && pattern.equals("*" + wanted.substring(dot)));
    }

    private static List<X509Certificate> chain(X509Certificate first, List<X509Certificate> all) {
        List<X509Certificate> chain = new ArrayList<>(List.of(first));
        Optional<X509Certificate> next = issuer(first, all);
        while (next.isPresent() && !chain.contains(next.get())) {
            chain.add(next.get());
            next = issuer(next.get(), all);
        }
        return chain;
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> all) {
        return all.stream()
                .filter(other -> other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst();
    }

    private static String text(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(LINES.encodeToString(encoded(certificate)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        }
    }
}
