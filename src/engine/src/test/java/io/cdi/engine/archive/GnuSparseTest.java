// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.archive.SparseMap.Piece;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Maps that no program makes; those that GNU tar and bsdtar make are in TarExtractorIT.
class GnuSparseTest {

    @Test
    void leavesOutEmptyPieces() throws IOException {
        SparseMap map = GnuSparse.ofPax(pax("size=100", "map=0,0,10,5,15,5,50,0,100,0"), nothing());

        assertThat(map).isEqualTo(new SparseMap(100, List.of(new Piece(10, 5), new Piece(15, 5))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,101",
                "99,2",
                "10,5,14,1",
                "10,5,0,1",
                "-1,5",
                "0,-5",
                "9223372036854775807,1",
                "1,9223372036854775807",
                "1,9223372036854775808",
                "1",
                "1,b"
            })
    void refusesAMapThatMakesNoSense(String map) {
        assertThatThrownBy(() -> GnuSparse.ofPax(pax("size=100", "map=" + map), nothing()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sparse file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "map=0,1",
                "size=; map=0,1",
                "size=-1; map=0,1",
                "size=9; numbytes=1; offset=0",
                "size=9; offset=0; offset=3; numbytes=1",
                "size=9; offset=0",
                "major=1; realsize=x",
                "major=1"
            })
    void refusesRecordsThatMakeNoSense(String records) {
        assertThatThrownBy(() -> GnuSparse.ofPax(pax(records.split("; ")), nothing()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sparse file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2\n0\n1\n", "9223372036854775807\n0\n1\n", "-1\n", "x\n", "1\n0\n101\n"})
    void refusesABadMapBeforeTheData(String map) {
        byte[] record = Arrays.copyOf(map.getBytes(StandardCharsets.UTF_8), map.isEmpty() ? 0 : 512);

        assertThatThrownBy(() -> GnuSparse.ofPax(pax("major=1", "realsize=100"), new ByteArrayInputStream(record)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sparse file");
    }

    private static InputStream nothing() {
        return InputStream.nullInputStream();
    }

    private static List<PaxRecord> pax(String... records) {
        return Stream.of(records)
                .map(record -> record.split("=", 2))
                .map(parts -> new PaxRecord("GNU.sparse." + parts[0], parts[1]))
                .toList();
    }
}
