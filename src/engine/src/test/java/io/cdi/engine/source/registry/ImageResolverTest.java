// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.ContainerDisk.Flavor;
import io.cdi.testkit.TarLayer;
import io.cdi.testkit.TarLayer.Compression;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageResolverTest {

    @ParameterizedTest
    @EnumSource
    void followsNestedIndexesToThePlatform(Flavor flavor) throws Exception {
        ContainerDisk nested = ContainerDisk.index(flavor, image(flavor, "s390x"), image(flavor, "riscv64"));
        ContainerDisk index = ContainerDisk.index(flavor, image(flavor, "amd64"), nested);

        assertThat(resolve(index, "riscv64").config().platform().architecture()).isEqualTo("riscv64");
        assertThat(resolve(index, "amd64").config().env()).containsExactly("ARCHITECTURE=amd64");
        assertThat(resolve(index, "amd64").layers()).hasSize(1);
    }

    @Test
    void namesWhatTheIndexHas() {
        ContainerDisk index = ContainerDisk.index(Flavor.OCI, image(Flavor.OCI, "amd64"), image(Flavor.OCI, "arm64"));

        assertThatThrownBy(() -> resolve(index, "s390x"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(
                        "no image found in image index for architecture \"s390x\", variant \"\", OS \"linux\"")
                .hasMessageContaining("linux/amd64, linux/arm64");
    }

    @Test
    void refusesASingleImageOfAnotherArchitecture() {
        assertThatThrownBy(() -> resolve(image(Flavor.OCI, "arm64"), "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("Error validating architecture: manifest image architecture: \"arm64\" doesn't match"
                        + " requested architecture: \"amd64\"");
    }

    @Test
    void takesASingleImageOfAnyArchitectureWhenNoneWasAskedFor() throws Exception {
        StoreInMemory store = new StoreInMemory(image(Flavor.OCI, "arm64"));

        assertThat(new ImageResolver(store, Source.Platform.OF_THIS_MACHINE, "amd64")
                        .resolve()
                        .layers())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"containers.bootc", "ostree.bootable"})
    void refusesImagesThatAreNoDisks(String label) {
        ContainerDisk disk = ContainerDisk.image(Flavor.OCI).label(label, "1").build();

        assertThatThrownBy(() -> resolve(disk, "amd64"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("bootc image detected:");
    }

    @Test
    void comparesManifestsAndConfigurationsWithTheirDigests() {
        ContainerDisk disk = image(Flavor.OCI, "amd64");
        StoreInMemory changedConfig = new StoreInMemory(disk);
        changedConfig.replace(
                disk.blobs().getFirst(), new byte[disk.blobs().getFirst().bytes().length]);
        StoreInMemory changedManifest = new StoreInMemory(ContainerDisk.index(Flavor.OCI, disk));
        changedManifest.replace(disk.top(), new byte[disk.top().bytes().length]);

        assertThatThrownBy(() -> resolve(changedConfig, "amd64")).isInstanceOf(TransferException.Integrity.class);
        assertThatThrownBy(() -> resolve(changedManifest, "amd64")).isInstanceOf(TransferException.Integrity.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schemaVersion\":1}                                      | schema 1",
                "{}                                                         | neither",
                "[]                                                         | not a JSON object",
                "<html>                                                     | not JSON",
                "{\"config\":{},\"layers\":[]}                              | no size",
                "{\"config\":{\"size\":1,\"digest\":\"x\"},\"layers\":[]}     | not a digest",
                "{\"manifests\":[{\"size\":-1}]}                            | no size",
                "{\"manifests\":[{\"size\":99999999999999999999}]}          | no size"
            })
    void saysWhatIsWrongWithAManifest(String json, String reason) {
        assertThatThrownBy(() -> ManifestJson.manifest(json.getBytes(StandardCharsets.UTF_8), "the manifest"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason);
    }

    private static ContainerDisk image(Flavor flavor, String architecture) {
        return ContainerDisk.image(flavor)
                .architecture(architecture)
                .env("ARCHITECTURE=" + architecture)
                .layer(new TarLayer().mark("disk/a.img"), Compression.NONE)
                .build();
    }

    private static ImageResolver.Resolved resolve(ContainerDisk disk, String architecture) throws TransferException {
        return resolve(new StoreInMemory(disk), architecture);
    }

    private static ImageResolver.Resolved resolve(StoreInMemory store, String architecture) throws TransferException {
        Source.Platform platform = new Source.Platform("linux", Optional.of(architecture), Optional.empty());
        return new ImageResolver(store, platform, "amd64").resolve();
    }
}
