// SPDX-License-Identifier: Apache-2.0
package io.cdi.certificates;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// Makes keys and signs certificates. A validity begins a second early, for clocks that differ a little.
public final class Issuer {

    public static final int KEY_BITS = 2048;
    private static final int SERIAL_BITS = 128;

    private final String algorithm;
    private final int keyBits;
    private final SecureRandom random = new SecureRandom();

    /// Issues for RSA keys: each is a second's work for a process that runs without the second compiler.
    public Issuer(int keyBits) {
        this("RSA", keyBits);
    }

    private Issuer(String algorithm, int keyBits) {
        this.algorithm = algorithm;
        this.keyBits = keyBits;
    }

    /// Issues servers' and clients' certificates for keys on the curve P-256, which take no time; for where both
    /// sides speak TLS 1.3, since older suites may be limited to RSA. The signer's own key is RSA all the same.
    public static Issuer ofCurve() {
        return new Issuer("EC", 256);
    }

    public Issued signer(String name, Instant from, Instant to) {
        return sign(name, null, from, to, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        });
    }

    public Issued server(Issued signer, List<String> hostNames, Instant from, Instant to) {
        return sign(hostNames.getFirst(), signer, from, to, builder -> {
            leaf(builder, KeyPurposeId.id_kp_serverAuth);
            GeneralName[] names = hostNames.stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        });
    }

    public Issued client(Issued signer, String name, Instant from, Instant to) {
        return sign(name, signer, from, to, builder -> leaf(builder, KeyPurposeId.id_kp_clientAuth));
    }

    private static void leaf(JcaX509v3CertificateBuilder builder, KeyPurposeId purpose) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }

    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws CertIOException;
    }

    private Issued sign(String name, @Nullable Issued signer, Instant from, Instant to, Extensions extensions) {
        try {
            KeyPair pair = keyPair();
            X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, name)
                    .build();
            X500Name issuer = signer == null
                    ? subject
                    : X500Name.getInstance(
                            signer.certificate().getSubjectX500Principal().getEncoded());
            PrivateKey key = signer == null ? pair.getPrivate() : signer.key();
            var ids = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(from),
                    Date.from(to),
                    subject,
                    pair.getPublic());
            extensions.addTo(builder);
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    ids.createAuthorityKeyIdentifier(
                            signer == null
                                    ? pair.getPublic()
                                    : signer.certificate().getPublicKey()));
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key));
            return new Issued(new JcaX509CertificateConverter().getCertificate(signed), pair.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot issue the certificate " + name + ": " + e.getMessage(), e);
        }
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(keyBits, random);
        return generator.generateKeyPair();
    }
}
