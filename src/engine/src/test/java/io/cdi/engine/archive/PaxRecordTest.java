// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaxRecordTest {

    private final List<PaxRecord> taken = new ArrayList<>();

    @Test
    void takesTheWantedRecordsAndLeavesTheOthers() {
        String others = take("14 path=a=b c\n23 GNU.sparse.size=512\n13 uid=10000\n");

        assertThat(others).isEqualTo("14 path=a=b c\n13 uid=10000\n");
        assertThat(taken).containsExactly(new PaxRecord("GNU.sparse.size", "512"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "23 GNU.sparse.size=512",
                "99 GNU.sparse.size=512\n",
                "0 \n",
                "2 \n",
                " \n",
                "99999999999999999999 GNU.sparse.size=512\n",
                "-5 GNU.sparse.size=512\n",
                "9\n",
                "9"
            })
    void leavesWhatFollowsAMalformedRecord(String malformed) {
        String rest = malformed + "23 GNU.sparse.size=512\n";

        assertThat(take("13 uid=10000\n" + rest)).isEqualTo("13 uid=10000\n" + rest);
        assertThat(taken).isEmpty();
    }

    @Test
    void takesARecordWithoutEqualsForOneWithoutAName() {
        assertThat(take("10 GNU.sp\n")).isEqualTo("10 GNU.sp\n");
    }

    private String take(String header) {
        byte[] others = PaxRecord.take(header.getBytes(StandardCharsets.UTF_8), GnuSparse::isAbout, taken);
        return new String(others, StandardCharsets.UTF_8);
    }
}
