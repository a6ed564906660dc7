// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeTest {

    @ParameterizedTest
    @CsvSource({
        "'',v1.0.0,NONE",
        "v1.0.0,1.0.0,NONE",
        "v1.0.0,v1.0.1,NEWER",
        "v1.9.0,v1.10.0,NEWER",
        "v2.0.0,v1.10.0,REFUSED",
        "v1.0.1,v1.0.0,REFUSED",
        "devel,v1.0.0,NEWER",
        "v1.0.0,devel,NEWER",
        "devel,devel,NONE"
    })
    void comparesVersions(String deployed, String own, Upgrade expected) {
        assertThat(Upgrade.of(deployed, own)).isEqualTo(expected);
    }
}
