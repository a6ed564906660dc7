// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate (RFC 5280) that vouches for itself, with its key on the curve P-256.
public record SelfSignedCertificate(KeyPair keys, X509Certificate certificate) {

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final BigInteger VERSION_3 = BigInteger.TWO;

    /// @param name the common name
    public static SelfSignedCertificate make(String name, Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] ecdsaWithSha256 = Der.sequence(Der.objectIdentifier(1, 2, 840, 10045, 4, 3, 2));
        byte[] commonName = Der.sequence(Der.objectIdentifier(2, 5, 4, 3), Der.text(name));
        byte[] distinguishedName = Der.sequence(Der.set(commonName));
        byte[] toBeSigned = Der.sequence(
                Der.explicit(0, Der.integer(VERSION_3)),
                Der.integer(BigInteger.valueOf(now.toEpochMilli())),
                ecdsaWithSha256,
                distinguishedName,
                Der.sequence(
                        Der.utcTime(UTC_TIME.format(now.minus(CLOCK_SKEW))),
                        Der.utcTime(UTC_TIME.format(now.plus(LIFETIME)))),
                distinguishedName,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(toBeSigned);
        byte[] encoded = Der.sequence(toBeSigned, ecdsaWithSha256, Der.bits(signature.sign()));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        return new SelfSignedCertificate(keys, certificate);
    }

    /// For a server that shows this certificate.
    public SSLContext serverContext() throws GeneralSecurityException, IOException {
        char[] password = {};
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, password);
        store.setKeyEntry("server", keys.getPrivate(), password, new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
