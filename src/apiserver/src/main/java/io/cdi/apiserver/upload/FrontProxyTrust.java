// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.upload;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose client certificates are taken: those of the front proxy, by the authority that the cluster names
/// now. The user's own certificates are not: nobody is to come past the front proxy.
public final class FrontProxyTrust implements X509TrustManager, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrontProxyTrust.class);
    private static final String NAMESPACE = "kube-system";
    private static final String NAME = "extension-apiserver-authentication";

    private final SharedIndexInformer<ConfigMap> informer;
    private volatile Known known = new Known(FrontProxy.NONE, null);

    /// @param manager null when there is no authority
    private record Known(FrontProxy proxy, @Nullable X509TrustManager manager) {}

    /// Returns when the ConfigMap was looked for.
    public FrontProxyTrust(KubernetesClient client) {
        informer = client.configMaps().inNamespace(NAMESPACE).withName(NAME).runnableInformer(0);
        informer.run();
    }

    FrontProxy proxy() {
        return current().proxy();
    }

    private Known current() {
        FrontProxy now = FrontProxy.of(informer.getStore().getByKey(NAMESPACE + "/" + NAME));
        Known before = known;
        if (!now.equals(before.proxy())) {
            before = new Known(now, manager(now.authorities()));
            known = before;
        }
        return before;
    }

    private static @Nullable X509TrustManager manager(String pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate authority : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
                store.setCertificateEntry(Integer.toString(store.size()), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (store.size() > 0 && manager instanceof X509TrustManager x509) {
                    return x509;
                }
            }
            return null;
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn(
                    "the front proxy's authority in ConfigMap {}/{} cannot be read: {}",
                    NAMESPACE,
                    NAME,
                    e.getMessage());
            return null;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        X509TrustManager manager = current().manager();
        if (manager == null) {
            throw new CertificateException(
                    "ConfigMap " + NAMESPACE + "/" + NAME + " names no authority of a front proxy");
        }
        manager.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this program is no client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        X509TrustManager manager = current().manager();
        return manager == null ? new X509Certificate[0] : manager.getAcceptedIssuers();
    }

    @Override
    public void close() {
        informer.stop();
    }
}
