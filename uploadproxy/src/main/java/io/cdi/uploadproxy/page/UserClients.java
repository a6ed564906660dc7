// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.page;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/// Clients of the proxy's own cluster for somebody else: where it is and how it is known, but no credentials
/// of ours.
public final class UserClients {

    private final Config own;

    public UserClients(Config own) {
        this.own = own;
    }

    /// The caller closes it.
    KubernetesClient of(String token) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(own.getMasterUrl())
                        .withCaCertFile(own.getCaCertFile())
                        .withCaCertData(own.getCaCertData())
                        .withOauthToken(token)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }
}
