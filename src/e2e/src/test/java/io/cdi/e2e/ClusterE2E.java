// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all other tests build on: volumes of both modes, looks into them, and servers that pods can reach.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class ClusterE2E {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"Filesystem", "Block"})
    void aPodThatIsNotRootWritesADiskAndAnotherSeesIt(String mode, TestNamespace namespace) {
        DiskPod disk = namespace.claim("disk", mode, "100Mi");

        disk.run("if [ ! -b $DISK ]; then truncate -s 64M $DISK; fi; "
                + "printf 'hello' | dd of=$DISK bs=1M seek=10 conv=notrunc,fsync 2>/dev/null");

        assertThat(disk.bytes()).isEqualTo(mode.equals("Block") ? 100 * MIB : 64 * MIB);
        assertThat(disk.info()).contains("\"format\": \"raw\"");
        assertThat(disk.run("tail -c +10485761 $DISK | head -c 5")).isEqualTo("hello");
    }

    @Test
    void theImageHasWhatOthersRunInIt(TestNamespace namespace) {
        DiskPod disk = namespace.claim("disk", "Block", "10Mi");

        String versions = disk.run("id -u; tar --version | head -1; qemu-img --version | head -1;"
                + " java --version | head -1; readlink /bin/sh");

        assertThat(versions.lines().toList()).first().isEqualTo("107");
        assertThat(versions).contains("tar (GNU tar)", "qemu-img version", "openjdk 25", "bash");
    }

    @Test
    void podsReachTheServersOfATestAndWhatTheyServeIsSeenOnAVolume(TestNamespace namespace, Peers peers)
            throws IOException {
        Path image = QemuImg.create(peers.files().resolve("reached.raw"), "raw", 4 * MIB);
        QemuImg.io(image, "raw", "write -P 7 1M 1M");
        DiskPod disk = namespace.claim("disk", "Block", "10Mi");
        URI uri = peers.http().uri("reached.raw");

        disk.run(
                "exec 3<>/dev/tcp/%s/%d; printf 'GET %s HTTP/1.0\\r\\n\\r\\n' >&3; sed '1,/^\\r$/d' <&3 | dd of=$DISK conv=fsync"
                        .formatted(uri.getHost(), uri.getPort(), uri.getPath()));

        assertThat(disk.sha256(Files.size(image)))
                .isEqualTo(Command.run("sha256sum", image).substring(0, 64));
    }

    @Test
    void podsReachEveryKindOfServer(TestNamespace namespace, Peers peers) {
        DiskPod disk = namespace.claim("disk", "Block", "10Mi");
        List<URI> servers = List.of(
                peers.https().uri(""),
                peers.login().uri(""),
                peers.s3().endpoint(),
                URI.create("https://" + peers.registry().address()),
                URI.create("http://" + peers.openRegistry().address()));

        String reached = disk.run(servers.stream()
                .map(uri -> "exec 3<>/dev/tcp/%s/%d; echo reached".formatted(uri.getHost(), uri.getPort()))
                .collect(Collectors.joining("; ")));

        assertThat(reached.lines()).hasSameSizeAs(servers);
    }
}
