// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.Images.Server;
import io.cdi.e2e.TestVolume.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The support matrix of the documents: each source with each form of an image, onto volumes of both modes.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class ImportE2E {

    private static final long MIB = 1 << 20;
    private static final List<String> PHASES = List.of("Pending", "ImportScheduled", "ImportInProgress", "Succeeded");

    static Stream<Arguments> matrix() {
        return Stream.of(Server.values())
                .flatMap(server -> images(server)
                        .flatMap(file ->
                                Stream.of("Filesystem", "Block").map(mode -> Arguments.of(server, file, mode))));
    }

    private static Stream<String> images(Server server) {
        return switch (server) {
            case HTTP, HTTPS, LOGIN -> Images.FILES.stream();
            case S3 -> Stream.of("disk.qcow2", "disk.raw.gz");
            case REGISTRY -> Stream.of("disk.raw", "disk.qcow2");
        };
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void onePodBringsTheDiskOntoTheVolume(
            Server server, String file, String mode, TestNamespace namespace, Images images) {
        images.keys(namespace);
        try (Witness witness = new Witness(namespace)) {
            TestVolume volume = namespace.dataVolume("disk", images.source(server, file), mode, "100Mi");

            volume.awaitSucceeded();

            DiskPod.Content content = volume.disk().content();
            assertThat(content.sha256()).isEqualTo(images.sha256(content.bytes()));
            assertThat(content.bytes()).isBetween(smallest(mode), largest(mode));
            assertThat(volume.progress()).isEqualTo("100.0%");
            assertThat(volume.condition("Bound")).isEqualTo(new Condition("True", "Bound", "PVC disk Bound"));
            assertThat(volume.condition("Ready").status()).isEqualTo("True");
            assertThat(volume.condition("Running"))
                    .extracting(Condition::status, Condition::reason)
                    .containsExactly("False", "Completed");
            volume.awaitTidy();
            assertThat(witness.phases())
                    .isSubsetOf(PHASES)
                    .doesNotHaveDuplicates()
                    .endsWith("Succeeded");
            assertThat(witness.importers()).hasSize(1);
            assertThat(witness.claims()).as("target and prime").hasSize(2).contains("disk");
            assertThat(namespace.warnings()).isEmpty();
        }
    }

    /// A device is used whole. A file grows to what the file system has free, but for its overhead of 6 percent.
    private static long smallest(String mode) {
        return (mode.equals("Block") ? 100 : 75) * MIB;
    }

    private static long largest(String mode) {
        return (mode.equals("Block") ? 100 : 94) * MIB;
    }

    /// "About DataVolumes" of the documents: sizes with decimal suffixes, a named class, many readers and writers.
    @Test
    void theSizeMayBeDecimalAndTheClassNamed(TestNamespace namespace, Images images) {
        TestVolume volume = namespace.dataVolume("fedora.dv", images.source(Server.HTTP, "disk.qcow2"), """
                accessModes: [ReadWriteMany], resources: {requests: {storage: "64M"}}, storageClassName: plain""");

        volume.awaitSucceeded();

        images.assertAreOn(volume.disk());
    }

    @Test
    void anArchiveIsUnpacked(TestNamespace namespace, Peers peers, Images images) {
        namespace.apply("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: archive}
                spec:
                  contentType: archive
                  source: {http: {url: '%s'}}
                  pvc: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 100Mi}}}
                """.formatted(peers.http().uri(Images.ARCHIVE)));

        TestVolume volume = new TestVolume(namespace, "archive").awaitSucceeded();
        images.assertArchiveIsOn(volume.disk());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Filesystem", "Block"})
    void aSourceThatOnlyStreamsNeedsNoScratchEither(String mode, TestNamespace namespace, Peers peers, Images images) {
        try (Witness witness = new Witness(namespace)) {
            String source = "http: {url: '%s'}".formatted(peers.withoutRanges().uri("disk.qcow2"));
            TestVolume volume = namespace.dataVolume("disk", source, mode, "100Mi");

            volume.awaitSucceeded();

            images.assertAreOn(volume.disk());
            assertThat(witness.importers()).hasSize(1);
            assertThat(witness.claims()).hasSize(2);
        }
    }
}
