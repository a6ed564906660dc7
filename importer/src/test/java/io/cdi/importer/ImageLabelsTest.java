// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageLabelsTest {

    @Test
    void makesLabelsOfTheImagesEnvironment() {
        assertThat(ImageLabels.of(List.of(
                        "INSTANCETYPE_KUBEVIRT_IO_DEFAULT_INSTANCETYPE=u1.small",
                        "KUBEVIRT_IO_OS=Linux=x",
                        "A_B_KUBEVIRT_IO_C=",
                        "PATH=/usr/bin",
                        "TEXT=KUBEVIRT_IO_NO=1",
                        "broken")))
                .isEqualTo(Map.of(
                        "instancetype.kubevirt.io/default-instancetype", "u1.small",
                        "kubevirt.io/os", "Linux=x",
                        "a.b.kubevirt.io/c", ""));
    }
}
