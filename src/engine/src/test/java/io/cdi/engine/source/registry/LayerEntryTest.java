// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerEntryTest {

    @ParameterizedTest
    @ValueSource(strings = {"disk/x.img", "./disk/x.img", "/disk/x.img", "disk//x.img", "disk/./x.img"})
    void findsAFileInTheDirectory(String path) {
        assertThat(LayerEntry.of(path, LayerEntry.Kind.FILE)).isEqualTo(new LayerEntry.DiskFile("x.img"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "diskette/x",
                "disks",
                "a/disk/x",
                "x",
                "",
                "./",
                "disk/../x",
                "../disk/x",
                ".wh.diskette",
                "a/.wh.disk"
            })
    void leavesOthersAlone(String path) {
        assertThat(LayerEntry.of(path, LayerEntry.Kind.FILE)).isEqualTo(new LayerEntry.Irrelevant());
    }

    @ParameterizedTest
    @CsvSource({"disk", "disk/", "./disk/", "disk/folder/", "disk/folder/deeper/"})
    void leavesDirectoriesAlone(String path) {
        assertThat(LayerEntry.of(path, LayerEntry.Kind.DIRECTORY)).isEqualTo(new LayerEntry.Irrelevant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk/.wh..wh..opq", ".wh.disk", "./.wh.disk", ".wh..wh..opq", "disk"})
    void seesThatEverythingBelowIsGone(String path) {
        assertThat(LayerEntry.of(path, LayerEntry.Kind.FILE)).isEqualTo(new LayerEntry.DeletesAll());
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk/.wh.x.img", "./disk/.wh.x.img"})
    void seesThatOneFileIsGone(String path) {
        assertThat(LayerEntry.of(path, LayerEntry.Kind.FILE)).isEqualTo(new LayerEntry.Deletes("x.img"));
    }

    @ParameterizedTest
    @CsvSource({"disk/x, LINK", "disk/x, SPECIAL", "disk/x/y, FILE", "disk/x/y/z, LINK"})
    void knowsWhatCannotBeADisk(String path, LayerEntry.Kind kind) {
        assertThat(LayerEntry.of(path, kind))
                .isInstanceOfSatisfying(
                        LayerEntry.Unusable.class,
                        file -> assertThat(file.name()).isEqualTo("x"));
    }
}
