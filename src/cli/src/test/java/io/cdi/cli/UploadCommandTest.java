// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.cli.progress.StatusLine;
import io.cdi.cli.upload.ClusterAccess;
import io.cdi.cli.upload.ProxyAccess;
import io.cdi.cli.upload.UploadRequest;
import io.cdi.cli.upload.VolumeWishes;
import io.cdi.contract.ContentType;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class UploadCommandTest {

    @Test
    void fileAndNameAreEnough() {
        assertThat(request("fedora.qcow2", "fedora"))
                .isEqualTo(new UploadRequest(
                        Path.of("fedora.qcow2"),
                        Optional.empty(),
                        "fedora",
                        new VolumeWishes(
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                ContentType.KUBEVIRT,
                                false),
                        true,
                        new ClusterAccess(Optional.empty(), Optional.empty(), Optional.empty()),
                        new ProxyAccess(Optional.empty(), List.of(), false, OptionalLong.empty())));
    }

    @Test
    void allOptionsReachTheRequest() {
        assertThat(request(("a.tar vms/site --size 10Gi --storage-class fast --volume-mode filesystem"
                                + " --access-mode ReadWriteMany --content-type archive --force-bind --no-create"
                                + " --kubeconfig k --context c --proxy-url https://proxy --ca-file ca.pem --insecure"
                                + " --limit-rate 1MiB")
                        .split(" ")))
                .isEqualTo(new UploadRequest(
                        Path.of("a.tar"),
                        Optional.of("vms"),
                        "site",
                        new VolumeWishes(
                                OptionalLong.of(10L << 30),
                                Optional.of("fast"),
                                Optional.of("Filesystem"),
                                Optional.of("ReadWriteMany"),
                                ContentType.ARCHIVE,
                                true),
                        false,
                        new ClusterAccess(Optional.of(Path.of("k")), Optional.of("c"), Optional.empty()),
                        new ProxyAccess(
                                Optional.of(URI.create("https://proxy")),
                                List.of(Path.of("ca.pem")),
                                true,
                                OptionalLong.of(1 << 20))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "a b/c/d; 'b/c/d' is not a DataVolume; write NAME or NAMESPACE/NAME",
                "a Big_Name; 'Big_Name' is not a name",
                "a b/c --namespace d; give the namespace once",
                "a b --volume-mode file; 'file' is none of block, filesystem",
                "a b --access-mode ReadOnlyMany; 'ReadOnlyMany' is none of",
                "a b --content-type archive --volume-mode block; an archive needs --volume-mode filesystem",
                "a b --proxy-url proxy; 'proxy' is not a service",
            })
    void mistakesAreToldBeforeAnythingIsDone(String words, String sentence) {
        assertThatThrownBy(() -> request(words.split(" ")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(sentence);
    }

    private static UploadRequest request(String... words) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Session session = new Session(
                Map.of(), InputStream.nullInputStream(), nowhere, nowhere, new StatusLine(nowhere), false, () -> 0);
        UploadCommand command = new UploadCommand(session);
        new CommandLine(command.spec(), ModelFactory.INSTANCE).parseArgs(words);
        return command.request();
    }
}
