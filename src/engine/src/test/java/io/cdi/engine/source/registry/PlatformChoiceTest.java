// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformChoiceTest {

    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private static final Descriptor AMD64 = image(1, "linux", "amd64", "");
    private static final Descriptor AMD64_V3 = image(2, "linux", "amd64", "v3");
    private static final Descriptor ARM64 = image(3, "linux", "arm64", "v8");
    private static final Descriptor WINDOWS = image(4, "windows", "amd64", "");
    private static final Descriptor ATTESTATION = image(5, "unknown", "unknown", "");
    private static final Descriptor SILENT = descriptor(6, IMAGE, Optional.empty());
    private static final Descriptor NESTED = descriptor(7, INDEX, Optional.empty());

    @Test
    void takesTheImageOfThePlatform() {
        assertThat(candidates("linux", "arm64", "", AMD64, ATTESTATION, ARM64)).containsExactly(ARM64);
        assertThat(candidates("windows", "amd64", "", AMD64, WINDOWS)).containsExactly(WINDOWS);
        assertThat(candidates("linux", "s390x", "", AMD64, ARM64)).isEmpty();
    }

    @Test
    void prefersTheImageWithoutAVariant() {
        assertThat(candidates("linux", "amd64", "", AMD64_V3, AMD64)).containsExactly(AMD64, AMD64_V3);
    }

    @Test
    void takesNoOtherVariantThanTheOneAskedFor() {
        assertThat(candidates("linux", "amd64", "v3", AMD64, AMD64_V3)).containsExactly(AMD64_V3);
        assertThat(candidates("linux", "arm64", "v8", ARM64)).containsExactly(ARM64);
        assertThat(candidates("linux", "arm64", "v9", ARM64)).isEmpty();
    }

    @Test
    void looksIntoNestedIndexesAndThenAtImagesThatSayNothing() {
        assertThat(candidates("linux", "amd64", "", SILENT, NESTED, AMD64)).containsExactly(AMD64, NESTED, SILENT);
    }

    @ParameterizedTest
    @CsvSource({"amd64, amd64", "x86_64, amd64", "aarch64, arm64", "i386, 386", "s390x, s390x"})
    void knowsThisMachineByItsOciName(String machine, String name) {
        assertThat(ImagePlatform.wanted(Source.Platform.OF_THIS_MACHINE, machine))
                .isEqualTo(new ImagePlatform("linux", name, ""));
    }

    private static List<Descriptor> candidates(String os, String architecture, String variant, Descriptor... entries) {
        return PlatformChoice.candidates(List.of(entries), new ImagePlatform(os, architecture, variant));
    }

    private static Descriptor image(int number, String os, String architecture, String variant) {
        return descriptor(number, IMAGE, Optional.of(new ImagePlatform(os, architecture, variant)));
    }

    private static Descriptor descriptor(int number, String mediaType, Optional<ImagePlatform> platform) {
        Digest digest = Digest.of(Digest.Algorithm.SHA256, new byte[] {(byte) number});
        return new Descriptor(mediaType, digest, 1, platform, Optional.empty());
    }
}
