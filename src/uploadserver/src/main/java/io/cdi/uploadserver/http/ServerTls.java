// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import io.cdi.engine.LibcryptoAesGcm;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// The server's side of TLS. A client need not show a certificate, but one that it shows must be of the
/// clients' authority.
public final class ServerTls {

    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;
    private final SSLParameters parameters;

    private ServerTls(SSLContext context, SSLParameters parameters) {
        this.context = context;
        this.parameters = parameters;
    }

    /// @param clientAuthorities PEM; without it no certificate is asked for
    /// @throws IOException when a file is missing or none of what it should be
    public static ServerTls of(Path key, Path certificate, Optional<Path> clientAuthorities, TlsProfile profile)
            throws IOException {
        LibcryptoAesGcm.prefer();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = clientAuthorities.isPresent() ? trust(clientAuthorities.get()) : new TrustManager[0];
            context.init(identity(key, certificate), trust, null);
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setWantClientAuth(clientAuthorities.isPresent());
            parameters.setProtocols(profile.protocols());
            parameters.setCipherSuites(profile.suites(List.of(parameters.getCipherSuites())));
            return new ServerTls(context, parameters);
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static KeyManager[] identity(Path key, Path certificate) throws IOException, GeneralSecurityException {
        Certificate[] chain = Pem.read(certificate).certificates().toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new IOException("no certificate in " + certificate);
        }
        KeyStore store = empty();
        store.setKeyEntry("server", Pem.read(key).privateKey(), NO_PASSWORD, chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private static TrustManager[] trust(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate authority : Pem.read(authorities).certificates()) {
            store.setCertificateEntry("authority-" + number, authority);
            number++;
        }
        if (number == 0) {
            throw new IOException("no certificate in " + authorities);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /// Puts TLS over a connection, which is closed with it.
    SSLSocket wrap(Socket accepted) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
        secured.setUseClientMode(false);
        secured.setSSLParameters(parameters);
        return secured;
    }
}
