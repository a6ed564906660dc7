// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.cli.progress.StatusLine;
import io.cdi.engine.Interruption;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.packing.Packing;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Checksum;
import io.cdi.engine.transfer.ImportRequest;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.ImportRequest.Engine;
import io.cdi.engine.transfer.ImportResult;
import io.cdi.scratch.VolumeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ImportCommandTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void defaultsAskForNothingSpecial() throws IOException {
        assertThat(request("https://host/disk", "disk.img"))
                .isEqualTo(new ImportRequest(
                        new Source.Http(
                                URI.create("https://host/disk"), Optional.empty(), List.of(), Source.Tls.SYSTEM),
                        Source.Effort.DEFAULT,
                        Path.of("disk.img"),
                        VolumeOptions.DEFAULT,
                        Content.DISK,
                        Optional.empty(),
                        Engine.AUTO,
                        Optional.empty()));
    }

    @Test
    void allOptionsReachTheRequest() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "hunter2\r\nsecond line\n");
        String sum = "sha256:" + "ab".repeat(32);

        ImportRequest request = request(
                ("https://host/disk /vm --size 10Gi --checksum " + sum + " --content-type kubevirt --preallocate"
                                + " --username me --password-file " + password
                                + " --ca-file a.pem --ca-file b.pem --insecure --connections 3 --limit-rate 50MiB"
                                + " --retries 2 --stall 7 --scratch /tmp --engine qemu-img --resume")
                        .split(" "));

        assertThat(request)
                .isEqualTo(new ImportRequest(
                        new Source.Http(
                                URI.create("https://host/disk"),
                                Optional.of(new Source.Login("me", new Secret("hunter2"))),
                                List.of(),
                                new Source.Tls(List.of(Path.of("a.pem"), Path.of("b.pem")), true)),
                        new Source.Effort(
                                OptionalInt.of(3),
                                OptionalLong.of(50 << 20),
                                new RetryPolicy(
                                        3,
                                        RetryPolicy.DEFAULT.firstDelay(),
                                        RetryPolicy.DEFAULT.longestDelay(),
                                        Duration.ofSeconds(7),
                                        Duration.ofSeconds(7))),
                        Path.of("/vm"),
                        new VolumeOptions(OptionalLong.of(10L << 30), 0, true, true),
                        Content.DISK,
                        Optional.of(Checksum.parse(sum)),
                        Engine.QEMU_IMG,
                        Optional.of(Path.of("/tmp"))));
    }

    @Test
    void headersKeepTheirBlanks() throws IOException {
        assertThat(request("http://host/a", "b", "--header", "Authorization: Bearer x", "--header", "B:c")
                        .source())
                .isInstanceOfSatisfying(
                        Source.Http.class,
                        http -> assertThat(http.headers())
                                .containsExactly(
                                        new Source.Header("Authorization", new Secret("Bearer x")),
                                        new Source.Header("B", new Secret("c"))));
    }

    @Test
    void googleCredentialsComeFromTheEnvironment() throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key.json"), "{}");

        Source source = parsed(
                        Map.of("GOOGLE_APPLICATION_CREDENTIALS", keyFile.toString()), "gs://bucket/object", "disk.img")
                .request()
                .source();

        assertThat(source)
                .isInstanceOfSatisfying(
                        Source.Gcs.class,
                        gcs -> assertThat(gcs.serviceAccountJson()).contains(new Secret("{}")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "import http://a/b|Missing required parameter: 'TARGET'",
                "import http://a/b c --size 10Q|Invalid value for option '--size': '10Q' is not a size",
                "import http://a/b c --size 0|Invalid value for option '--size': must be larger than 0",
                "import http://a/b c --checksum md5:1|Invalid value for option '--checksum': invalid md5 hash length",
                "import http://a/b c --engine fast|Invalid value for option '--engine': 'fast' is none of auto, stream, qemu-img",
                "import http://a/b c --engine qemu-img|--engine qemu-img needs --scratch DIR",
                "import http://a/b c --content-type tar|'tar' is none of kubevirt, archive",
                "import http://a/b c --content-type archive --size 1Gi|--size, --preallocate, --resume, --engine and --scratch are for disk images",
                "import http://a/b c --content-type archive --resume|leave them out with --content-type archive",
                "import http://a/b c --connections 0|Invalid value for option '--connections': must be at least 1",
                "import http://a/b c --retries x|Invalid value for option '--retries'",
                "import http://a/b c --retries -5|Invalid value for option '--retries': must be at least 0",
                "import http://a/b c --username me|--username and --password-file belong together",
                "import http://a/b c --s3-endpoint minio|Invalid value for option '--s3-endpoint': 'minio' is not a service",
                "import http://a/b c --sise 1Gi|Unknown options: '--sise'",
                "import ftp://a/b c|'ftp://' is not a kind of SOURCE",
                "import s3://a/b c --header N:v|--header is for http:// and https:// sources",
                "blank|Missing required parameter: 'TARGET'",
                "blank /nowhere/a.img|a file needs a size",
                "apply --volumes x|Missing required option: '--filename=FILE'",
                "apply -f x --volumes y --parallel 5|Invalid value for option '--parallel': must be at most 4",
                "imprt a b|Unmatched arguments from index 0: 'imprt'",
                "\"\"|give a command"
            })
    void mistakesAreTold(String line, String sentence) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");

        int code = commandLine(Map.of(), words).execute(words);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("cdi: ")
                .contains(sentence)
                .contains("--help'.")
                .hasLineCount(2);
        assertThat(code).isEqualTo(2);
    }

    @Test
    void theResultIsOneLine() throws IOException {
        ResultLine line = new ResultLine(
                request("http://host/a", "/vm/disk.img"),
                new ImportResult(
                        DiskFormat.QCOW2, List.of(Packing.GZIP), 8L << 30, 289_826_406, 700 << 20, 0, Optional.empty()),
                Duration.ofMillis(2300));

        assertThat(line.text())
                .isEqualTo("imported qcow2 (gzip) 276.4 MiB -> /vm/disk.img 8 GiB in 2.3 s (120.2 MiB/s), 0 B scratch");
        assertThat(line.json().toString())
                .isEqualTo("{\"event\":\"imported\",\"target\":\"/vm/disk.img\",\"content\":\"kubevirt\","
                        + "\"format\":\"qcow2\",\"packings\":[\"gzip\"],\"diskBytes\":8589934592,"
                        + "\"sourceBytes\":289826406,\"writtenBytes\":734003200,\"scratchBytes\":0,"
                        + "\"elapsedSeconds\":2.3}");
    }

    @Test
    void anUnpackedArchiveHasNoDiskSize() throws IOException {
        ResultLine line = new ResultLine(
                request("http://host/a", "/srv", "--content-type", "archive"),
                new ImportResult(DiskFormat.RAW, List.of(), 0, 1 << 20, 2 << 20, 0, Optional.empty()),
                Duration.ofSeconds(1));

        assertThat(line.text()).isEqualTo("unpacked archive 1 MiB -> /srv in 1.0 s (1 MiB/s), 0 B scratch");
    }

    @Test
    void missingPasswordFileFailsBeforeAnythingStarts() {
        assertThatThrownBy(() -> request("http://a/b", "c", "--username", "me", "--password-file", "/nowhere/file"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aPasswordFileMustBeText() throws IOException {
        Path password = Files.write(folder.resolve("password"), "hünter2".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> request("http://a/b", "c", "--username", "me", "--password-file", password.toString()))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining(password + " is not text in UTF-8");
    }

    private ImportRequest request(String... arguments) throws IOException {
        return parsed(Map.of(), arguments).request();
    }

    private ImportCommand parsed(Map<String, String> environment, String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "import";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        CommandLine.ParseResult parsed = commandLine(environment, words).parseArgs(words);
        return (ImportCommand) parsed.subcommand().commandSpec().userObject();
    }

    private CommandLine commandLine(Map<String, String> environment, String... words) {
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        Session session = new Session(
                environment,
                InputStream.nullInputStream(),
                messages,
                messages,
                new StatusLine(messages),
                false,
                System::nanoTime);
        return Cdi.commandLine(session, new Interruption(Thread.currentThread(), Duration.ZERO), words);
    }
}
