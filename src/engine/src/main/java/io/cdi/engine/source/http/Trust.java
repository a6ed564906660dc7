// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.LibcryptoAesGcm;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a source trusts: the authorities of the Java runtime, those in the files that the user named, and the
/// ones that the machine's administrator put into the system's bundle.
final class Trust {

    private static final Pattern PEM_CERTIFICATE = Pattern.compile(
            "-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----");

    /// Where Debian and Red Hat keep the bundle.
    private static final List<Path> SYSTEM_BUNDLES =
            List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"), Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

    private Trust() {}

    /// All certificates of the files, read at once so that a wrong file is told before any request.
    static List<X509Certificate> certificates(List<Path> files) throws TransferException.Permanent {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files) {
            all.addAll(certificates(file));
        }
        return all;
    }

    private static List<X509Certificate> certificates(Path file) throws TransferException.Permanent {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher blocks = PEM_CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (blocks.find()) {
                byte[] block = blocks.group().getBytes(StandardCharsets.ISO_8859_1);
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
            }
        } catch (IOException e) {
            throw new TransferException.Permanent(
                    "read the authority's certificates from " + file + ": the file cannot be read", e);
        } catch (CertificateException e) {
            throw new TransferException.Permanent(
                    "read the authority's certificates from " + file + ": certificate " + (found.size() + 1)
                            + " in it is broken",
                    e);
        }
        if (found.isEmpty()) {
            throw new TransferException.Permanent(
                    "read the authority's certificates from " + file + ": there is no PEM certificate in it");
        }
        return found;
    }

    static SSLContext context(Source.Tls tls, List<X509Certificate> authorities) {
        TrustManager manager = tls.insecure() ? new TrustsAll() : new TrustsAny(authorities);
        LibcryptoAesGcm.prefer();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no usable TLS", e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore authorities) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no usable trust store", e);
        }
    }

    private static X509ExtendedTrustManager manager(List<? extends Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            return manager(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime has no usable key store", e);
        }
    }

    private static List<X509Certificate> systemBundle() {
        for (Path bundle : SYSTEM_BUNDLES) {
            try {
                return certificates(bundle);
            } catch (TransferException.Permanent e) {
                // not such a system, or nothing usable in it: the other authorities decide
            }
        }
        return List.of();
    }

    /// Asks the user's authorities, then Java's, then the system's; the later ones are only loaded when needed.
    private static final class TrustsAny extends X509ExtendedTrustManager {
        private final List<X509Certificate> authorities;

        TrustsAny(List<X509Certificate> authorities) {
            this.authorities = authorities;
        }

        private interface Check {
            void with(X509ExtendedTrustManager manager) throws CertificateException;
        }

        private void any(Check check) throws CertificateException {
            if (!authorities.isEmpty() && passes(check, manager(authorities))) {
                return;
            }
            try {
                check.with(manager((KeyStore) null));
            } catch (CertificateException e) {
                List<X509Certificate> bundle = systemBundle();
                if (bundle.isEmpty() || !passes(check, manager(bundle))) {
                    throw e;
                }
            }
        }

        private static boolean passes(Check check, X509ExtendedTrustManager manager) {
            try {
                check.with(manager);
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            any(manager -> manager.checkServerTrusted(chain, type));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            any(manager -> manager.checkServerTrusted(chain, type, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            any(manager -> manager.checkServerTrusted(chain, type, engine));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// The user asked for it with `--insecure` or `insecureSkipVerify`.
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
