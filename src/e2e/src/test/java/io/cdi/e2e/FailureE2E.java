// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.Images.Server;
import io.cdi.testkit.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong is said in one condition, never looks like success, and gets well by itself once its cause is gone.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class FailureE2E {

    @Test
    void anImageThatIsPublishedLaterIsImportedThen(TestNamespace namespace, Peers peers, Images images)
            throws IOException {
        Path late = peers.files().resolve("late.qcow2");
        Files.deleteIfExists(late);
        TestVolume volume = namespace.dataVolume("disk", http(peers.http().uri("late.qcow2")), "Filesystem", "100Mi");

        volume.awaitCondition("Running", "False", "404");
        assertThat(volume.phase()).isNotIn("Succeeded", "Failed");
        Files.createSymbolicLink(late, peers.files().resolve("disk.qcow2"));

        volume.awaitSucceeded();
        images.assertAreOn(volume.disk());
    }

    @ParameterizedTest
    @CsvSource({"disk.qcow2,Filesystem", "disk.qcow2,Block", "disk.raw,Block", "disk.raw.gz,Filesystem"})
    void anImageThatDoesNotFitSaysSo(String file, String mode, TestNamespace namespace, Images images) {
        TestVolume volume = namespace.dataVolume("disk", images.source(Server.HTTP, file), mode, "20Mi");

        volume.awaitCondition("Running", "False", "DataVolume too small to contain image");

        assertThat(volume.phase()).isNotIn("Succeeded", "Failed");
        assertThat(volume.condition("Ready").status()).isEqualTo("False");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head -c 1000000 disk.raw.gz", "head -c 3000000 disk.raw.xz", "head -c 70000 disk.qcow2"})
    void aCorruptImageSaysSo(String damage, TestNamespace namespace, Images images) {
        String file = "corrupt-" + damage.hashCode();
        Command.shell("cd '%s'; %s >%s".formatted(images.folder(), damage, file));

        TestVolume volume = namespace.dataVolume("disk", http(images.http(file)), "Block", "100Mi");

        volume.awaitCondition("Running", "False", file);
        assertThat(volume.phase()).isNotIn("Succeeded", "Failed");
    }

    @Test
    void aWrongChecksumIsFinal(TestNamespace namespace, Images images) {
        try (Witness witness = new Witness(namespace)) {
            TestVolume volume = namespace.dataVolume(
                    "disk",
                    "http: {url: '%s', checksum: 'sha256:%s'}".formatted(images.http("disk.qcow2"), "0".repeat(64)),
                    "Filesystem",
                    "100Mi");

            volume.awaitPhase("Failed");

            assertThat(volume.condition("Running"))
                    .extracting(TestVolume.Condition::status, TestVolume.Condition::reason)
                    .containsExactly("False", "ChecksumError");
            assertThat(volume.condition("Running").message()).contains("checksum mismatch");
            namespace.await(
                    "end of the pod",
                    () -> namespace.client().pods().list().getItems().isEmpty());
            assertThat(witness.importers()).hasSize(1);
        }
    }

    @Test
    void theRightChecksumIsNoHindrance(TestNamespace namespace, Images images) {
        String sum =
                Command.run("sha256sum", images.folder().resolve("disk.qcow2")).substring(0, 64);
        String source = "http: {url: '%s', checksum: 'sha256:%s'}".formatted(images.http("disk.qcow2"), sum);

        namespace.dataVolume("disk", source, "Filesystem", "100Mi").awaitSucceeded();
    }

    @Test
    void aSecretMayComeLater(TestNamespace namespace, Images images) {
        TestVolume volume =
                namespace.dataVolume("disk", images.source(Server.LOGIN, "disk.qcow2"), "Filesystem", "100Mi");
        namespace.await("word of the Secret", () -> namespace.story().contains("secret \"login\" not found"));

        images.secret(namespace, "login", Peers.USER, Peers.PASSWORD);

        volume.awaitSucceeded();
    }

    @Test
    void aWrongPasswordMayBeCorrected(TestNamespace namespace, Images images) {
        images.secret(namespace, "login", Peers.USER, "wrong");
        TestVolume volume =
                namespace.dataVolume("disk", images.source(Server.LOGIN, "disk.qcow2"), "Filesystem", "100Mi");
        volume.awaitCondition("Running", "False", "401");

        images.secret(namespace, "login", Peers.USER, Peers.PASSWORD);

        volume.awaitSucceeded();
    }

    @Test
    void aConfigMapMayComeLater(TestNamespace namespace, Images images) {
        TestVolume volume =
                namespace.dataVolume("disk", images.source(Server.HTTPS, "disk.qcow2"), "Filesystem", "100Mi");
        namespace.await("word of the ConfigMap", () -> namespace.story().contains("configmap \"tls-certs\" not found"));

        images.certificates(namespace);

        volume.awaitSucceeded();
    }

    private static String http(URI uri) {
        return "http: {url: '%s'}".formatted(uri);
    }
}
