// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeRulesTest {

    private static final long MIB = 1 << 20;

    /// Sizes in KiB; request 0 = none.
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # disk, free, request, overhead, file
                    1024, 102400, 0, 0, 1024
                    1024, 102400, 0, 0.5, 1024
                    1024, 102400, 10240, 0, 10240
                    1024, 10240, 102400, 0, 10240
                    1024, 102400, 10240, 0.055, 9216
                    1024, 10240, 102400, 0.055, 9216
                    10240, 102400, 10240, 0.055, 10240
                    1024, 102400, 1536, 0, 1024
                    1024, 102400, 2560, 0, 2048
                    1024, 102400, 500, 0, 1024
                    """)
    void growsAFileToTheUsableSpaceAndNeverShrinksIt(
            long disk, long free, long request, double overhead, long expected) {
        var options = new VolumeOptions(
                request == 0 ? OptionalLong.empty() : OptionalLong.of(request << 10), overhead, false, false);

        long size = SizeRules.fileSize(disk << 10, free << 10, options);

        assertThat(size).isEqualTo(expected << 10);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 512", "511, 512", "512, 512", "513, 1024"})
    void endsAtAWholeSector(long disk, long expected) {
        assertThat(SizeRules.fileSize(disk, MIB, VolumeOptions.DEFAULT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 10485760, 10485760", "1048576, 10485760, 1048576", "20971520, 10485760, 10485760"})
    void offersTheFreeSpaceOrTheRequestedSizeWhateverIsSmaller(long request, long free, long expected) {
        var options =
                new VolumeOptions(request == 0 ? OptionalLong.empty() : OptionalLong.of(request), 0.9, false, false);

        assertThat(SizeRules.available(free, options)).isEqualTo(expected);
    }
}
