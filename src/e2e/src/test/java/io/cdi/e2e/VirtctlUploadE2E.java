// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.TestVolume.Condition;
import io.cdi.testkit.Command;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sections 2.21 and 2.22 of the documents, with today's `virtctl`: an image of the own machine becomes a disk, without
/// scratch space.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class VirtctlUploadE2E {

    private static final long MIB = 1 << 20;

    /// What is to be said where nobody knows the storage: the profiles of this cluster's classes are empty.
    private static final String MODE = "--access-mode=ReadWriteOnce";

    static Stream<Arguments> matrix() {
        return Images.FILES.stream()
                .flatMap(file -> Stream.of("Filesystem", "Block").map(mode -> Arguments.of(file, mode)));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void makesADataVolume(
            String file, String mode, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        try (Witness witness = new Witness(namespace)) {
            Command.Result virtctl = new UploadClient(cluster, namespace)
                    .virtctl(
                            "dv",
                            "disk",
                            "--size=100Mi",
                            MODE,
                            "--volume-mode=" + mode.toLowerCase(Locale.ROOT),
                            "--image-path=" + peers.files().resolve(file));

            assertThat(virtctl.output()).contains("completed successfully");
            assertThat(virtctl.exitCode()).isZero();
            TestVolume volume = new TestVolume(namespace, "disk").awaitSucceeded();
            assertSameDisk(volume.disk(), images);
            assertThat(volume.progress()).isEqualTo("100.0%");
            assertThat(volume.condition("Bound")).isEqualTo(new Condition("True", "Bound", "PVC disk Bound"));
            assertThat(volume.condition("Ready").status()).isEqualTo("True");
            volume.awaitTidy();
            assertThat(podPhase(cluster, namespace)).isEqualTo("Succeeded");
            assertThat(witness.phases())
                    .isSubsetOf("Pending", "UploadScheduled", "UploadReady", "Succeeded")
                    .contains("UploadReady")
                    .doesNotHaveDuplicates()
                    .endsWith("Succeeded");
            assertThat(witness.claims()).as("target and prime").hasSize(2).contains("disk");
            assertThat(namespace.warnings()).isEmpty();
        }
    }

    private static void assertSameDisk(DiskPod disk, Images images) {
        DiskPod.Content content = disk.content();
        assertThat(content.sha256()).isEqualTo(images.sha256(content.bytes()));
        assertThat(content.bytes()).isGreaterThanOrEqualTo(75 * MIB);
    }

    /// The way of the documents to look whether an upload has worked.
    private static String podPhase(Cluster cluster, TestNamespace namespace) {
        return cluster.kubectl(namespace, "describe", "pvc", "disk")
                .lines()
                .filter(line -> line.contains("cdi.kubevirt.io/storage.pod.phase"))
                .findFirst()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Filesystem", "Block"})
    void fillsADataVolumeThatWaits(String mode, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = namespace.dataVolume("disk", "upload: {}", mode, "100Mi");
        volume.awaitPhase("UploadReady");
        assertThat(cluster.kubectl(namespace, "get", "dvs")).contains("UploadReady");

        Command.Result virtctl = new UploadClient(cluster, namespace)
                .virtctl(
                        "dv",
                        "disk",
                        "--no-create",
                        "--image-path=" + peers.files().resolve("disk.qcow2"));

        assertThat(virtctl.output()).contains("completed successfully");
        assertSameDisk(volume.awaitSucceeded().disk(), images);
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                Arguments.of("today's words", new String[] {"pvc", "disk", "--size=100Mi"}),
                Arguments.of("block", new String[] {"pvc", "disk", "--size=100Mi", "--volume-mode=block"}),
                Arguments.of("the documents' words", new String[] {"--pvc-name=disk", "--pvc-size=100Mi"}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void makesAClaim(
            String words, String[] target, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        Object image = "--image-path=" + peers.files().resolve("disk.raw.xz");

        Command.Result virtctl = new UploadClient(cluster, namespace)
                .virtctl(Stream.concat(Stream.of(target), Stream.of(image)).toArray());

        assertThat(virtctl.output()).contains("completed successfully");
        assertSameDisk(new DiskPod(namespace, "disk"), images);
        assertThat(podPhase(cluster, namespace)).isEqualTo("Succeeded");
        assertThat(namespace.claims()).containsExactly("disk");
    }

    @Test
    void fillsAClaimThatIsThere(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        namespace.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: disk, annotations: {cdi.kubevirt.io/storage.upload.target: ""}}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 100Mi}}}
                """);

        Command.Result virtctl = new UploadClient(cluster, namespace)
                .virtctl(
                        "pvc",
                        "disk",
                        "--no-create",
                        "--image-path=" + peers.files().resolve("disk.qcow2"));

        assertThat(virtctl.output()).contains("completed successfully");
        assertSameDisk(new DiskPod(namespace, "disk"), images);
    }

    @Test
    void unpacksAnArchive(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        Path archive = peers.files().resolve(Images.ARCHIVE);

        Command.Result virtctl = new UploadClient(cluster, namespace)
                .virtctl("dv", "disk", "--size=100Mi", MODE, "--archive-path=" + archive);

        assertThat(virtctl.output()).contains("completed successfully");
        TestVolume volume = new TestVolume(namespace, "disk").awaitSucceeded();
        images.assertArchiveIsOn(volume.disk());
    }

    /// Without the flag nobody would mount the volume first: virtctl says so and gives up.
    @Test
    void bindsByForceWhereTheClassWaitsForAConsumer(
            Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        UploadClient client = new UploadClient(cluster, namespace);
        Object image = "--image-path=" + peers.files().resolve("disk.qcow2");
        Command.Result refused = client.virtctl(
                "dv", "waits", "--size=100Mi", MODE, "--storage-class=loop-wait", "--wait-secs=20", image);
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).contains("force-bind");

        Command.Result virtctl =
                client.virtctl("dv", "disk", "--size=100Mi", MODE, "--storage-class=loop-wait", "--force-bind", image);

        assertThat(virtctl.output()).contains("completed successfully");
        assertSameDisk(new TestVolume(namespace, "disk").awaitSucceeded().disk(), images);
    }

    /// Section 2.22.3 of the documents.
    @Test
    void fillsABlockVolumeOfALoopDevice(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        try (LocalVolume local = LocalVolume.make(cluster, namespace.name(), namespace.name(), 100 * MIB, "100Mi")) {
            TestVolume volume = namespace.dataVolume(
                    "disk",
                    "upload: {}",
                    "accessModes: [ReadWriteOnce], volumeMode: Block, storageClassName: %s, resources: {requests: {storage: 100Mi}}"
                            .formatted(namespace.name()));
            volume.awaitPhase("UploadReady");

            Command.Result virtctl = new UploadClient(cluster, namespace)
                    .virtctl("dv", "disk", "--image-path=" + peers.files().resolve("disk.qcow2"));

            assertThat(virtctl.output()).contains("completed successfully");
            volume.awaitSucceeded();
            assertThat(namespace.volumes()).containsExactly(local.name());
            assertThat(volume.disk().content()).isEqualTo(new DiskPod.Content(100 * MIB, images.sha256(100 * MIB)));
            volume.delete();
            namespace.await("end of the claim", () -> namespace.claims().isEmpty());
        }
    }

    @Test
    void refusesAnImageThatIsLargerThanTheVolume(Cluster cluster, TestNamespace namespace, Peers peers) {
        Command.Result virtctl = new UploadClient(cluster, namespace)
                .virtctl(
                        "dv",
                        "disk",
                        "--size=20Mi",
                        MODE,
                        "--image-path=" + peers.files().resolve("disk.qcow2"));

        assertThat(virtctl.exitCode()).isNotZero();
        assertThat(virtctl.output()).contains("A larger PVC is required");
        assertThat(new TestVolume(namespace, "disk").phase()).isEqualTo("UploadReady");
    }

    /// A big qcow2 in the background of which no connection may be cut: the "EOF" of the documents' known problems.
    @Test
    void takesAnImageOfGigabytes(Cluster cluster, TestNamespace namespace, @TempDir Path folder) throws IOException {
        Path raw = QemuImg.create(folder.resolve("disk.raw"), "raw", 3L << 30);
        Command.shell("head -c 2G /dev/urandom | dd of='%s' bs=1M seek=100 conv=notrunc status=none".formatted(raw));
        Path image = QemuImg.convert(raw, "raw", folder.resolve("disk.qcow2"), "qcow2");

        Command.Result virtctl = new UploadClient(cluster, namespace)
                .virtctl("dv", "disk", "--size=3500Mi", MODE, "--image-path=" + image);

        assertThat(virtctl.output()).contains("completed successfully");
        TestVolume volume = new TestVolume(namespace, "disk").awaitSucceeded();
        assertThat(volume.disk().sha256(3L << 30))
                .isEqualTo(Command.run("sha256sum", raw).substring(0, 64));
    }
}
