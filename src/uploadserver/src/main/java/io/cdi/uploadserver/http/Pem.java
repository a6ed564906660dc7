// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import io.cdi.contract.tls.PemBlock;
import io.cdi.contract.tls.Pkcs8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/// Certificates and keys in a PEM file.
record Pem(Path file, List<PemBlock> blocks) {

    static Pem read(Path file) throws IOException {
        return new Pem(file, PemBlock.in(Files.readString(file, StandardCharsets.ISO_8859_1)));
    }

    List<X509Certificate> certificates() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.label().equals(PemBlock.CERTIFICATE)) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
            }
        }
        return certificates;
    }

    /// The first key, as PKCS#8, or as PKCS#1, which the reference writes.
    PrivateKey privateKey() throws GeneralSecurityException {
        for (PemBlock block : blocks) {
            switch (block.label()) {
                case PemBlock.PRIVATE_KEY -> {
                    return pkcs8(block.der());
                }
                case PemBlock.RSA_PRIVATE_KEY -> {
                    return pkcs8(Pkcs8.wrap(block.der()));
                }
                default -> {}
            }
        }
        throw new InvalidKeySpecException("no private key in " + file);
    }

    private PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // another algorithm's
            }
        }
        throw new InvalidKeySpecException("the private key in " + file + " is of no known kind");
    }
}
