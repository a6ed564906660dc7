// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdi.testkit.Command;
import io.cdi.testkit.LoopDevice;
import io.cdi.testkit.Qcow2Surgery;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The server over mTLS with curl as its client and qemu-img as the judge of what it stored.
class UploadServerIT {

    private static final long DISK_BYTES = 64L << 20;
    private static final String COMPLETE = "{\"preallocationApplied\":false,\"message\":\"Upload Complete\"}";

    @TempDir
    private Path folder = Path.of("/");

    private Path raw = Path.of("/");

    @BeforeEach
    void makeDisk() {
        raw = QemuImg.create(folder.resolve("disk.raw"), "raw", DISK_BYTES);
        QemuImg.io(raw, "raw", "write -P 7 0 3M", "write -P 9 33M 5M", "write -P 1 63M 1M");
        Command.shell("head -c 4M /dev/urandom | dd of=%s bs=1M seek=10 conv=notrunc status=none".formatted(raw));
    }

    static Stream<Arguments> images() {
        return Stream.of("raw", "qcow2", "vmdk", "vdi", "vpc", "vhdx")
                .flatMap(format -> Stream.of("", "gzip", "xz -0", "zstd -q", "bzip2")
                        .filter(packing -> format.equals("raw") || format.equals("qcow2") || packing.isEmpty())
                        .map(packing -> Arguments.of(format, packing)));
    }

    @ParameterizedTest
    @MethodSource("images")
    void convertsWhileItArrives(String format, String packing) throws Exception {
        Path image = image(format, packing);
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            assertThat(pod.curl("-X", "POST", "-T", image.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);

            assertThat(pod.exitCode()).isZero();
            assertThat(pod.lastWords()).isEqualTo(COMPLETE);
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
            assertThat(Command.run("stat", "-c", "%a", pod.disk()).strip()).isEqualTo("660");
            assertThat(pod.data()).isDirectoryNotContaining("glob:**/.*");
        }
    }

    @ParameterizedTest
    @CsvSource({"raw,''", "qcow2,''", "qcow2,xz -0", "vmdk,gzip"})
    void fillsADeviceWhateverWasOnIt(String format, String packing) throws Exception {
        assumeTrue(LoopDevice.unavailable().isEmpty(), LoopDevice.unavailable().orElse(""));
        Path image = image(format, packing);
        Path backing = folder.resolve("backing");
        Command.shell("head -c %d /dev/urandom > %s".formatted(DISK_BYTES + (8 << 20), backing));
        try (LoopDevice loop = LoopDevice.attach(backing, DISK_BYTES + (8 << 20), 512);
                ServedPod pod = new ServedPod(folder.resolve("pod"))
                        .onDevice(loop.device())
                        .start()) {
            assertThat(pod.curl("-X", "POST", "-T", image.toString(), "/v1alpha1/upload-async")
                            .status())
                    .isEqualTo(200);

            assertThat(pod.exitCode()).isZero();
            assertThat(pod.lastWords()).isEqualTo(COMPLETE);
            QemuImg.assertSameDisk(raw, "raw", loop.device());
        }
    }

    @ParameterizedTest
    @CsvSource({"upload-form", "upload-form-async"})
    void takesTheFileOfAForm(String endpoint) throws Exception {
        Path image = image("qcow2", "");
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            assertThat(pod.curl("-F", "note=hello", "-F", "file=@" + image, "/v1beta1/" + endpoint)
                            .status())
                    .isEqualTo(200);

            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void takesABodyInChunks() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            assertThat(pod.curl(
                                    "-X",
                                    "POST",
                                    "-H",
                                    "Transfer-Encoding: chunked",
                                    "-T",
                                    raw.toString(),
                                    "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);

            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void unpacksAnArchive() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/below"));
        Files.writeString(tree.resolve("file"), "content");
        Path archive = folder.resolve("tree.tar.gz");
        Command.run("tar", "-C", folder.resolve("tree"), "-czf", archive, "below");
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            assertThat(pod.curl("-X", "POST", "-T", archive.toString(), "/v1beta1/upload-archive")
                            .status())
                    .isEqualTo(200);

            assertThat(pod.exitCode()).isZero();
            assertThat(pod.data().resolve("below/file")).hasContent("content");
        }
    }

    @ParameterizedTest
    @CsvSource({"upload,could not process image header: EOF", "upload-archive,it is no tar archive"})
    void refusesAnEmptyBodyAndTakesTheNext(String endpoint, String reason) throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            ServedPod.Reply reply = pod.curl("-X", "POST", "-T", "/dev/null", "/v1beta1/" + endpoint);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.headersAndBody()).contains(reason);
            assertThat(pod.data()).isEmptyDirectory();
            assertThat(pod.curl("-X", "POST", "-T", raw.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void growsTheDiskToWhatTheClaimRequests() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .with("UPLOAD_IMAGE_SIZE", "100Mi")
                .with("PREALLOCATION", "true")
                .start()) {
            assertThat(pod.curl("-X", "POST", "-T", raw.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);

            assertThat(pod.exitCode()).isZero();
            assertThat(pod.lastWords()).contains("\"preallocationApplied\":true");
            assertThat(pod.disk()).hasSize(100L << 20);
            assertThat(Command.run("stat", "-c", "%b", pod.disk()).strip())
                    .satisfies(
                            blocks -> assertThat(Long.parseLong(blocks) * 512).isGreaterThanOrEqualTo(100L << 20));
        }
    }

    @ParameterizedTest
    @CsvSource({"raw", "qcow2"})
    void answersAnImageThatIsTooLargeBeforeItHasCome(String format) throws Exception {
        Path image = image(format, "");
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .with("UPLOAD_IMAGE_SIZE", "32Mi")
                .start()) {
            // At this rate all of it would take longer than curl waits.
            ServedPod.Reply reply =
                    pod.curl("--limit-rate", "100K", "-X", "POST", "-T", image.toString(), "/v1beta1/upload");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.headersAndBody())
                    .contains(
                            "Saving stream failed: effective image size is larger than the reported available storage: ")
                    .contains("A larger PVC is required");
            assertThat(pod.data()).isEmptyDirectory();
            assertThat(pod.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"'',401", "wrong,401", "client,404"})
    void servesOnlyItsClient(String client, int status) throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))) {
            pod.authority().issue("wrong", "/CN=another", "DNS:another");
            pod.start();

            assertThat(pod.curlAs(client, "-X", status == 404 ? "PUT" : "POST", "-d", "x", "/v1beta1/upload")
                            .status())
                    .isEqualTo(status);
            assertThat(pod.curlAs(client, "/healthz").headersAndBody()).endsWith("OK");
        }
    }

    @Test
    void knowsItsClientByANameWithSlashes() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).with("CLIENT_NAME", "ns1/a-ns2/b")) {
            pod.authority().issue("clone", "/O=a+CN=ns1\\/a-ns2\\/b", "DNS:clone");
            pod.start();

            assertThat(pod.curlAs("clone", "-X", "POST", "-T", raw.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesAClientOfAnotherAuthority() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))) {
            var foreign = io.cdi.testkit.TestAuthority.in(Files.createDirectories(folder.resolve("foreign")))
                    .issue("foreign", "/CN=" + ServedPod.CLIENT, "DNS:client");
            for (Path file : new Path[] {foreign.key(), foreign.certificate()}) {
                Files.copy(file, folder.resolve("pod/etc/tls").resolve(file.getFileName()));
            }
            pod.start();

            assertThat(pod.curlAs("foreign", "-X", "POST", "-d", "x", "/v1beta1/upload")
                            .status())
                    .isZero();
            assertThat(pod.curl("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void speaksOnlyTls13WhereTheProfileSaysSo() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .with("TLS_MIN_VERSION", "VersionTLS13")
                .start()) {
            assertThat(pod.curl("--tls-max", "1.2", "/healthz").status()).isZero();
            assertThat(pod.curl("--tlsv1.3", "/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void startsCleanAfterAClientThatDied() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            Process client =
                    pod.startCurl("--limit-rate", "10M", "-X", "POST", "-T", raw.toString(), "/v1beta1/upload");
            awaitFiles(pod.data(), true);
            assertThat(pod.curl("-X", "POST", "-T", raw.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(503);

            client.destroyForcibly().waitFor();
            awaitFiles(pod.data(), false);

            assertThat(pod.curl("-X", "POST", "-T", raw.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);
            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void doesNotWaitForEverForAClientThatStalls() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .waiting(Duration.ofMillis(300), Duration.ofMinutes(1))
                .start()) {
            ServedPod.Reply reply = pod.curl(
                    "-X", "POST", "-H", "Content-Length: 1000000", "--data-binary", "begin", "/v1beta1/upload");

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.headersAndBody()).contains("sent nothing for too long");
            assertThat(pod.curl("-X", "POST", "-T", raw.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void tellsWhyAnImageIsRefused() throws Exception {
        Path backed = folder.resolve("backed.qcow2");
        Command.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", raw, "-F", "raw", backed);
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            ServedPod.Reply reply = pod.curl("-X", "POST", "-T", backed.toString(), "/v1beta1/upload");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.headersAndBody()).contains("backing file").doesNotContain("larger than");
            assertThat(pod.data()).isEmptyDirectory();
        }
    }

    @Test
    void asksForScratchSpaceWhenOnePassCannotDo() throws Exception {
        Path image = Qcow2Surgery.withTableAtEnd(folder.resolve("late.qcow2"), folder);
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            ServedPod.Reply reply = pod.curl("-X", "POST", "-T", image.toString(), "/v1beta1/upload");

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.headersAndBody()).contains("scratch space required and none found");
            assertThat(pod.exitCode()).isZero();
            assertThat(pod.lastWords()).contains("\"scratchSpaceRequired\":true");
        }
    }

    /// Only the data tell that their order is too wild, and an upload cannot be read twice.
    @Test
    void goesThroughScratchSpaceWithTheNextTry() throws Exception {
        Path image = Qcow2Surgery.withTableAtEnd(folder.resolve("late.qcow2"), folder);
        Path disk = QemuImg.convert(image, "qcow2", folder.resolve("late.raw"), "raw");
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).withScratch().start()) {
            String[] upload = {"-X", "POST", "-T", image.toString(), "/v1beta1/upload-async"};

            ServedPod.Reply first = pod.curl(upload);
            ServedPod.Reply second = pod.curl(upload);

            assertThat(first.status()).isEqualTo(500);
            assertThat(first.headersAndBody()).contains("upload again");
            assertThat(second.status()).isEqualTo(200);
            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(disk, "raw", pod.disk());
        }
    }

    @Test
    void endsWhenItsDeadlineHasPassed() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .with("DEADLINE", "2020-01-01T00:00:00Z")
                .start()) {
            assertThat(pod.exitCode()).isZero();
            assertThat(pod.lastWords()).isEqualTo("{\"deadlinePassed\":true,\"message\":\"Deadline Passed\"}");
        }
    }

    @Test
    void doesNotStartWithoutItsCertificate() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .with("TLS_CERT_FILE", "/etc/tls/missing")
                .start()) {
            assertThat(pod.exitCode()).isEqualTo(1);
        }
    }

    private Path image(String format, String packing) {
        Path image = folder.resolve("image." + format);
        if (format.equals("raw")) {
            image = raw;
        } else {
            String[] options = format.equals("vmdk")
                    ? new String[] {"-o", "subformat=streamOptimized"}
                    : format.equals("vpc") ? new String[] {"-o", "force_size=on"} : new String[0];
            QemuImg.convert(raw, "raw", image, format, options);
        }
        if (packing.isEmpty()) {
            return image;
        }
        Path packed = folder.resolve("packed");
        Command.shell("%s -c < %s > %s".formatted(packing, image, packed));
        return packed;
    }

    private static void awaitFiles(Path directory, boolean some) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (Stream<Path> entries = Files.list(directory)) {
                if (entries.findAny().isPresent() == some) {
                    return;
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(directory + " has not become " + (some ? "filled" : "empty"));
            }
            Thread.sleep(10);
        }
    }
}
