// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import io.cdi.testkit.Qcow2Surgery;
import io.cdi.testkit.QemuImg;
import io.cdi.testkit.VhdxSurgery;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images that one pass cannot convert get scratch space, section 2.24 of the documents: on a file system whatever the
/// target is, of the class that was set, else the cluster's default; and it goes when the import is over.
@ExtendWith(ClusterExtension.class)
class ScratchE2E {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"late.qcow2.gz,Filesystem", "late.qcow2.gz,Block", "unclosed.vhdx,Filesystem", "unclosed.vhdx,Block"})
    void isGivenWhenTheImageNeedsIt(String file, String mode, TestNamespace namespace, Peers peers) throws IOException {
        String expected = make(file, peers.files());
        try (Witness witness = new Witness(namespace)) {
            TestVolume volume = namespace.dataVolume("disk", http(peers, file), claim(mode, "plain"));

            volume.awaitSucceeded().awaitTidy();

            assertThat(volume.disk().sha256(24 * MIB)).isEqualTo(expected);
            assertThat(witness.importers()).as("one that asks, one that has it").hasSize(2);
            assertThat(witness.phases()).doesNotContain("Failed").endsWith("Succeeded");
            assertThat(witness.scratchClaims()).singleElement().satisfies(scratch -> {
                assertThat(scratch.getSpec().getVolumeMode()).isEqualTo("Filesystem");
                assertThat(scratch.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
                assertThat(scratch.getSpec().getStorageClassName())
                        .as("the default")
                        .isEqualTo("loop");
                assertThat(bytes(scratch)).isGreaterThanOrEqualTo(100 * MIB);
            });
            assertThat(namespace.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"plain,plain", "nowhere,loop"})
    void isOfTheClassThatAnAdministratorSet(
            String set, String used, Cluster cluster, TestNamespace namespace, Peers peers) throws IOException {
        make("late.qcow2.gz", peers.files());
        String inForce = set.equals(used) ? set : "";
        try (Setting _ = Setting.edit(cluster, "scratchSpaceStorageClass", set)
                        .await(inForce, "scratchSpaceStorageClass");
                Witness witness = new Witness(namespace)) {
            TestVolume volume = namespace.dataVolume("disk", http(peers, "late.qcow2.gz"), claim("Block", "loop"));

            volume.awaitSucceeded();

            assertThat(witness.scratchClaims())
                    .extracting(scratch -> scratch.getSpec().getStorageClassName())
                    .isEqualTo(List.of(used));
        }
    }

    @Test
    void goesWithAnImportThatIsGivenUp(TestNamespace namespace, Peers peers) throws IOException {
        make("late.qcow2.gz", peers.files());
        try (Witness witness = new Witness(namespace)) {
            String source = "http: {url: '%s'}".formatted(peers.slow().uri("late.qcow2.gz"));
            TestVolume volume = namespace.dataVolume("disk", source, claim("Block", "loop"));
            namespace.await("scratch claim", () -> !witness.scratchClaims().isEmpty());

            volume.delete();

            volume.awaitGone();
        }
    }

    /// @return the checksum of the 24 MiB disk in the image
    private static synchronized String make(String file, Path folder) throws IOException {
        Path image = folder.resolve(file);
        Path raw = folder.resolve(file + ".raw");
        if (!Files.exists(raw)) {
            if (file.endsWith(".vhdx")) {
                QemuImg.create(image, "vhdx", 24 * MIB);
                QemuImg.io(image, "vhdx", "write -P 7 1M 3M");
                QemuImg.convert(image, "vhdx", raw, "raw");
                VhdxSurgery.leaveUnclosed(image);
            } else {
                Path late = Qcow2Surgery.withTableAtEnd(folder.resolve("late.qcow2"), folder);
                Command.run("gzip", "-kf1", late);
                QemuImg.convert(late, "qcow2", raw, "raw");
            }
            Command.run("chmod", "a+r", image);
        }
        return Command.run("sha256sum", raw).substring(0, 64);
    }

    private static long bytes(PersistentVolumeClaim claim) {
        Map<String, Quantity> requests = claim.getSpec().getResources().getRequests();
        return Objects.requireNonNull(requests.get("storage"))
                .getNumericalAmount()
                .longValue();
    }

    private static String http(Peers peers, String file) {
        return "http: {url: '%s'}".formatted(peers.http().uri(file));
    }

    private static String claim(String mode, String storageClass) {
        return "accessModes: [ReadWriteOnce], volumeMode: %s, storageClassName: %s, resources: {requests: {storage: 100Mi}}"
                .formatted(mode, storageClass);
    }
}
