// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.Images.Server;
import io.cdi.testkit.RecordingProxy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A cluster whose way out is a proxy: only it knows the servers' names, and the authority that signed for them is that
/// of the installation's proxy settings, not of the DataVolumes.
@ExtendWith(ClusterExtension.class)
@Isolated
class ProxyE2E {

    private static final String AUTHORITY = "e2e-proxy-authority";

    @AfterEach
    void removeTheAuthority(Cluster cluster) {
        authority(cluster).delete();
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void importsFromWhatOnlyTheProxyCanReach(
            Server server, Cluster cluster, TestNamespace namespace, Peers peers, Images images) throws IOException {
        images.keys(namespace);
        publish(cluster, peers);
        try (Setting _ = proxy(cluster, peers, "").await(AUTHORITY, "importProxy", "trustedCAProxy");
                Witness witness = new Witness(namespace)) {
            TestVolume volume = namespace.dataVolume("disk", hidden(images, server), "Filesystem", "100Mi");

            volume.awaitSucceeded().awaitTidy();

            images.assertAreOn(volume.disk());
            assertThat(requestLines(peers.proxy()))
                    .anySatisfy(line -> assertThat(line).contains(Peers.HIDDEN_NAME));
            assertThat(witness.importers()).hasSize(1);
            assertThat(namespace.client().configMaps().list().getItems())
                    .extracting(map -> map.getMetadata().getName())
                    .noneMatch(name -> name.startsWith("import-proxy-cm"));
        }
    }

    @Test
    void theAuthorityMayComeLater(Cluster cluster, TestNamespace namespace, Peers peers, Images images)
            throws IOException {
        try (Setting _ = proxy(cluster, peers, "").await(AUTHORITY, "importProxy", "trustedCAProxy")) {
            TestVolume volume = namespace.dataVolume("disk", hidden(images, Server.HTTPS), "Filesystem", "100Mi");
            volume.awaitPhase("ImportScheduled");

            publish(cluster, peers);

            volume.awaitSucceeded();
        }
    }

    @Test
    void whatIsExemptIsAskedDirectly(Cluster cluster, TestNamespace namespace, Peers peers, Images images)
            throws IOException {
        publish(cluster, peers);
        try (Setting _ =
                proxy(cluster, peers, Cluster.NODE_ADDRESS).await(Cluster.NODE_ADDRESS, "importProxy", "noProxy")) {
            int before = requestLines(peers.proxy()).size();

            namespace
                    .dataVolume("disk", images.source(Server.HTTP, "disk.qcow2"), "Filesystem", "100Mi")
                    .awaitSucceeded();

            assertThat(requestLines(peers.proxy())).hasSize(before);
        }
    }

    /// What was set is in force no more once it is taken away.
    @Test
    void withoutTheSettingThereIsNoProxy(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        try (Setting setting = proxy(cluster, peers, "")) {
            setting.await(AUTHORITY, "importProxy", "trustedCAProxy");
            setting.withdraw();
            setting.await("", "importProxy", "trustedCAProxy").await("", "importProxy", "HTTPSProxy");

            TestVolume volume = namespace.dataVolume("disk", hidden(images, Server.HTTP), "Filesystem", "100Mi");

            volume.awaitCondition("Running", "False", Peers.HIDDEN_NAME);
        }
    }

    private static Setting proxy(Cluster cluster, Peers peers, String exempt) {
        String url = "http://" + Cluster.NODE_ADDRESS + ":" + peers.proxy().port();
        return Setting.install(
                cluster,
                "importProxy",
                Map.of("HTTPProxy", url, "HTTPSProxy", url, "noProxy", exempt, "trustedCAProxy", AUTHORITY));
    }

    private static String hidden(Images images, Server server) {
        return images.source(server, "disk.qcow2")
                .replace(Cluster.NODE_ADDRESS, Peers.HIDDEN_NAME)
                .replace("certConfigMap: tls-certs", "certConfigMap: ''");
    }

    private static List<String> requestLines(RecordingProxy proxy) {
        return proxy.heads().stream().map(List::getFirst).toList();
    }

    private static void publish(Cluster cluster, Peers peers) throws IOException {
        cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(Cluster.INSTALLATION)
                        .withName(AUTHORITY)
                        .endMetadata()
                        .withData(Map.of(
                                "ca.pem", Files.readString(peers.authority().certificate())))
                        .build())
                .serverSideApply();
    }

    private static Resource<ConfigMap> authority(Cluster cluster) {
        return cluster.client().configMaps().inNamespace(Cluster.INSTALLATION).withName(AUTHORITY);
    }
}
