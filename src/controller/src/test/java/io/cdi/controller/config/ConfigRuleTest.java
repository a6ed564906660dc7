// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.config.FilesystemOverhead;
import io.cdi.api.config.ImportProxy;
import io.cdi.controller.Given;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigRuleTest {

    private static final ConfigRule.UploadProxy NOWHERE = new ConfigRule.UploadProxy(null, null);
    private static final Optional<ImportProxy> CLUSTER_PROXY =
            Optional.of(new ImportProxy("http://everyone", "", "", ""));

    @Test
    void hasDefaultsForEverything() {
        CDIConfigStatus status = ConfigRule.status(null, Given.cluster(""), NOWHERE, () -> CLUSTER_PROXY);

        assertThat(Given.yaml(status))
                .contains("cpu: \"750m\"", "memory: \"600M\"", "cpu: \"100m\"", "memory: \"60M\"");
        assertThat(status.filesystemOverhead())
                .isEqualTo(new FilesystemOverhead("0.06", Map.of("fast", "0.06", "wait", "0.06", "tree", "0.06")));
        assertThat(status.scratchSpaceStorageClass()).isEmpty();
        assertThat(status.preallocation()).isFalse();
        assertThat(status.importProxy()).isEqualTo(CLUSTER_PROXY.get());
    }

    @Test
    void followsTheWishesThatCanBeUnderstood() {
        CDIConfigSpec wish = Given.object(CDIConfigSpec.class, """
                scratchSpaceStorageClass: gone
                preallocation: true
                filesystemOverhead: {global: "0.1", storageClass: {fast: "0.2", wait: much, gone: "0.3"}}
                podResourceRequirements: {limits: {memory: 1G}}
                importProxy: {HTTPProxy: "http://proxy"}
                """);

        CDIConfigStatus status = ConfigRule.status(wish, Given.cluster(""), NOWHERE, () -> CLUSTER_PROXY);

        assertThat(status.filesystemOverhead())
                .isEqualTo(new FilesystemOverhead("0.1", Map.of("fast", "0.2", "wait", "0.1", "tree", "0.1")));
        assertThat(status.scratchSpaceStorageClass()).isEmpty();
        assertThat(status.preallocation()).isTrue();
        assertThat(status.importProxy()).isEqualTo(new ImportProxy("http://proxy", null, null, null));
        assertThat(Given.yaml(status)).contains("memory: \"1G\"", "cpu: \"750m\"");
    }
}
