// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePullPeerTest {

    private static final String ENDPOINT = "http://localhost:8100/disk.img";

    @TempDir
    private Path shared;

    private NodePullPeer peer() {
        return new NodePullPeer(
                new Settings.Handshake(true, Optional.of(shared.resolve("ready")), Optional.of(shared.resolve("done"))),
                Duration.ofMillis(60));
    }

    @Test
    void asksForTheFileThatTheOtherContainerNames() throws IOException {
        Files.writeString(shared.resolve("ready"), "fedora disk.qcow2\n");

        assertThat(peer().awaitEndpoint(ENDPOINT)).isEqualTo("http://localhost:8100/fedora%20disk.qcow2");
    }

    @Test
    void doesNotWaitForEver() {
        assertThatThrownBy(() -> peer().awaitEndpoint(ENDPOINT))
                .isInstanceOf(NodePullPeer.NotReady.class)
                .hasMessage("Timeout waiting for file " + shared.resolve("ready"));
    }

    @Test
    void tellsTheOtherContainerOnceAndAgain() throws IOException {
        peer().tellDone();
        peer().tellDone();

        assertThat(shared.resolve("done")).isEmptyFile();
    }

    @Test
    void doesWithoutLabelsWhenNobodyAnswers() {
        assertThat(peer().imageEnvironment("http://127.0.0.1:9/disk.img")).isEmpty();
    }
}
