// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.tls;

import io.cdi.contract.SecretKeys;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The client certificate from its two files, and the authority of upload servers from its ConfigMap, as
/// they are now.
public final class UploadServerTls implements AutoCloseable {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final Path certificate;
    private final Path key;
    private final String namespace;
    private final String bundle;
    private final SharedIndexInformer<ConfigMap> bundles;

    /// @param bundle the ConfigMap's name
    public UploadServerTls(KubernetesClient client, String namespace, String bundle, Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
        this.namespace = namespace;
        this.bundle = bundle;
        this.bundles =
                client.configMaps().inNamespace(namespace).withName(bundle).runnableInformer(0);
        bundles.run();
    }

    /// @throws IOException when something of it is missing, which the message says
    public SSLOptions options() throws IOException {
        String authorities = Optional.ofNullable(bundles.getStore().getByKey(namespace + "/" + bundle))
                .map(ConfigMap::getData)
                .map(data -> data.get(SecretKeys.AUTHORITY_BUNDLE))
                .orElseThrow(() -> new IOException("ConfigMap " + namespace + "/" + bundle + " has no "
                        + SecretKeys.AUTHORITY_BUNDLE + "; the operator makes it"));
        return new SSLOptions()
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities)))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(Files.readAllBytes(certificate)))
                        .addKeyValue(Buffer.buffer(Files.readAllBytes(key))));
    }

    @Override
    public void close() {
        bundles.stop();
    }
}
