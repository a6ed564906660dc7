// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.upload.UploadTokenRequest;
import io.cdi.api.upload.UploadTokenRequestSpec;
import io.cdi.cli.apply.VolumeName;
import io.cdi.cli.outcome.Failures;
import io.cdi.cli.upload.ReadinessRule.Readiness;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an upload asks of the API server.
final class Cluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String TOKEN_REQUEST = "token-for-cdi-upload";

    private final KubernetesClient client;

    private Cluster(KubernetesClient client) {
        this.client = client;
    }

    static Cluster open(Config config) throws TransferException.Permanent {
        try {
            return new Cluster(new KubernetesClientBuilder().withConfig(config).build());
        } catch (KubernetesClientException e) {
            throw new TransferException.Permanent(
                    "read the certificates and keys of the kubeconfig: "
                            + Failures.text(e.getCause() == null ? e : e.getCause()) + "; get a new kubeconfig",
                    e);
        }
    }

    KubernetesClient client() {
        return client;
    }

    String address() {
        return client.getMasterUrl().toString();
    }

    Optional<DataVolume> find(VolumeName name) throws TransferException {
        String action = "look for DataVolume " + name;
        Optional<DataVolume> found = Optional.ofNullable(asked(
                action,
                () -> client.resources(DataVolume.class)
                        .inNamespace(name.namespace())
                        .withName(name.name())
                        .get()));
        if (found.isEmpty() && !asked(action, () -> client.supports(DataVolume.class))) {
            throw new TransferException.Permanent("CDI is not installed in the cluster " + address());
        }
        return found;
    }

    DataVolume create(DataVolume dataVolume) throws TransferException {
        return asked(
                "create DataVolume " + nameOf(dataVolume),
                () -> client.resource(dataVolume).create());
    }

    static VolumeName nameOf(DataVolume dataVolume) {
        return new VolumeName(
                dataVolume.getMetadata().getNamespace(),
                dataVolume.getMetadata().getName());
    }

    /// Watches a DataVolume until it is as wished, or hopeless.
    ///
    /// @param seen is told of every change
    Readiness await(DataVolume dataVolume, Predicate<Readiness> wished, Consumer<Readiness> seen, Duration patience)
            throws TransferException {
        AtomicReference<Readiness> last = new AtomicReference<>(ReadinessRule.of(dataVolume));
        VolumeName name = nameOf(dataVolume);
        try {
            asked(
                    "watch DataVolume " + name,
                    () -> client.resources(DataVolume.class)
                            .inNamespace(name.namespace())
                            .withName(name.name())
                            .waitUntilCondition(
                                    changed -> {
                                        Readiness readiness = ReadinessRule.of(changed);
                                        last.set(readiness);
                                        seen.accept(readiness);
                                        return readiness instanceof Readiness.Hopeless || wished.test(readiness);
                                    },
                                    patience.toSeconds(),
                                    TimeUnit.SECONDS));
        } catch (KubernetesClientTimeoutException e) {
            throw new TransferException.Transient(
                    "DataVolume " + name + " is not ready after " + patience.toSeconds() + " s: "
                            + (last.get() instanceof Readiness.Waiting(String words) ? words : "it stands still"),
                    e);
        }
        return last.get();
    }

    /// Whether it is complete; not, when the cluster does not say.
    boolean isFilled(VolumeName name) {
        try {
            return find(name)
                    .map(ReadinessRule::of)
                    .filter(Readiness.Filled.class::isInstance)
                    .isPresent();
        } catch (TransferException e) {
            LOG.debug("DataVolume {} cannot be read", name, e);
            return false;
        }
    }

    Secret uploadToken(DataVolume dataVolume) throws TransferException {
        UploadTokenRequest request = new UploadTokenRequest();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace(dataVolume.getMetadata().getNamespace())
                .withName(TOKEN_REQUEST)
                .build());
        request.setSpec(new UploadTokenRequestSpec(dataVolume.getMetadata().getName()));
        String action = "ask for an upload token for " + nameOf(dataVolume);
        UploadTokenRequest answer = asked(action, () -> client.resource(request).create());
        return Optional.ofNullable(answer.getStatus())
                .map(status -> status.token())
                .map(Secret::new)
                .orElseThrow(() -> new TransferException.Permanent(action + ": the answer has none"));
    }

    /// The settings in force; null where we may not read them.
    @Nullable
    CDIConfigStatus settings() throws TransferException {
        try {
            CDIConfig config = client.resources(CDIConfig.class)
                    .withName(ObjectNames.CDI_CONFIG)
                    .get();
            return config == null ? null : config.getStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return null;
            }
            throw ClusterFailure.of(e, "read CDIConfig " + ObjectNames.CDI_CONFIG);
        }
    }

    private static <T extends @Nullable Object> T asked(String action, Supplier<T> question) throws TransferException {
        try {
            return question.get();
        } catch (KubernetesClientTimeoutException e) {
            throw e;
        } catch (KubernetesClientException e) {
            throw ClusterFailure.of(e, action);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
