// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void knowsTheKindsOfSourceByTheirWords() {
        assertThat(SourceType.of("none")).contains(SourceType.BLANK);
        assertThat(SourceType.of("registry").map(SourceType::word)).contains("registry");
        assertThat(SourceType.of("ftp")).isEmpty();
        assertThat(ContentType.of("archive")).contains(ContentType.ARCHIVE);
        assertThat(ContentType.of("")).isEmpty();
    }

    @Test
    void passesOnWhatPodsNeedAndOptsOutOfMeshes() {
        Map<String, String> annotations =
                Map.of(ForeignAnnotations.NETWORKS, "net1", ForeignAnnotations.LINKERD_INJECT, "enabled", "other", "1");

        assertThat(PassedAnnotations.of(annotations))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "k8s.v1.cni.cncf.io/networks", "net1",
                        "linkerd.io/inject", "enabled",
                        "sidecar.istio.io/inject", "false"));
    }
}
