// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The customer's documents, followed to the letter with `kubectl`: each manifest is the documents' own
/// but for words in capitals, which stand for what the reader is to fill in.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class DocumentsE2E {

    @TempDir
    private Path folder;

    @Test
    void anImageBehindAnAuthorityOfOnesOwn(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        cluster.kubectl(namespace, "create", "configmap", "tls-certs", "--from-file=" + renamed(peers, "ca.pem"));
        create(
                cluster,
                namespace,
                "2.3.3-fedora-dv",
                Map.of(
                        "CLASS", "loop",
                        "URL", peers.https().uri("disk.qcow2").toString(),
                        "CERTIFICATES", "tls-certs"));

        succeeds(cluster, namespace, "fedora-dv");

        images.assertAreOn(new DiskPod(namespace, "fedora-dv"));
    }

    @Test
    void anImageWithoutSecretAndAuthority(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        create(
                cluster,
                namespace,
                "2.3.3-fedora-dv",
                Map.of("CLASS", "plain", "URL", peers.http().uri("disk.raw.xz").toString(), "CERTIFICATES", ""));

        succeeds(cluster, namespace, "fedora-dv");

        images.assertAreOn(new DiskPod(namespace, "fedora-dv"));
    }

    @Test
    void anImageBehindAPassword(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        create(
                cluster,
                namespace,
                "2.3.3-endpoint-secret",
                Map.of("USER", base64(Peers.USER), "PASSWORD", base64(Peers.PASSWORD)));
        create(
                cluster,
                namespace,
                "2.3.5-example-import-dv",
                Map.of("URL", peers.login().uri("disk.qcow2.gz").toString(), "SECRET", "endpoint-secret"));

        succeeds(cluster, namespace, "example-import-dv");

        images.assertAreOn(new DiskPod(namespace, "example-import-dv"));
    }

    @Test
    void anEmptyDisk(Cluster cluster, TestNamespace namespace) {
        create(cluster, namespace, "2.23.2-blank-image-datavolume", Map.of());

        succeeds(cluster, namespace, "blank-image-datavolume");
    }

    /// The documents' `spec.storageClassName` is no field: who checks strictly is told so, others get the default
    /// class.
    @Test
    void anImageOnABlockVolume(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        String manifest = "2.25.4-import-pv-datavolume";
        Map<String, String> words = Map.of("URL", peers.http().uri("disk.qcow2").toString(), "SECRET", "");
        assertThatThrownBy(() -> create(cluster, namespace, manifest, words))
                .hasMessageContaining("unknown field \"spec.storageClassName\"");

        cluster.kubectl(namespace, "create", "--validate=ignore", "-f", file(manifest, words));

        succeeds(cluster, namespace, "import-pv-datavolume");
        DiskPod.Content content = new DiskPod(namespace, "import-pv-datavolume").content();
        assertThat(content).isEqualTo(new DiskPod.Content(2L << 30, images.sha256(2L << 30)));
    }

    private static void succeeds(Cluster cluster, TestNamespace namespace, String name) {
        new TestVolume(namespace, name).awaitSucceeded();
        assertThat(cluster.kubectl(namespace, "get", "dvs")).contains(name, "Succeeded", "100.0%");
        assertThat(cluster.kubectl(namespace, "describe", "dv", name))
                .contains("Successfully imported into PVC " + name)
                .doesNotContain("Warning");
        assertThat(cluster.kubectl(namespace, "get", "pvc", name)).contains("Bound");
    }

    private void create(Cluster cluster, TestNamespace namespace, String manifest, Map<String, String> words) {
        cluster.kubectl(namespace, "create", "-f", file(manifest, words));
    }

    private Path file(String manifest, Map<String, String> words) {
        try (InputStream text = DocumentsE2E.class.getResourceAsStream("/documents/" + manifest + ".yaml")) {
            String filled = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                filled = filled.replaceAll("\\b" + word.getKey() + "\\b", word.getValue());
            }
            return Files.writeString(folder.resolve(manifest + ".yaml"), filled);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path renamed(Peers peers, String name) {
        try {
            return Files.copy(peers.authority().certificate(), folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
