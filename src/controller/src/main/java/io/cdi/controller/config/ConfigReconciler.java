// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.config.CDIConfig;
import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.install.CDI;
import io.cdi.api.install.CDISpec;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Annotations;
import io.cdi.controller.cluster.ClusterCache;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.events.EventRecorder;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.FailureLog;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.objects.Writer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the CDIConfig: what the CDI object sets is applied to its spec, a field that it leaves out may
/// be set by hand; the status is what [ConfigRule] computes.
///
/// Woken by: the CDIConfig, the CDI object, storage classes; Ingresses and routes to the upload proxy; OpenShift's
/// proxy.
public final class ConfigReconciler implements Reconciler<CDIConfig>, AutoCloseable {

    public static final String NAME = "config-controller";

    /// Certificates are renewed without a word to us.
    private static final Duration RENEWAL = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ConfigReconciler.class);

    private final KubernetesClient client;
    private final Installation installation;
    private final ClusterCache cluster;
    private final String uploadProxyService;
    private final EventRecorder events;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final SimpleInboundEventSource<CDIConfig> clusterChanges = new SimpleInboundEventSource<>("cluster");
    private volatile String applied = "";
    private volatile @Nullable Exposures exposures;
    private volatile @Nullable ClusterProxy clusterProxy;

    /// @param uploadProxyService the name of the service that an Ingress or a Route leads to
    public ConfigReconciler(
            KubernetesClient client,
            Installation installation,
            ClusterCache cluster,
            String uploadProxyService,
            EventRecorder events,
            Clock clock) {
        this.client = client;
        this.installation = installation;
        this.cluster = cluster;
        this.uploadProxyService = uploadProxyService;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void close() {
        if (exposures != null) {
            exposures.close();
        }
        if (clusterProxy != null) {
            clusterProxy.close();
        }
    }

    @Override
    public List<EventSource<?, CDIConfig>> prepareEventSources(EventSourceContext<CDIConfig> context) {
        cluster.onChange(this::wake);
        exposures = new Exposures(client, installation.namespace(), uploadProxyService, this::wake);
        clusterProxy = new ClusterProxy(client, installation, events, this::wake);
        createMissing();
        return List.of(clusterChanges);
    }

    private void wake() {
        if (clusterChanges.isRunning()) {
            clusterChanges.propagateEvent(new ResourceID(ObjectNames.CDI_CONFIG));
        }
    }

    /// There is always one, from the first moment on and when somebody deletes it.
    private void createMissing() {
        if (cluster.view().config().isPresent()) {
            return;
        }
        CDIConfig config = new CDIConfig();
        config.setMetadata(
                installation.clusterWide(ObjectNames.CDI_CONFIG, cluster.view().activeInstallation()));
        config.setSpec(CDIConfigSpec.EMPTY);
        new Writer(client).create(config);
    }

    @Override
    public UpdateControl<CDIConfig> reconcile(CDIConfig config, Context<CDIConfig> context) {
        if (!Facts.name(config).equals(ObjectNames.CDI_CONFIG)) {
            return UpdateControl.noUpdate();
        }
        if (context.isPrimaryResourceDeleted()) {
            createMissing();
            return UpdateControl.noUpdate();
        }
        ClusterView view = cluster.view();
        CDIConfig known = view.activeInstallation()
                .map(cdi -> governed(config, cdi, context))
                .orElse(config);
        JsonNode status = json.valueToTree(ConfigRule.status(
                known.getSpec(), view, uploadProxy(known), Objects.requireNonNull(clusterProxy)::current));
        if (!status.equals(json.valueToTree(known.getStatus()))) {
            write(config, status);
        }
        return UpdateControl.<CDIConfig>noUpdate().rescheduleAfter(RENEWAL);
    }

    /// The administrator's word; else what is seen from outside.
    private ConfigRule.UploadProxy uploadProxy(CDIConfig config) {
        String override = config.getSpec() == null ? null : config.getSpec().uploadProxyURLOverride();
        if (override != null) {
            CDIConfigStatus before = config.getStatus();
            return new ConfigRule.UploadProxy(override, before == null ? null : before.uploadProxyCA());
        }
        Exposures known = Objects.requireNonNull(exposures);
        return known.current()
                .map(exposure -> new ConfigRule.UploadProxy(
                        exposure.host(),
                        known.certificates(exposure, clock.instant()).orElse(null)))
                .orElse(new ConfigRule.UploadProxy(null, null));
    }

    @Override
    public ErrorStatusUpdateControl<CDIConfig> updateErrorStatus(
            CDIConfig object, Context<CDIConfig> context, Exception failure) {
        return FailureLog.told(LOG, object, context, failure);
    }

    /// As a whole: what is not in it any more must not stay.
    private void write(CDIConfig config, JsonNode status) {
        client.resource(config)
                .patch(
                        PatchContext.of(PatchType.JSON),
                        json.createArrayNode()
                                .add(json.createObjectNode()
                                        .put("op", "add")
                                        .put("path", "/status")
                                        .set("value", status))
                                .toString());
    }

    /// The config with the wishes of the installation in it, and without those that it has given up.
    private CDIConfig governed(CDIConfig config, CDI cdi, Context<CDIConfig> context) {
        if (!Facts.isAnnotated(cdi, Annotations.CONFIG_AUTHORITY)) {
            return config;
        }
        CDIConfigSpec wished =
                Optional.ofNullable(cdi.getSpec()).map(CDISpec::config).orElse(CDIConfigSpec.EMPTY);
        JsonNode wishes = json.valueToTree(wished);
        if (wishes.toString().equals(applied)) {
            if (contains(json.valueToTree(config.getSpec()), wishes)) {
                return config;
            }
            events.tell(
                    NAME,
                    config,
                    Tell.warning(
                            "ChangeReverted",
                            "edit spec.config of the CDI " + Facts.name(cdi)
                                    + ": it sets a field that was changed here, and has set it back"));
        }
        CDIConfig wanted = new CDIConfig();
        wanted.setMetadata(
                new ObjectMetaBuilder().withName(ObjectNames.CDI_CONFIG).build());
        wanted.setSpec(wished);
        CDIConfig written = client.resource(wanted)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(NAME)
                                .withForce(true)
                                .build(),
                        wanted);
        applied = wishes.toString();
        ControllerEventSource<CDIConfig> known = context.eventSourceRetriever().getControllerEventSource();
        known.handleRecentResourceUpdate(ResourceID.fromResource(written), written, config);
        return written;
    }

    private static boolean contains(JsonNode whole, JsonNode part) {
        if (!part.isObject()) {
            return part.equals(whole);
        }
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            if (!whole.has(field.getKey()) || !contains(whole.get(field.getKey()), field.getValue())) {
                return false;
            }
        }
        return true;
    }
}
