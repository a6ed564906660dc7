// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import io.cdi.api.config.ImportProxy;
import io.cdi.contract.SecretKeys;
import io.cdi.controller.cluster.LateKind;
import io.cdi.controller.events.EventRecorder;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// OpenShift's proxy of the whole cluster: imports go through it where the administrator of this system has named none.
final class ClusterProxy implements AutoCloseable {

    private static final ResourceDefinitionContext PROXY = new ResourceDefinitionContext.Builder()
            .withGroup("config.openshift.io")
            .withVersion("v1")
            .withKind("Proxy")
            .withPlural("proxies")
            .withNamespaced(false)
            .build();
    private static final String NAME = "cluster";
    private static final String SETTINGS_NAMESPACE = "openshift-config";
    private static final String AUTHORITY = "ca.crt";

    private final KubernetesClient client;
    private final Installation installation;
    private final EventRecorder events;
    private final LateKind proxies;

    /// @param changed called on every change; must not block
    ClusterProxy(KubernetesClient client, Installation installation, EventRecorder events, Runnable changed) {
        this.client = client;
        this.installation = installation;
        this.events = events;
        this.proxies = new LateKind(client, PROXY, null, changed);
    }

    /// What its status says; its certificates are copied to where those of an administrator are.
    Optional<ImportProxy> current() {
        return proxies.list().stream()
                .filter(proxy -> NAME.equals(Facts.name(proxy)))
                .findFirst()
                .map(this::read);
    }

    private ImportProxy read(GenericKubernetesResource proxy) {
        String authority = text(proxy, "spec", "trustedCA", "name");
        if (!authority.isEmpty()) {
            copy(authority, proxy);
        }
        return new ImportProxy(
                text(proxy, "status", "httpProxy"),
                text(proxy, "status", "httpsProxy"),
                text(proxy, "status", "noProxy"),
                authority);
    }

    private static String text(GenericKubernetesResource proxy, Object... path) {
        return Objects.requireNonNullElse(proxy.get(path), "");
    }

    private void copy(String name, GenericKubernetesResource proxy) {
        ConfigMap original = client.configMaps()
                .inNamespace(SETTINGS_NAMESPACE)
                .withName(name)
                .get();
        if (original == null) {
            String message = "Resource managed by \"" + name + "\" doesn't exist";
            events.tell(ConfigReconciler.NAME, proxy, Tell.warning("ErrResourceDoesntExist", message));
            return;
        }
        ConfigMap copy = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(installation.namespace())
                .withName(name)
                .withLabels(installation.labels())
                .endMetadata()
                .withData(Map.of(AUTHORITY, original.getData().getOrDefault(SecretKeys.AUTHORITY_BUNDLE, "")))
                .build();
        client.resource(copy)
                .forceConflicts()
                .fieldManager(ConfigReconciler.NAME)
                .serverSideApply();
    }

    @Override
    public void close() {
        proxies.close();
    }
}
