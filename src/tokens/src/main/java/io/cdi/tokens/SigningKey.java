// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The RSA key of an installation, and its two PEM texts, which other releases read and write as well.
public record SigningKey(PrivateKey privateKey, PublicKey publicKey) {

    private static final int BITS = 2048;
    private static final String PRIVATE = "RSA PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]+)-----END \\1-----");

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
        Block block = Block.of(pem);
        byte[] key = block.type().equals(PRIVATE) ? Pkcs8.wrap(block.bytes()) : block.bytes();
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
                    .generatePublic(new X509EncodedKeySpec(Block.of(pem).bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no public RSA key: " + e.getMessage(), e);
        }
    }

    public String privatePem() {
        return pem(PRIVATE, Pkcs8.unwrap(privateKey.getEncoded()));
    }

    public String publicPem() {
        return pem(PUBLIC, publicKey.getEncoded());
    }

    @Override
    public String toString() {
        return "SigningKey[***]";
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), type);
    }

    private record Block(String type, String base64) {

        static Block of(String pem) {
            Matcher matcher = PEM.matcher(pem);
            if (!matcher.find()) {
                throw new IllegalArgumentException("no PEM text of a key");
            }
            return new Block(matcher.group(1), matcher.group(2));
        }

        byte[] bytes() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }
}
