// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.events;

import io.cdi.api.names.NameJoin;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.FailureLog;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events. The name of an event follows from what it says about which object, so that a
/// repetition raises the count of the one that is there. Nobody waits for an event, and none is worth a
/// failed reconciliation.
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private final KubernetesClient client;
    private final Clock clock;
    private final ExecutorService writer;

    /// @param writer runs one task after the other
    public EventRecorder(KubernetesClient client, Clock clock, ExecutorService writer) {
        this.client = client;
        this.clock = clock;
        this.writer = writer;
    }

    /// @param component the name of the controller that speaks
    public void tell(String component, HasMetadata about, Tell tell) {
        writer.execute(() -> write(event(component, about, tell)));
    }

    private Event event(String component, HasMetadata about, Tell tell) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String identity = Facts.uid(about) + tell.kind() + tell.reason() + tell.message();
        String name = Facts.name(about);
        return new EventBuilder()
                .withNewMetadata()
                .withName(NameJoin.name(
                        name,
                        UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                                .toString()))
                .withNamespace(Facts.namespace(about).isEmpty() ? "default" : Facts.namespace(about))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(about.getMetadata().getNamespace())
                .withName(name)
                .withUid(Facts.uid(about))
                .withResourceVersion(about.getMetadata().getResourceVersion())
                .endInvolvedObject()
                .withNewSource()
                .withComponent(component)
                .endSource()
                .withReportingComponent(component)
                .withType(tell.kind().word())
                .withReason(tell.reason())
                .withMessage(tell.message())
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .build();
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                repeat(event);
            } else {
                warn("write", event, e);
            }
        }
    }

    private void repeat(Event event) {
        try {
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(event.getMetadata().getName())
                    .edit(stored -> new EventBuilder(stored)
                            .withCount((stored.getCount() == null ? 1 : stored.getCount()) + 1)
                            .withLastTimestamp(event.getLastTimestamp())
                            .build());
        } catch (KubernetesClientException e) {
            warn("repeat", event, e);
        }
    }

    private static void warn(String action, Event event, KubernetesClientException refusal) {
        ObjectReference about = event.getInvolvedObject();
        LOG.warn(
                "cannot {} the event {} about {} {}/{}: {}",
                action,
                event.getReason(),
                about.getKind(),
                about.getNamespace(),
                about.getName(),
                FailureLog.cause(refusal));
    }
}
