// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Uploads while the installation changes around them.
@ExtendWith(ClusterExtension.class)
@Isolated
class UploadKillE2E {

    private static final String DEPLOYMENT = "cdi-uploadproxy";

    /// The pod that is told to end takes nothing new and ends with its last upload; another one takes new uploads.
    @Test
    void anUploadOutlivesARestartOfTheProxy(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = uploadAndMeanwhile(cluster, namespace, peers, () -> {
            cluster.client()
                    .apps()
                    .deployments()
                    .inNamespace(Cluster.INSTALLATION)
                    .withName(DEPLOYMENT)
                    .rolling()
                    .restart();
            cluster.awaitReady(DEPLOYMENT);
        });

        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    @Test
    void anUploadOutlivesNewCertificates(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = uploadAndMeanwhile(
                cluster,
                namespace,
                peers,
                () -> List.of("cdi-uploadproxy-server-cert", "cdi-uploadserver-client-cert", "cdi-uploadserver-signer")
                        .forEach(secret -> cluster.client()
                                .secrets()
                                .inNamespace(Cluster.INSTALLATION)
                                .withName(secret)
                                .delete()));

        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    /// A plain upload cannot go on then, but the next one begins with a clean volume.
    @Test
    void theNextUploadSucceedsAfterTheServerWasKilled(
            Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = namespace
                .dataVolume("disk", "upload: {}", "Filesystem", "100Mi")
                .awaitPhase("UploadReady");
        UploadClient client = new UploadClient(cluster, namespace);
        Path image = peers.files().resolve("disk.raw");
        Process curl = client.startSlowly(volume, image);
        String pod = namespace.workers().getFirst();

        namespace.client().pods().withName(pod).redirectingOutput().exec("/bin/sh", "-c", "kill 1");
        assertThat(UploadClient.status(curl)).isNotEqualTo("200");

        Command.Result virtctl =
                client.virtctl("dv", "disk", "--image-path=" + peers.files().resolve("disk.qcow2"));
        assertThat(virtctl.output()).contains("completed successfully");
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    /// With less processor time asked for each than usual, because the node has 2 cores.
    @Test
    void twentyUploadsAtOnceSucceed(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        UploadClient client = new UploadClient(cluster, namespace);
        Path image = peers.files().resolve("disk.qcow2");
        try (Setting _ = Setting.install(
                        cluster, "podResourceRequirements", Map.of("requests", Map.of("cpu", "10m", "memory", "60M")))
                .await("10m", "defaultPodResourceRequirements", "requests", "cpu")) {
            List<TestVolume> volumes = IntStream.range(0, 20)
                    .mapToObj(number -> namespace.dataVolume("disk-" + number, "upload: {}", "Filesystem", "50Mi"))
                    .toList();
            volumes.forEach(volume -> volume.awaitPhase("UploadReady"));

            List<Process> uploads = volumes.stream()
                    .map(volume -> client.startCurl(
                            UploadClient.SYNCHRONOUS, client.token(volume.name()), "-X", "POST", "-T", image))
                    .toList();

            assertThat(uploads).extracting(UploadClient::status).containsOnly("200");
            volumes.forEach(TestVolume::awaitSucceeded);
            images.assertAreOn(volumes.getFirst().disk());
            images.assertAreOn(volumes.getLast().disk());
        }
    }

    /// Section 2.21 of the documents: the proxy has a name and a certificate that the client trusts.
    @Test
    void virtctlFindsTheProxyByItselfAndTrustsIt(
            Cluster cluster, TestNamespace namespace, Peers peers, Images images, @TempDir Path folder)
            throws IOException {
        UploadClient client = new UploadClient(cluster, namespace);
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n" + client.host() + "\n");
        try (Setting _ = Setting.install(cluster, "uploadProxyURLOverride", UploadClient.url())
                .await(UploadClient.url(), "uploadProxyURL")) {

            Command.Result virtctl = client.trustingVirtctl(
                    client.authority(folder),
                    hosts,
                    "dv",
                    "disk",
                    "--size=100Mi",
                    "--access-mode=ReadWriteOnce",
                    "--image-path=" + peers.files().resolve("disk.qcow2"));

            assertThat(virtctl.output()).contains("completed successfully");
            images.assertAreOn(
                    new TestVolume(namespace, "disk").awaitSucceeded().disk());
        }
    }

    private static TestVolume uploadAndMeanwhile(
            Cluster cluster, TestNamespace namespace, Peers peers, Runnable event) {
        TestVolume volume = namespace
                .dataVolume("disk", "upload: {}", "Filesystem", "100Mi")
                .awaitPhase("UploadReady");
        Process curl = new UploadClient(cluster, namespace)
                .startSlowly(volume, peers.files().resolve("disk.raw"));

        event.run();

        assertThat(UploadClient.status(curl)).isEqualTo("200");
        return volume;
    }
}
