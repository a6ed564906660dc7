// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.install.CDI;
import io.cdi.api.install.CustomizeComponents;
import io.cdi.operator.certificates.MovedClock;
import io.cdi.operator.plan.OperatorSettings;
import io.cdi.testkit.ApiServer;
import io.cdi.testkit.Command;
import io.cdi.testkit.ForeignKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.Operator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The life of one installation on a real API server, by an operator that has the rights of its release manifest and no
/// more. No node runs pods, so the test says when Deployments are ready, and collects garbage.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorIT {

    private static final String NAMESPACE = "imports";
    /// Enough for a machine that does other things, too.
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /// In which the operator would try again some times.
    private static final Duration ROUNDS = Duration.ofSeconds(4);

    private static final String OWN_KIND = "cdis.cdi.kubevirt.io";
    private static final String BUNDLE = "cdi-apiserver-signer-bundle";

    private static final List<ForeignKind> OPTIONAL = List.of(
            new ForeignKind("monitoring.coreos.com", "v1", "PrometheusRule", "prometheusrules", "Namespaced"),
            new ForeignKind("monitoring.coreos.com", "v1", "ServiceMonitor", "servicemonitors", "Namespaced"),
            new ForeignKind("populator.storage.k8s.io", "v1beta1", "VolumePopulator", "volumepopulators", "Cluster"),
            new ForeignKind(
                    "security.openshift.io",
                    "v1",
                    "SecurityContextConstraints",
                    "securitycontextconstraints",
                    "Cluster"),
            new ForeignKind("route.openshift.io", "v1", "Route", "routes", "Namespaced"));

    private final MovedClock clock = new MovedClock(Instant.now());
    private final InstallationMetrics metrics = new InstallationMetrics();
    private final List<AutoCloseable> open = new ArrayList<>();
    private KubernetesClient admin =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path serverFolder = Files.createDirectory(folder.resolve("server"));
        ApiServer server = ApiServer.start(serverFolder);
        open.add(server);
        admin = client(server.kubeconfig());
        Command.run("../build/manifests", "--namespace", NAMESPACE, "--out", folder.resolve("release"));
        try (var release = Files.newInputStream(folder.resolve("release/cdi-operator.yaml"))) {
            admin.load(release).items().forEach(object -> admin.resource(object).create());
        }
        ApiServer.awaitKind(admin, OWN_KIND);
        ownKind()
                .edit(kind -> kind.edit()
                        .editSpec()
                        .editFirstVersion()
                        .withAdditionalPrinterColumns(List.of())
                        .endVersion()
                        .endSpec()
                        .build());
        KubernetesClient own = client(
                server.kubeconfig("system:serviceaccount:" + NAMESPACE + ":cdi-operator", "system:serviceaccounts"));
        Operator operator = new Operator(overrider -> overrider.withKubernetesClient(own));
        operator.register(new InstallationReconciler(settings(), own, clock, metrics));
        operator.start();
        open.add(operator::stop);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private Resource<CustomResourceDefinition> ownKind() {
        return admin.apiextensions().v1().customResourceDefinitions().withName(OWN_KIND);
    }

    private KubernetesClient client(Path kubeconfig) {
        KubernetesClient client = ApiServer.client(kubeconfig);
        open.add(client);
        return client;
    }

    private static OperatorSettings settings() {
        Map<String, String> environment = new HashMap<>();
        for (String image : List.of("CONTROLLER", "IMPORTER", "CLONER", "APISERVER", "UPLOAD_SERVER", "UPLOAD_PROXY")) {
            environment.put(image + "_IMAGE", "localhost/" + image);
        }
        environment.put("OVIRT_POPULATOR_IMAGE", "");
        environment.put("OPERATOR_VERSION", "v1.0.0");
        environment.put("VERBOSITY", "1");
        environment.put("PULL_POLICY", "Never");
        environment.put("DEPLOY_CLUSTER_RESOURCES", "true");
        return OperatorSettings.of(environment, NAMESPACE);
    }

    @Test
    @Order(1)
    void installsEverythingAndIsDeployedWhenPodsAreReady() {
        admin.resource(cdi("cdi")).create();

        CDI deploying = wait(installation("cdi"), cdi -> phase(cdi).equals("Deploying"));
        assertThat(deploying.getFinalizers()).contains("operator.cdi.kubevirt.io");
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready 0\n");
        assertThat(deploying.getMetadata().getAnnotations()).containsKey("cdi.kubevirt.io/configAuthority");
        for (String program : List.of("cdi-apiserver", "cdi-deployment", "cdi-uploadproxy")) {
            beReady(program);
        }
        CDI deployed = wait(installation("cdi"), cdi -> phase(cdi).equals("Deployed"));

        assertThat(Objects.requireNonNull(deployed.getStatus()).observedVersion())
                .isEqualTo("v1.0.0");
        assertThat(managed())
                .hasSizeGreaterThan(50)
                .allSatisfy(object -> assertThat(object.getMetadata().getOwnerReferences())
                        .extracting("uid")
                        .containsExactly(deployed.getMetadata().getUid()));
        assertThat(webhook().getWebhooks().getFirst().getClientConfig().getCaBundle())
                .isEqualTo(base64(trusted()));
        assertThat(ownKind().get().getSpec().getVersions())
                .allSatisfy(version -> assertThat(version.getAdditionalPrinterColumns())
                        .extracting("name")
                        .contains("Phase"));
    }

    @Test
    @Order(2)
    void healsWhatIsDeletedOrChangedAndKeepsWhatOthersAdd() {
        admin.services()
                .inNamespace(NAMESPACE)
                .withName("cdi-prometheus-metrics")
                .delete();
        wait(admin.services().inNamespace(NAMESPACE).withName("cdi-prometheus-metrics"), service -> true);

        deployment("cdi-deployment")
                .edit(found -> found.edit()
                        .editMetadata()
                        .addToLabels("mine", "stays")
                        .endMetadata()
                        .editSpec()
                        .withReplicas(7)
                        .endSpec()
                        .build());
        Deployment healed =
                wait(deployment("cdi-deployment"), found -> found.getSpec().getReplicas() == 1);
        assertThat(healed.getMetadata().getLabels()).containsEntry("mine", "stays");

        admin.rbac()
                .clusterRoles()
                .withName("cdi.kubevirt.io:config-reader")
                .edit(role ->
                        role.edit().editFirstRule().withVerbs("get").endRule().build());
        wait(
                admin.rbac().clusterRoles().withName("cdi.kubevirt.io:config-reader"),
                role -> role.getRules().getFirst().getVerbs().size() == 3);

        configMap(BUNDLE).edit(found -> found.edit().withData(Map.of()).build());
        wait(
                configMap(BUNDLE),
                found -> found.getData() != null && found.getData().containsKey("ca-bundle.crt"));
    }

    @Test
    @Order(3)
    void followsWhatTheObjectAsksFor() {
        installation("cdi")
                .patch(merge(), "{\"spec\":{\"infra\":{\"deploymentReplicas\":2,\"nodeSelector\":{\"a\":\"b\"}}}}");
        wait(deployment("cdi-deployment"), found -> found.getSpec().getReplicas() == 2);

        installation("cdi")
                .patch(merge(), "{\"spec\":{\"infra\":null,\"config\":{\"webhookPvcRendering\":\"Disabled\"}}}");
        Deployment back =
                wait(deployment("cdi-deployment"), found -> found.getSpec().getReplicas() == 1);
        assertThat(back.getSpec().getTemplate().getSpec().getNodeSelector()).isNullOrEmpty();
        beReady("cdi-deployment");
        waitUntilGone(admin.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("cdi-api-pvc-mutate"));
    }

    @Test
    @Order(4)
    void aSecondObjectIsAnError() {
        admin.resource(cdi("other")).create();

        wait(installation("other"), cdi -> phase(cdi).equals("Error"));
        assertThat(phase(installation("cdi").get())).isEqualTo("Deployed");

        installation("other").delete();
        waitUntilGone(installation("other"));
        assertThat(deployment("cdi-deployment").get()).isNotNull();
    }

    @Test
    @Order(5)
    void rotatesCertificatesAndTellsTheWebhooks() {
        String former = served(certificate().get());
        String formerSigner = trusted();

        clock.move(Duration.ofHours(25));
        installation("cdi").patch(merge(), "{\"spec\":{\"uninstallStrategy\":\"RemoveWorkloads\"}}");

        wait(certificate(), secret -> !served(secret).equals(former));
        assertThat(trusted()).startsWith(formerSigner).isNotEqualTo(formerSigner);
        wait(
                admin.admissionRegistration()
                        .v1()
                        .validatingWebhookConfigurations()
                        .withName("cdi-api-datavolume-validate"),
                hook -> hook.getWebhooks()
                        .getFirst()
                        .getClientConfig()
                        .getCaBundle()
                        .equals(base64(trusted())));
    }

    @Test
    @Order(6)
    void saysOnceWhatIsWrong() {
        installation("cdi").patch(merge(), "{\"status\":{\"observedVersion\":\"v9.0.0\"}}");
        wait(installation("cdi"), cdi -> degraded(cdi).equals("ConfigError"));
        for (String strategy : List.of("\"RemoveWorkloads\"", "null")) {
            installation("cdi").patch(merge(), "{\"spec\":{\"uninstallStrategy\":" + strategy + "}}");
            LockSupport.parkNanos(ROUNDS.toNanos());
        }
        assertThat(phase(installation("cdi").get())).isEqualTo("Deployed");
        assertThat(warnings("ConfigError")).hasSize(1);
        installation("cdi").patch(merge(), "{\"status\":{\"observedVersion\":\"v1.0.0\"}}");
        wait(installation("cdi"), cdi -> !degraded(cdi).equals("ConfigError"));

        var ordered = Objects.requireNonNull(cdi("cdi").getSpec().customizeComponents());
        var patches = new ArrayList<>(Objects.requireNonNull(ordered.patches()));
        patches.add(new CustomizeComponents.Patch(
                "cdi-api", "Service", "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/port\",\"value\":-1}]", "json"));
        customize(patches);
        wait(installation("cdi"), cdi -> degraded(cdi).equals("CreateResources"));
        LockSupport.parkNanos(ROUNDS.toNanos());
        assertThat(warnings("CreateResourceFailed"))
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).contains("cdi-api"));
        patches.removeLast();
        customize(patches);
        wait(installation("cdi"), cdi -> !degraded(cdi).equals("CreateResources"));
    }

    private void customize(List<CustomizeComponents.Patch> patches) {
        String list = admin.getKubernetesSerialization().asJson(patches);
        installation("cdi").patch(merge(), "{\"spec\":{\"customizeComponents\":{\"patches\":" + list + "}}}");
    }

    private List<Event> warnings(String reason) {
        return admin.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getReason().equals(reason)
                        && event.getInvolvedObject().getName().equals("cdi"))
                .toList();
    }

    private static String degraded(CDI cdi) {
        return Stream.ofNullable(cdi.getStatus())
                .flatMap(status -> Stream.ofNullable(status.conditions()))
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals("Degraded"))
                .map(condition -> Objects.requireNonNullElse(condition.reason(), ""))
                .findFirst()
                .orElse("");
    }

    @Test
    @Order(7)
    void servesWhatTheClusterLearnsLaterThoughItsFirstListFails() {
        var role = admin.rbac().clusterRoles().withName("cdi-operator-cluster");
        List<PolicyRule> rules = role.get().getRules();
        role.edit(found -> found.edit()
                .removeMatchingFromRules(rule -> rule.hasMatchingApiGroup("populator.storage.k8s.io"::equals))
                .build());
        OPTIONAL.forEach(kind -> admin.resource(Objects.requireNonNull(admin.getKubernetesSerialization()
                        .unmarshal(kind.definition(), CustomResourceDefinition.class)))
                .create());
        ApiServer.awaitKind(admin, "routes.route.openshift.io");
        admin.resource(Objects.requireNonNull(admin.getKubernetesSerialization()
                        .unmarshal("""
                apiVersion: route.openshift.io/v1
                kind: Route
                metadata:
                  name: theirs
                  namespace: %s
                  annotations: {operator.cdi.kubevirt.io/injectUploadProxyCert: "true"}
                spec: {host: upload.example, tls: {termination: reencrypt}}
                """.formatted(NAMESPACE), GenericKubernetesResource.class)))
                .create();
        clock.move(Duration.ofMinutes(1));
        installation("cdi").patch(merge(), "{\"spec\":{\"uninstallStrategy\":\"RemoveWorkloads\"}}");
        wait(
                installation("cdi"),
                cdi -> String.valueOf(cdi.getStatus())
                        .contains("cannot watch populator.storage.k8s.io/v1beta1 VolumePopulator"));
        role.edit(found -> found.edit().withRules(rules).build());

        var rule = wait(extra("PrometheusRule", "prometheus-cdi-rules"), found -> true);
        assertThat(rule.toString()).contains("namespace=\"" + NAMESPACE + "\"").doesNotContain("namespace=\"cdi\"");
        wait(extra("VolumePopulator", "volumeimportsource"), found -> true);
        String authority = Objects.requireNonNull(
                configMap("cdi-uploadproxy-signer-bundle").get().getData().get("ca-bundle.crt"));
        for (String route : List.of("cdi-uploadproxy", "theirs")) {
            wait(
                    extra("Route", route),
                    found -> authority.equals(found.get("spec", "tls", "destinationCACertificate")));
        }

        var constraints = extra("SecurityContextConstraints", "containerized-data-importer");
        wait(constraints, found -> found.get("users").toString().contains("system:serviceaccount:imports:cdi-sa"));
        constraints.patch(merge(), "{\"priority\":7,\"users\":[\"theirs\"]}");
        wait(
                constraints,
                found -> found.get("priority") == null
                        && found.<List<String>>get("users")
                                .containsAll(List.of("theirs", "system:serviceaccount:imports:cdi-sa")));

        extra("ServiceMonitor", "service-monitor-cdi").delete();
        wait(extra("ServiceMonitor", "service-monitor-cdi"), found -> true);
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready 1\n");
    }

    private Resource<GenericKubernetesResource> extra(String kind, String name) {
        ForeignKind known = OPTIONAL.stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        var objects = admin.genericKubernetesResources(known.group() + "/" + known.version(), kind);
        return known.scope().equals("Cluster")
                ? objects.withName(name)
                : objects.inNamespace(NAMESPACE).withName(name);
    }

    @Test
    @Order(8)
    void deletionLeavesOnlyTheOperator() {
        installation("cdi").delete();
        collectGarbage();
        waitUntilGone(installation("cdi"));
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready 0\n");

        for (Deployment deployment :
                admin.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
            assertThat(deployment.getMetadata().getName()).isEqualTo("cdi-operator");
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (List<HasMetadata> left = managed(); !left.isEmpty(); left = managed()) {
            pause(deadline, left.getFirst()); // the API server takes the objects of a kind before the kind
        }
        assertThat(admin.apiextensions().v1().customResourceDefinitions().list().getItems())
                .extracting(kind -> kind.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(OWN_KIND), OPTIONAL.stream().map(ForeignKind::definitionName))
                                .toList());
        assertThat(extra("PrometheusRule", "prometheus-cdi-rules").get()).isNull();
        assertThat(extra("Route", "theirs").get()).isNotNull();
    }

    @Test
    @Order(9)
    void installsAgainWhenTheRemainsOfAFormerInstallationAreGone() {
        ConfigMap remains = admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("left")
                        .withNamespace(NAMESPACE)
                        .addToLabels("app.kubernetes.io/managed-by", "cdi-operator")
                        .addNewOwnerReference()
                        .withApiVersion("cdi.kubevirt.io/v1beta1")
                        .withKind("CDI")
                        .withName("cdi")
                        .withUid("gone")
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
        admin.resource(cdi("again")).create();
        wait(
                installation("again"),
                cdi -> cdi.getStatus() != null
                        && cdi.getStatus().toString().contains("such as ConfigMap " + NAMESPACE + "/left"));

        admin.resource(remains).delete();
        wait(deployment("cdi-deployment"), found -> true);
    }

    /// What the controller manager does to a Deployment that is deleted in the foreground.
    private void collectGarbage() {
        Deployment deleted = wait(deployment("cdi-deployment"), HasMetadata::isMarkedForDeletion);
        assertThat(deleted.getFinalizers()).containsExactly("foregroundDeletion");
        wait(
                installation("cdi"),
                cdi -> String.valueOf(cdi.getStatus())
                        .contains("waiting until Deployment " + NAMESPACE + "/cdi-deployment is gone"));
        deployment("cdi-deployment").patch(merge(), "{\"metadata\":{\"finalizers\":null}}");
    }

    private void beReady(String program) {
        Deployment found = wait(deployment(program), deployment -> true);
        deployment(program)
                .subresource("status")
                .patch(
                        merge(),
                        "{\"status\":{\"replicas\":1,\"readyReplicas\":1,\"updatedReplicas\":1,\"observedGeneration\":%d}}"
                                .formatted(found.getMetadata().getGeneration()));
    }

    private List<HasMetadata> managed() {
        List<HasMetadata> all = new ArrayList<>();
        String label = "app.kubernetes.io/managed-by";
        all.addAll(admin.configMaps()
                .inAnyNamespace()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.secrets()
                .inAnyNamespace()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.services()
                .inAnyNamespace()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.serviceAccounts()
                .inAnyNamespace()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.apps()
                .deployments()
                .inAnyNamespace()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.rbac()
                .roles()
                .inAnyNamespace()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.rbac()
                .roleBindings()
                .inAnyNamespace()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.rbac()
                .clusterRoles()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.rbac()
                .clusterRoleBindings()
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.resources(CustomResourceDefinition.class)
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        all.addAll(admin.resources(ValidatingWebhookConfiguration.class)
                .withLabel(label, "cdi-operator")
                .list()
                .getItems());
        return all;
    }

    private static PatchContext merge() {
        return PatchContext.of(PatchType.JSON_MERGE);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Nobody answers webhooks here, so the one for deletions shall not be waited for.
    private CDI cdi(String name) {
        return Objects.requireNonNull(admin.getKubernetesSerialization().unmarshal("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: CDI
                metadata: {name: %s}
                spec:
                  config: {featureGates: [HonorWaitForFirstConsumer]}
                  customizeComponents:
                    patches:
                    - resourceType: ValidatingWebhookConfiguration
                      resourceName: cdi-api-validate
                      type: strategic
                      patch: '{"webhooks":[{"name":"cdi-validate.cdi.kubevirt.io","timeoutSeconds":1}]}'
                """.formatted(name), CDI.class));
    }

    private static String phase(@Nullable CDI cdi) {
        return cdi == null || cdi.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(cdi.getStatus().phase(), "");
    }

    private Resource<CDI> installation(String name) {
        return admin.resources(CDI.class).withName(name);
    }

    private Resource<Deployment> deployment(String name) {
        return admin.apps().deployments().inNamespace(NAMESPACE).withName(name);
    }

    private Resource<ConfigMap> configMap(String name) {
        return admin.configMaps().inNamespace(NAMESPACE).withName(name);
    }

    private Resource<Secret> certificate() {
        return admin.secrets().inNamespace(NAMESPACE).withName("cdi-apiserver-server-cert");
    }

    private String trusted() {
        return Objects.requireNonNull(configMap(BUNDLE).get().getData().get("ca-bundle.crt"));
    }

    private static String served(Secret secret) {
        return Objects.requireNonNull(secret.getData().get("tls.crt"));
    }

    private ValidatingWebhookConfiguration webhook() {
        return admin.resources(ValidatingWebhookConfiguration.class)
                .withName("cdi-api-datavolume-validate")
                .get();
    }

    private static <T extends HasMetadata> T wait(Resource<T> resource, Predicate<T> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T found = resource.get();
        while (found == null || !condition.test(found)) {
            pause(deadline, found);
            found = resource.get();
        }
        return found;
    }

    private static void waitUntilGone(Resource<? extends HasMetadata> resource) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (HasMetadata found = resource.get(); found != null; found = resource.get()) {
            pause(deadline, found);
        }
    }

    private static void pause(long deadline, @Nullable HasMetadata found) {
        if (System.nanoTime() > deadline) {
            throw new AssertionError("waited in vain; last seen: " + found);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
}
