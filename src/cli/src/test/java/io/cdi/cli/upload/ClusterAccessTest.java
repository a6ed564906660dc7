// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterAccessTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"{", "hunter2", "users: [{name: u, user: {token: [hunter2, }]}}]"})
    void aBrokenKubeconfigIsToldWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> config(text))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("read the kubeconfig: it is not a valid one")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aBrokenCertificateIsNoDefectOfOurs() throws IOException {
        Config config = config("""
                current-context: a
                contexts: [{name: a, context: {cluster: a, user: a}}]
                clusters: [{name: a, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: a, user: {client-certificate-data: Zm9v, client-key-data: YmFy}}]
                """);

        assertThatThrownBy(() -> Cluster.open(config))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("read the certificates and keys of the kubeconfig: ")
                .hasMessageNotContaining("An error has occurred");
    }

    private Config config(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("kubeconfig"), text);
        return new ClusterAccess(Optional.of(file), Optional.empty(), Optional.empty()).config(Map.of());
    }
}
