// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.transfer.ImportRequest.Engine;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportPlanTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # size | capacity | why not  | engine   | scratch | plan
              100  | 100      |          | AUTO     | false   | OnePass
              100  | 100      |          | AUTO     | true    | OnePass
                   | 100      |          | STREAM   | false   | OnePass
              101  | 100      |          | AUTO     | true    | Refused Permanent
              101  | 100      | a log    | AUTO     | true    | Refused Permanent
              100  | 100      | a log    | AUTO     | true    | ViaScratch
              100  | 100      | a log    | AUTO     | false   | Refused NeedsScratch
              100  | 100      | a log    | STREAM   | true    | Refused NeedsScratch
              100  | 100      |          | QEMU_IMG | true    | ViaScratch
              100  | 100      |          | QEMU_IMG | false   | Refused NeedsScratch
            """)
    void decidesBeforeTheFirstByteIsWritten(
            @Nullable Long size, long capacity, @Nullable String whyNot, Engine engine, boolean scratch, String plan) {
        Probe probe = new Probe(
                "disk.qcow2",
                DiskFormat.QCOW2,
                size == null ? OptionalLong.empty() : OptionalLong.of(size),
                Optional.ofNullable(whyNot));

        String decided = switch (ImportPlan.of(probe, capacity, engine, scratch)) {
            case ImportPlan.OnePass() -> "OnePass";
            case ImportPlan.ViaScratch(String _) -> "ViaScratch";
            case ImportPlan.Refused(TransferException.Permanent error) -> {
                assertThat(error).hasMessageContaining("A larger PVC is required");
                yield "Refused Permanent";
            }
            case ImportPlan.Refused(TransferException error) ->
                "Refused " + error.getClass().getSimpleName();
        };

        assertThat(decided).isEqualTo(plan);
    }
}
