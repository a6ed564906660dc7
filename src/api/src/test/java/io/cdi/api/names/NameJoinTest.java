// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameJoinTest {
    @Test
    void keepsNamesThatFit() {
        assertThat(ObjectNames.importerPod("prime-1234")).isEqualTo("importer-prime-1234");
        assertThat(NameJoin.join("a".repeat(60), "b", 62)).hasSize(62).endsWith("a-b");
    }

    /// The values of the FNV reference for 32 bits.
    @ParameterizedTest
    @CsvSource({"'', 811c9dc5", "a, e40c292c", "foobar, bf9cf968"})
    void hashesAsTheReferenceDoes(String text, String hash) {
        assertThat(NameJoin.hash(text)).isEqualTo(hash);
    }

    @Test
    void cutsTheBaseAndHashesIt() {
        var base = "x".repeat(100);

        assertThat(NameJoin.join(base, "scratch", 63))
                .hasSize(63)
                .isEqualTo("x".repeat(46) + "-" + NameJoin.hash(base) + "-scratch");
    }

    @Test
    void hashesTheWholeWhenTheSuffixLeavesNoRoom() {
        var suffix = "s".repeat(70);

        assertThat(NameJoin.join("base", suffix, 63)).isEqualTo("base-" + NameJoin.hash("base-" + suffix));
        assertThat(NameJoin.join("b".repeat(90), suffix, 63)).hasSize(63);
    }

    @Test
    void labelsHaveNoDots() {
        assertThat(NameJoin.label("cdi-upload-a.b")).isEqualTo("cdi-upload-a-b");
        assertThat(NameJoin.label("d.".repeat(40))).hasSize(63).endsWith("-cdi").doesNotContain(".");
    }

    @ParameterizedTest
    @CsvSource({"sha256:0123456789abcdef, golden-0123456789ab", "uid:11-22, golden-11-22"})
    void importsAreNamedByTheirDigest(String digest, String name) {
        assertThat(ObjectNames.cronImport("golden", digest)).isEqualTo(name);
    }
}
