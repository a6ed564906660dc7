// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.api.install.CDI;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events on the CDI object. One that cannot be written is only logged.
final class Announcements {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    /// Where Kubernetes keeps events of objects that are in no namespace.
    private static final String NAMESPACE = "default";

    private final KubernetesClient client;
    private final Clock clock;

    Announcements(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void normal(CDI cdi, String reason, String message) {
        LOG.info("{}: {}; cdi={}", reason, message, cdi.getMetadata().getName());
        write(cdi, "Normal", reason, message);
    }

    void warning(CDI cdi, String reason, String message) {
        LOG.warn("{}: {}; cdi={}", reason, message, cdi.getMetadata().getName());
        write(cdi, "Warning", reason, message);
    }

    private void write(CDI cdi, String type, String reason, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            client.resource(new EventBuilder()
                            .withNewMetadata()
                            .withGenerateName(cdi.getMetadata().getName() + "-")
                            .withNamespace(NAMESPACE)
                            .endMetadata()
                            .withNewInvolvedObject()
                            .withApiVersion(cdi.getApiVersion())
                            .withKind(cdi.getKind())
                            .withName(cdi.getMetadata().getName())
                            .withUid(cdi.getMetadata().getUid())
                            .endInvolvedObject()
                            .withType(type)
                            .withReason(reason)
                            .withMessage(message)
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .withNewSource()
                            .withComponent("operator-controller")
                            .endSource()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            LOG.warn("event {} could not be written: {}", reason, e.getMessage());
        }
    }
}
