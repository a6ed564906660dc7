// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.cdi.api.CdiApi;
import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.install.CDI;
import io.cdi.api.install.CDISpec;
import io.cdi.contract.Labels;
import io.cdi.contract.SecretKeys;
import io.cdi.operator.certificates.CertificateRotation;
import io.cdi.operator.customize.Customization;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What shall exist for one CDI object.
public final class InstallationPlan {

    /// Its presence says that there is an installation, its owner which.
    public static final String MARKER = "cdi-config";

    /// What the manifests are written for.
    private static final String MANIFEST_NAMESPACE = "cdi";
    /// The account with which Prometheus looks for what it shall scrape.
    private static final String PROMETHEUS = "prometheus-k8s";
    private static final String CLAIM_WEBHOOK = "cdi-api-pvc-mutate";
    private static final CDISpec NOTHING_SAID = new CDISpec(null, null, null, null, null, null, null, null, null);

    /// What others need comes first, so that no pod waits for its Secret or its rights, and no Secret with an account's
    /// token is taken away since its account is not there yet.
    private static final List<String> ORDER = List.of(
            "CustomResourceDefinition",
            "ConfigMap",
            "ServiceAccount",
            "Secret",
            "ClusterRole",
            "Role",
            "ClusterRoleBinding",
            "RoleBinding",
            "Service",
            "Deployment");

    private final Manifests manifests;
    private final OperatorSettings settings;

    public InstallationPlan(Manifests manifests, OperatorSettings settings) {
        this.manifests = manifests;
        this.settings = settings;
    }

    /// @param certificates the wanted Secrets and ConfigMaps of certificates
    /// @return all objects, in the order in which they are to be applied
    /// @throws IllegalArgumentException when the CDI object orders a change that cannot be made
    public List<HasMetadata> desired(CDI cdi, Observed observed, List<HasMetadata> certificates) {
        CDISpec spec = spec(cdi);
        Stamp stamp = new Stamp(cdi, settings.version());
        Programs programs = new Programs(settings, spec, observed.hasPriorityClass());
        Map<String, String> authorities = authorities(certificates);
        String caBundle = Base64.getEncoder()
                .encodeToString(Objects.requireNonNull(authorities.get(CertificateRotation.API_SERVER_BUNDLE))
                        .getBytes(StandardCharsets.US_ASCII));
        Extras extras = new Extras(settings, authorities);
        List<HasMetadata> desired = new ArrayList<>();
        desired.add(marker());
        desired.addAll(certificates);
        for (HasMetadata object : manifests.all(observed.optionalKinds())) {
            if (!isWanted(object, spec.config())) {
                continue;
            }
            if (object.getMetadata().getNamespace() != null) {
                object.getMetadata().setNamespace(settings.namespace());
            }
            switch (object) {
                case CustomResourceDefinition kind -> serve(kind);
                case ClusterRoleBinding binding -> binding.getSubjects().forEach(this::move);
                case RoleBinding binding -> binding.getSubjects().forEach(this::move);
                case Deployment deployment -> programs.complete(deployment, labels(stamp));
                case ValidatingWebhookConfiguration hooks ->
                    hooks.getWebhooks().stream()
                            .map(ValidatingWebhook::getClientConfig)
                            .forEach(client -> connect(client, caBundle));
                case MutatingWebhookConfiguration hooks ->
                    hooks.getWebhooks().stream()
                            .map(MutatingWebhook::getClientConfig)
                            .forEach(client -> connect(client, caBundle));
                case APIService service -> {
                    service.getSpec().getService().setNamespace(settings.namespace());
                    service.getSpec().setCaBundle(caBundle);
                }
                case GenericKubernetesResource extra ->
                    extras.complete(extra, (GenericKubernetesResource) observed.get(ObjectKey.of(extra)));
                default -> {}
            }
            desired.add(object);
        }
        desired.forEach(object -> stamp.on(object, observed.get(ObjectKey.of(object))));
        if (spec.customizeComponents() != null) {
            desired.replaceAll(new Customization(spec.customizeComponents())::of);
        }
        desired.sort(Comparator.comparingInt(InstallationPlan::rank));
        return desired;
    }

    /// What belongs to no installation: the kind of the CDI object itself.
    public CustomResourceDefinition ownKind() {
        return manifests.ownKind();
    }

    public static CDISpec spec(CDI cdi) {
        return cdi.getSpec() == null ? NOTHING_SAID : cdi.getSpec();
    }

    /// The name of the priority class that the installation's own pods shall have.
    public static String priorityClass(CDI cdi) {
        return Programs.priorityClass(spec(cdi));
    }

    /// The controller goes first when an installation is removed.
    public static String controller() {
        return Programs.CONTROLLER;
    }

    private static Map<String, String> labels(Stamp stamp) {
        var labels = new TreeMap<>(Stamp.common());
        labels.putAll(stamp.installer());
        return labels;
    }

    private static int rank(HasMetadata object) {
        int rank = ORDER.indexOf(object.getKind());
        return rank < 0 ? ORDER.size() : rank;
    }

    private boolean isWanted(HasMetadata object, @Nullable CDIConfigSpec config) {
        return switch (object) {
            case CustomResourceDefinition _, ClusterRole _, ClusterRoleBinding _ -> settings.deploysClusterResources();
            case MutatingWebhookConfiguration hooks
            when hooks.getMetadata().getName().equals(CLAIM_WEBHOOK) ->
                config == null || config.rendersClaimsAtAdmission();
            case APIService service
            when service.getSpec().getVersion().equals(CdiApi.OLD_VERSION) -> settings.servesOldVersion();
            default -> true;
        };
    }

    /// Whether an object of the installation goes when it is not wanted any more. With a kind all objects of users
    /// would go, and what somebody else installs is not ours to take away.
    public boolean mayGo(HasMetadata object) {
        return switch (object) {
            case CustomResourceDefinition _ -> false;
            case ClusterRole _, ClusterRoleBinding _ -> settings.deploysClusterResources();
            default -> true;
        };
    }

    private void serve(CustomResourceDefinition kind) {
        if (!settings.servesOldVersion()) {
            kind.getSpec().getVersions().removeIf(version -> version.getName().equals(CdiApi.OLD_VERSION));
        }
    }

    private void move(Subject subject) {
        if (MANIFEST_NAMESPACE.equals(subject.getNamespace())) {
            subject.setNamespace(settings.namespace());
        } else if (PROMETHEUS.equals(subject.getName())) {
            subject.setNamespace(settings.monitoringNamespace());
        }
    }

    private void connect(WebhookClientConfig client, String caBundle) {
        client.getService().setNamespace(settings.namespace());
        client.setCaBundle(caBundle);
    }

    private static Map<String, String> authorities(List<HasMetadata> certificates) {
        return certificates.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .collect(Collectors.toMap(
                        bundle -> bundle.getMetadata().getName(),
                        bundle -> bundle.getData().get(SecretKeys.AUTHORITY_BUNDLE)));
    }

    private ConfigMap marker() {
        return new ConfigMapBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(MARKER)
                        .withNamespace(settings.namespace())
                        .addToLabels(Labels.OPERATOR, "")
                        .build())
                .build();
    }
}
