// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A certificate authority of a test's own, made by openssl.
///
/// @param directory where its files are
public record TestAuthority(Path directory) {

    private static final List<String> ELLIPTIC = List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    private static final List<String> RSA = List.of("rsa:2048");

    public static TestAuthority in(Path directory) {
        TestAuthority authority = new TestAuthority(directory);
        certify("/CN=Test authority", authority.identity("ca"), ELLIPTIC);
        return authority;
    }

    /// The authority's own certificate as PEM.
    public Path certificate() {
        return identity("ca").certificate();
    }

    /// Trusts what this authority has issued, and nothing else.
    public SSLContext trust() {
        return context(null);
    }

    /// The same for a client that shows who it is.
    public SSLContext trustAs(Identity client) {
        return context(client.keys());
    }

    private SSLContext context(KeyManager @Nullable [] keys) {
        try (InputStream pem = Files.newInputStream(certificate())) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("trust " + certificate() + ": " + e.getMessage(), e);
        }
    }

    /// Files of a key and its certificate, both PEM.
    public record Identity(Path key, Path certificate) {

        /// For a server in this process that shows this certificate.
        public SSLContext serve() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys(), null, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new AssertionError("serve with " + certificate + ": " + e.getMessage(), e);
            }
        }

        private KeyManager[] keys() {
            Path store = key.resolveSibling("server.p12");
            char[] password = "test".toCharArray();
            Command.run(
                    "openssl",
                    "pkcs12",
                    "-export",
                    "-inkey",
                    key,
                    "-in",
                    certificate,
                    "-out",
                    store,
                    "-passout",
                    "pass:test");
            try {
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(KeyStore.getInstance(store.toFile(), password), password);
                return keys.getKeyManagers();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new AssertionError("read " + certificate + ": " + e.getMessage(), e);
            }
        }
    }

    /// Makes the key and certificate of a server.
    ///
    /// @param names as openssl writes them: `IP:127.0.0.1,DNS:localhost`
    public Identity issue(String names) {
        return issue("server", "/CN=Test server", names, ELLIPTIC);
    }

    /// Makes a key and certificate for anyone. The key is RSA: the Kubernetes client reads no other one without a
    /// further library.
    ///
    /// @param file what the two files are called, without their ending
    /// @param subject as openssl writes it: `/O=group/CN=user`
    public Identity issue(String file, String subject, String names) {
        return issue(file, subject, names, RSA);
    }

    private Identity issue(String file, String subject, String names, List<String> key) {
        Identity identity = identity(file);
        certify(
                subject,
                identity,
                key,
                "-CA",
                certificate(),
                "-CAkey",
                identity("ca").key(),
                "-addext",
                "subjectAltName=" + names,
                "-addext",
                "basicConstraints=critical,CA:FALSE");
        return identity;
    }

    private Identity identity(String name) {
        return new Identity(directory.resolve(name + ".key"), directory.resolve(name + ".crt"));
    }

    private static void certify(String subject, Identity identity, List<String> key, Object... options) {
        List<Object> words = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", 2));
        words.add("-newkey");
        words.addAll(key);
        words.addAll(List.of("-subj", subject, "-keyout", identity.key(), "-out", identity.certificate()));
        words.addAll(List.of(options));
        Command.run(words.toArray());
    }
}
