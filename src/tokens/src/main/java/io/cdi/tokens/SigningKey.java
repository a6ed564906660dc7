// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

import io.cdi.contract.tls.PemBlock;
import io.cdi.contract.tls.Pkcs8;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// The RSA key of an installation, and its two PEM texts, which other releases read and write as well.
public record SigningKey(PrivateKey privateKey, PublicKey publicKey) {

    private static final int BITS = 2048;

    public static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK makes no RSA keys: " + e.getMessage(), e);
        }
    }

    /// @throws IllegalArgumentException when one of the texts is no such key
    public static SigningKey of(String privatePem, String publicPem) {
        return new SigningKey(privateKey(privatePem), publicKey(publicPem));
    }

    /// @throws IllegalArgumentException when the text is no PEM of a private RSA key (PKCS#1 or PKCS#8)
    private static PrivateKey privateKey(String pem) {
        PemBlock block = block(pem);
        byte[] key = block.label().equals(PemBlock.RSA_PRIVATE_KEY) ? Pkcs8.wrap(block.der()) : block.der();
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no private RSA key: " + e.getMessage(), e);
        }
    }

    /// @throws IllegalArgumentException when the text is no PEM of a public RSA key
    public static PublicKey publicKey(String pem) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(block(pem).der()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no public RSA key: " + e.getMessage(), e);
        }
    }

    public String privatePem() {
        return PemBlock.of(PemBlock.RSA_PRIVATE_KEY, Pkcs8.unwrap(privateKey.getEncoded()))
                .text();
    }

    public String publicPem() {
        return PemBlock.of(PemBlock.PUBLIC_KEY, publicKey.getEncoded()).text();
    }

    @Override
    public String toString() {
        return "SigningKey[***]";
    }

    private static PemBlock block(String pem) {
        return PemBlock.in(pem).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no PEM text of a key"));
    }
}
