// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.certificates;

import io.cdi.certificates.Issued;
import io.cdi.certificates.Issuer;
import io.cdi.certificates.Lifetime;
import io.cdi.certificates.Lifetimes;
import io.cdi.certificates.Pem;
import io.cdi.contract.OperatorAnnotations;
import io.cdi.contract.SecretKeys;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What certificates there shall be now: those that are there while they are good, new ones where they are not.
///
/// Annotations say what a Secret holds; one whose annotations do not fit its certificate is replaced, so that
/// somebody who wants a new certificate may change an annotation or delete the Secret.
public final class CertificateRotation {

    public static final String API_SERVER_BUNDLE = "cdi-apiserver-signer-bundle";

    /// What the certificate of the upload proxy is checked with.
    public static final String UPLOAD_PROXY_BUNDLE = "cdi-uploadproxy-signer-bundle";

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String NOT_BEFORE = "auth.openshift.io/certificate-not-before";
    private static final String NOT_AFTER = "auth.openshift.io/certificate-not-after";
    private static final String ISSUER = "auth.openshift.io/certificate-issuer";
    private static final String HOST_NAMES = "auth.openshift.io/certificate-hostnames";
    private static final String TYPE = "auth.openshift.io/managed-certificate-type";
    private static final Duration EARLY = Duration.ofSeconds(1);
    /// Nothing lives longer than this share of its validity, whatever is configured.
    private static final double LONGEST_SHARE = 0.8;

    private final String namespace;
    private final Clock clock;
    private final Issuer issuer;

    public CertificateRotation(String namespace, Clock clock) {
        this(namespace, clock, new Issuer(Issuer.KEY_BITS));
    }

    CertificateRotation(String namespace, Clock clock, Issuer issuer) {
        this.namespace = namespace;
        this.clock = clock;
        this.issuer = issuer;
    }

    /// @param secrets those of the namespace by name, null for one that is not there
    /// @return all Secrets and ConfigMaps of certificates, without labels that are the same everywhere
    public List<HasMetadata> desired(
            Lifetimes lifetimes,
            Function<String, @Nullable Secret> secrets,
            Function<String, @Nullable ConfigMap> bundles) {
        List<HasMetadata> desired = new ArrayList<>();
        for (CertificateSet set : CertificateSet.ALL) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Issued signer = signer(set, secrets.apply(set.signer()), lifetimes.ca(), now);
            desired.add(secret(set.signer(), signer, lifetimes.ca(), "signer", Map.of()));
            List<X509Certificate> trusted = trusted(bundles.apply(set.bundle()), signer.certificate(), now);
            desired.add(bundle(set.bundle(), trusted));
            CertificateSet.Leaf leaf = set.leaf();
            if (leaf != null) {
                desired.add(leaf(leaf, secrets.apply(leaf.secret()), signer, trusted, lifetimes, now));
            }
        }
        return desired;
    }

    private Issued signer(CertificateSet set, @Nullable Secret present, Lifetime lifetime, Instant now) {
        Issued kept = kept(present, lifetime);
        if (kept != null
                && !isOld(kept.certificate(), now)
                && age(kept.certificate(), now).compareTo(lifetime.refresh()) < 0) {
            return kept;
        }
        String name = "%s_%s@%d".formatted(namespace, set.signer(), now.getEpochSecond());
        return issuer.signer(name, now.minus(EARLY), now.minus(EARLY).plus(lifetime.duration()));
    }

    private Secret leaf(
            CertificateSet.Leaf leaf,
            @Nullable Secret present,
            Issued signer,
            List<X509Certificate> trusted,
            Lifetimes lifetimes,
            Instant now) {
        return switch (leaf) {
            case CertificateSet.Leaf.Server server -> {
                List<String> hostNames = server.hostNames(namespace);
                Map<String, String> named =
                        Map.of(HOST_NAMES, hostNames.stream().sorted().collect(Collectors.joining(",")));
                Issued kept = keptLeaf(present, named, signer, trusted, lifetimes.server(), now);
                Issued issued = kept != null
                        ? kept
                        : issuer.server(signer, hostNames, now.minus(EARLY), end(now, lifetimes.server(), signer));
                yield secret(leaf.secret(), issued, lifetimes.server(), "target", named);
            }
            case CertificateSet.Leaf.Client client -> {
                Issued kept = keptLeaf(present, Map.of(), signer, trusted, lifetimes.client(), now);
                Issued issued = kept != null
                        ? kept
                        : issuer.client(signer, client.name(), now.minus(EARLY), end(now, lifetimes.client(), signer));
                yield secret(leaf.secret(), issued, lifetimes.client(), "target", Map.of());
            }
        };
    }

    private static Instant end(Instant now, Lifetime lifetime, Issued signer) {
        Instant wanted = now.minus(EARLY).plus(lifetime.duration());
        Instant signersEnd = signer.certificate().getNotAfter().toInstant();
        return wanted.isBefore(signersEnd) ? wanted : signersEnd;
    }

    /// A signer that has just been made is given a moment to reach those who shall trust it.
    private static @Nullable Issued keptLeaf(
            @Nullable Secret present,
            Map<String, String> annotations,
            Issued signer,
            List<X509Certificate> trusted,
            Lifetime lifetime,
            Instant now) {
        Issued kept = kept(present, lifetime);
        if (present == null || kept == null || isOld(kept.certificate(), now)) {
            return null;
        }
        boolean due = age(kept.certificate(), now).compareTo(lifetime.refresh()) >= 0
                && age(signer.certificate(), now).compareTo(lifetime.refresh().dividedBy(10)) >= 0;
        boolean trustedStill = trusted.stream()
                .anyMatch(authority -> authority
                        .getSubjectX500Principal()
                        .equals(kept.certificate().getIssuerX500Principal()));
        boolean named = present.getMetadata().getAnnotations().entrySet().containsAll(annotations.entrySet());
        return due || !trustedStill || !named ? null : kept;
    }

    /// What a Secret holds, when it is whole and says the truth about itself.
    private static @Nullable Issued kept(@Nullable Secret present, Lifetime lifetime) {
        if (present == null || present.getMetadata().getAnnotations() == null) {
            return null;
        }
        List<X509Certificate> certificates = Pem.certificates(text(present, CERTIFICATE));
        PrivateKey key = Pem.key(text(present, KEY));
        if (certificates.isEmpty() || key == null) {
            return null;
        }
        Issued issued = new Issued(certificates.getFirst(), key);
        Map<String, String> said = present.getMetadata().getAnnotations();
        return said.entrySet().containsAll(annotations(issued, lifetime).entrySet()) ? issued : null;
    }

    private static @Nullable String text(Secret secret, String key) {
        String data = secret.getData() == null ? null : secret.getData().get(key);
        try {
            return data == null ? null : new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static Duration age(X509Certificate certificate, Instant now) {
        return Duration.between(certificate.getNotBefore().toInstant(), now);
    }

    private static boolean isOld(X509Certificate certificate, Instant now) {
        Instant begin = certificate.getNotBefore().toInstant();
        Duration validity = Duration.between(begin, certificate.getNotAfter().toInstant());
        return now.isBefore(begin) || age(certificate, now).toMillis() >= validity.toMillis() * LONGEST_SHARE;
    }

    /// All former signers that are still valid stay trusted, in the order in which they came.
    private static List<X509Certificate> trusted(@Nullable ConfigMap present, X509Certificate signer, Instant now) {
        Set<X509Certificate> trusted = new LinkedHashSet<>();
        if (present != null && present.getData() != null) {
            trusted.addAll(Pem.certificates(present.getData().get(SecretKeys.AUTHORITY_BUNDLE)));
        }
        trusted.add(signer);
        return trusted.stream()
                .filter(certificate -> certificate.getNotAfter().toInstant().isAfter(now))
                .toList();
    }

    private static Map<String, String> annotations(Issued issued, Lifetime lifetime) {
        X509Certificate certificate = issued.certificate();
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(OperatorAnnotations.CERT_CONFIG, lifetime.json());
        annotations.put(NOT_BEFORE, certificate.getNotBefore().toInstant().toString());
        annotations.put(NOT_AFTER, certificate.getNotAfter().toInstant().toString());
        annotations.put(ISSUER, Pem.commonName(certificate.getIssuerX500Principal()));
        return annotations;
    }

    private Secret secret(
            String name, Issued issued, Lifetime lifetime, String type, Map<String, String> furtherAnnotations) {
        return new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels(TYPE, type)
                        .addToAnnotations(annotations(issued, lifetime))
                        .addToAnnotations(furtherAnnotations)
                        .build())
                .withType("kubernetes.io/tls")
                .addToData(CERTIFICATE, base64(Pem.write(issued.certificate())))
                .addToData(KEY, base64(Pem.write(Pem.pkcs8(issued.key()))))
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private ConfigMap bundle(String name, List<X509Certificate> trusted) {
        return new ConfigMapBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels(TYPE, "ca-bundle")
                        .build())
                .addToData(
                        SecretKeys.AUTHORITY_BUNDLE,
                        trusted.stream().map(Pem::write).collect(Collectors.joining()))
                .build();
    }
}
