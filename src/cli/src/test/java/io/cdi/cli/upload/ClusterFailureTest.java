// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ClusterFailureTest {

    @Test
    void aMissingRightIsNamed() {
        assertThat(of(403, "User \"me\" cannot create resource \"datavolumes\" in the namespace \"vms\""))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("create DataVolume vms/a: no permission: User \"me\" cannot create resource"
                        + " \"datavolumes\" in the namespace \"vms\"");
    }

    @Test
    void aWebhooksRefusalIsShown() {
        assertThat(of(422, "admission webhook denied the request: bad size"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageEndingWith("bad size");
    }

    @Test
    void aServerInTroubleIsTriedAgain() {
        assertThat(of(503, "shutting down")).isInstanceOf(TransferException.Transient.class);
        assertThat(of(429, "slow down")).isInstanceOf(TransferException.Transient.class);
    }

    @Test
    void anUnreachableClusterMayComeBack() {
        var failure = new KubernetesClientException("get", new ConnectException("Connection refused"));
        assertThat(ClusterFailure.of(failure, "look for DataVolume vms/a"))
                .isInstanceOf(TransferException.Transient.class)
                .hasMessage("look for DataVolume vms/a: the cluster is not reachable: Connection refused");
    }

    @Test
    void anUntrustedClusterDoesNot() {
        var failure = new KubernetesClientException("get", new SSLHandshakeException("unknown authority"));
        assertThat(ClusterFailure.of(failure, "look"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("look: no trusted connection to the cluster: unknown authority");
    }

    private static TransferException of(int code, String message) {
        var status = new StatusBuilder().withCode(code).withMessage(message).build();
        return ClusterFailure.of(new KubernetesClientException(status), "create DataVolume vms/a");
    }
}
