// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerbosityTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            '', 1
            -v=3, 3
            --v=10, 10
            -v 5 -skip_headers, 5
            -logtostderr -v=2 -vmodule=x=9, 2
            -v=1 -v=4, 4
            -v, 1
            -v=much, 1
            -v much, 1
            """)
    void isTheLastOneThatIsANumber(String arguments, int level) {
        assertThat(Verbosity.of(arguments.split(" "))).isEqualTo(new Verbosity(level));
    }
}
