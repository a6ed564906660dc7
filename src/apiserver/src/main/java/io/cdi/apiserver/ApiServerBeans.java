// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.apiserver.admission.ClaimMutation;
import io.cdi.apiserver.admission.DataImportCronValidation;
import io.cdi.apiserver.admission.DataVolumeMutation;
import io.cdi.apiserver.admission.DataVolumeValidation;
import io.cdi.apiserver.admission.ObjectTransferValidation;
import io.cdi.apiserver.admission.PopulatorValidation;
import io.cdi.apiserver.admission.Review;
import io.cdi.apiserver.admission.UninstallValidation;
import io.cdi.apiserver.admission.Webhook;
import io.cdi.apiserver.cluster.AccessReviews;
import io.cdi.apiserver.cluster.ClusterFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/// The webhooks and what they work with. The caches are filled before the first request is taken.
final class ApiServerBeans {

    private final ObjectMapper json = new ObjectMapper();

    @Startup
    @Produces
    @Singleton
    ClusterFacts facts(KubernetesClient client) {
        return new ClusterFacts(client);
    }

    void close(@Disposes ClusterFacts facts) {
        facts.close();
    }

    @Produces
    @Singleton
    Review review() {
        return new Review(json);
    }

    @Produces
    @Singleton
    List<Webhook> webhooks(ClusterFacts facts, KubernetesClient client) {
        return List.of(
                new DataVolumeValidation(json, facts),
                new DataVolumeMutation(json, facts, new AccessReviews(client)),
                new DataImportCronValidation(json),
                new PopulatorValidation(json),
                new ObjectTransferValidation(json, facts),
                new UninstallValidation(json, facts),
                new ClaimMutation(json, facts));
    }
}
