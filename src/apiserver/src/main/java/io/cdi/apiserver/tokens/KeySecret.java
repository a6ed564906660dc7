// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.tokens;

import io.cdi.api.install.CDI;
import io.cdi.api.names.ControllerReference;
import io.cdi.contract.Labels;
import io.cdi.contract.TokenKey;
import io.cdi.tokens.SigningKey;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Secret with the key of all tokens: made when it is missing, at the start and whenever somebody
/// deletes it, and never changed.
public final class KeySecret implements ResourceEventHandler<Secret>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeySecret.class);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final SharedIndexInformer<Secret> informer;
    private volatile SigningKey key;

    /// Returns when there is a key.
    public KeySecret(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.key = key(found());
        this.informer = client.secrets()
                .inNamespace(namespace)
                .withName(TokenKey.SECRET)
                .runnableInformer(0);
        informer.addEventHandler(this);
        informer.start().whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("Secret {}/{} is not watched: a new key needs a restart", namespace, TokenKey.SECRET, failure);
            }
        });
    }

    SigningKey key() {
        return key;
    }

    private Secret found() {
        Secret present = client.secrets()
                .inNamespace(namespace)
                .withName(TokenKey.SECRET)
                .get();
        return present != null ? present : made();
    }

    private Secret made() {
        try {
            Secret made = client.resource(secret(SigningKey.generate())).create();
            LOG.info("key for tokens made; secret={}/{}", namespace, TokenKey.SECRET);
            return made;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return found();
            }
            throw e;
        }
    }

    private Secret secret(SigningKey fresh) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(TokenKey.SECRET)
                .addToLabels(Labels.COMPONENT, Labels.COMPONENT_KEYSTORE)
                .withOwnerReferences(owners())
                .endMetadata()
                .withType("Opaque")
                .withData(Map.of(
                        TokenKey.PRIVATE, base64(fresh.privatePem()),
                        TokenKey.PUBLIC, base64(fresh.publicPem())))
                .build();
    }

    /// The installation, so that the key goes with it.
    private List<OwnerReference> owners() {
        return client.resources(CDI.class).list().getItems().stream()
                .filter(cdi -> cdi.getStatus() == null
                        || !"Error".equals(cdi.getStatus().phase()))
                .limit(1)
                .map(ControllerReference::to)
                .toList();
    }

    private static SigningKey key(Secret secret) {
        try {
            return SigningKey.of(text(secret, TokenKey.PRIVATE), text(secret, TokenKey.PUBLIC));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Secret %s/%s holds no key: %s; delete it, and a new one is made"
                            .formatted(secret.getMetadata().getNamespace(), TokenKey.SECRET, e.getMessage()),
                    e);
        }
    }

    private static String text(Secret secret, String name) {
        String data = secret.getData() == null ? "" : secret.getData().getOrDefault(name, "");
        return new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void onAdd(Secret secret) {
        take(secret);
    }

    @Override
    public void onUpdate(Secret before, Secret now) {
        take(now);
    }

    @Override
    public void onDelete(Secret secret, boolean isStateUnknown) {
        LOG.warn("the key for tokens was deleted, a new one is made; secret={}/{}", namespace, TokenKey.SECRET);
        boolean isRenewed = renew();
        while (!isRenewed && pause()) {
            isRenewed = renew();
        }
    }

    private boolean renew() {
        try {
            take(found());
            return true;
        } catch (KubernetesClientException e) {
            LOG.warn("cannot make a new key for tokens yet: {}", e.getMessage());
            return false;
        }
    }

    /// Whether there is still a need afterwards.
    private boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return !informer.stopped().toCompletableFuture().isDone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(Secret secret) {
        try {
            key = key(secret);
        } catch (IllegalArgumentException e) {
            LOG.warn("the key for tokens stays as it was: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        informer.stop();
    }
}
