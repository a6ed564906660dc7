// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.apply;

import io.cdi.api.install.CDI;
import io.cdi.contract.Labels;
import io.cdi.operator.plan.OptionalKind;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything that carries the operator's label, watched, and the one place that writes such objects.
/// What was written is seen at once, even before its event comes.
public final class ManagedObjects {

    public static final String FIELD_MANAGER = "cdi-operator";

    /// How long something that we wrote, and that was deleted before its event came, may be taken for present.
    private static final Duration FORGET = Duration.ofSeconds(10);

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            CustomResourceDefinition.class,
            ConfigMap.class,
            Secret.class,
            ServiceAccount.class,
            ClusterRole.class,
            Role.class,
            ClusterRoleBinding.class,
            RoleBinding.class,
            Service.class,
            Deployment.class,
            ValidatingWebhookConfiguration.class,
            MutatingWebhookConfiguration.class,
            APIService.class);

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, InformerEventSource<? extends HasMetadata, CDI>> sources = new ConcurrentHashMap<>();

    public ManagedObjects(EventSourceContext<CDI> context, String namespace) {
        this.client = context.getClient();
        this.namespace = namespace;
        for (Class<? extends HasMetadata> kind : KINDS) {
            sources.put(
                    HasMetadata.getKind(kind),
                    watch(
                            InformerEventSourceConfiguration.from(kind, CDI.class)
                                    .withName(HasMetadata.getPlural(kind)),
                            Namespaced.class.isAssignableFrom(kind),
                            context));
        }
    }

    /// Watches a kind from now on, unless it is watched already. After a start that failed it is the framework's former
    /// source that is started, not the new one.
    public void watch(OptionalKind kind, EventSourceRetriever<CDI> known) {
        sources.computeIfAbsent(kind.kind(), name -> {
            EventSource<GenericKubernetesResource, CDI> watched = watch(
                    InformerEventSourceConfiguration.from(
                                    new GroupVersionKind(kind.apiVersion(), kind.kind()), CDI.class)
                            .withName(name),
                    kind.isNamespaced(),
                    known.eventSourceContextForDynamicRegistration());
            try {
                return (InformerEventSource<GenericKubernetesResource, CDI>)
                        known.dynamicallyRegisterEventSource(watched);
            } catch (RuntimeException e) { // of any kind; it does not always say what could not be watched
                throw new IllegalStateException(
                        "cannot watch " + kind.apiVersion() + " " + kind.kind() + ": " + e.getMessage(), e);
            }
        });
    }

    /// Every change concerns every CDI object: there is one, or the others wait for it to go.
    private <T extends HasMetadata> InformerEventSource<T, CDI> watch(
            InformerEventSourceConfiguration.Builder<T> configuration,
            boolean isNamespaced,
            EventSourceContext<CDI> context) {
        configuration
                .withLabelSelector(Labels.APP_MANAGED_BY + "=" + FIELD_MANAGER)
                .withGhostResourceCacheCheckInterval(FORGET)
                .withSecondaryToPrimaryMapper(changed -> context.getPrimaryCache()
                        .list(cdi -> true)
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()));
        if (isNamespaced) {
            configuration.withNamespaces(Set.of(namespace));
        } else {
            configuration.withWatchAllNamespaces();
        }
        return new InformerEventSource<>(configuration.build(), context);
    }

    public List<EventSource<?, CDI>> sources() {
        return List.copyOf(sources.values());
    }

    public List<HasMetadata> all() {
        List<HasMetadata> all = new ArrayList<>();
        sources.values().forEach(source -> source.list(object -> true).forEach(all::add));
        return all;
    }

    /// Writes an object unless it is there as wanted. A change of what the API never lets change (the pods that a
    /// Deployment selects) makes a new object.
    ///
    /// @param present as cached, null when it is not there
    public void apply(HasMetadata wanted, @Nullable HasMetadata present) {
        DesiredHash.on(wanted);
        if (present != null && Contained.in(DesiredHash.json(present), DesiredHash.json(wanted))) {
            return;
        }
        if (present instanceof Deployment old
                && wanted instanceof Deployment now
                && !old.getSpec()
                        .getSelector()
                        .getMatchLabels()
                        .equals(now.getSpec().getSelector().getMatchLabels())) {
            client.resource(old).delete();
        }
        write(Objects.requireNonNull(sources.get(wanted.getKind()), wanted.getKind()), wanted);
    }

    /// As the other one, for an object that is not watched, since it belongs to no installation.
    public void applyUnwatched(HasMetadata wanted) {
        HasMetadata present = client.resource(wanted).get();
        if (present == null || !Contained.in(DesiredHash.json(present), DesiredHash.json(wanted))) {
            write(wanted);
        }
    }

    @SuppressWarnings("unchecked") // the source was looked up by the object's kind
    private <T extends HasMetadata> void write(InformerEventSource<T, CDI> source, HasMetadata wanted) {
        source.eventFilteringUpdateAndCacheResource((T) wanted, this::write);
    }

    private <T extends HasMetadata> T write(T wanted) {
        return client.resource(wanted)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }
}
