// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import io.cdi.testkit.QemuImg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads by tus 1.0.0, with curl as a client that loses its connection.
class ResumableUploadIT {

    private static final String TUS = "/v1beta1/upload-tus";
    private static final String TYPE = "Content-Type: application/offset+octet-stream";

    @TempDir
    private Path folder = Path.of("/");

    private Path raw = Path.of("/");
    private Path image = Path.of("/");

    @BeforeEach
    void makeImage() {
        raw = QemuImg.create(folder.resolve("disk.raw"), "raw", 64L << 20);
        Command.shell("head -c 24M /dev/urandom | dd of=%s bs=1M seek=10 conv=notrunc status=none".formatted(raw));
        image = QemuImg.convert(raw, "raw", folder.resolve("disk.qcow2"), "qcow2", "-c");
    }

    @Test
    void goesOnWhereTheConnectionWasCut() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            String address = create(pod);
            Process client = pod.startCurl(
                    "--limit-rate",
                    "8M",
                    "-X",
                    "PATCH",
                    "-H",
                    TYPE,
                    "-H",
                    "Upload-Offset: 0",
                    "-T",
                    image.toString(),
                    address);
            awaitOffset(pod, address, Files.size(image) / 3);
            client.destroyForcibly().waitFor();

            ServedPod.Reply last = new ServedPod.Reply(409, "");
            while (last.status() == 409) {
                last = patchFrom(pod, address, offset(pod, address));
            }

            assertThat(last.status()).isEqualTo(204);
            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void takesTheUploadInManyParts() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            String address = create(pod);
            long size = Files.size(image);
            for (long at = 0; at < size; at += 5_000_001) {
                Path part = folder.resolve("part");
                Command.shell("dd if=%s of=%s iflag=skip_bytes,count_bytes skip=%d count=5000001 bs=1M status=none"
                        .formatted(image, part, at));

                ServedPod.Reply reply = pod.curl(
                        "-X", "PATCH", "-H", TYPE, "-H", "Upload-Offset: " + at, "-T", part.toString(), address);

                assertThat(reply.status()).isEqualTo(204);
                assertThat(header(reply, "Upload-Offset")).contains(String.valueOf(Math.min(size, at + 5_000_001)));
            }
            assertThat(pod.exitCode()).isZero();
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void givesUpAnUploadWhoseClientDoesNotComeBack() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .waiting(Duration.ofMinutes(1), Duration.ofMillis(200))
                .start()) {
            String address = create(pod);
            while (pod.curl("-I", address).status() != 404) {
                Thread.sleep(20);
            }

            assertThat(pod.data()).isEmptyDirectory();
            assertThat(pod.curl("-X", "POST", "-T", image.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void makesRoomForAPlainUploadWhenItsClientIsGone() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod")).start()) {
            String lost = create(pod);

            assertThat(pod.curl("-X", "POST", "-T", image.toString(), "/v1beta1/upload")
                            .status())
                    .isEqualTo(200);
            assertThat(pod.exitCode()).isZero();
            assertThat(lost).startsWith(TUS);
            QemuImg.assertSameDisk(raw, "raw", pod.disk());
        }
    }

    @Test
    void tellsAtOnceThatTheImageIsTooLarge() throws Exception {
        try (ServedPod pod = new ServedPod(folder.resolve("pod"))
                .with("UPLOAD_IMAGE_SIZE", "32Mi")
                .start()) {
            String address = create(pod);

            ServedPod.Reply reply = pod.curl(
                    "--limit-rate",
                    "100K",
                    "-X",
                    "PATCH",
                    "-H",
                    TYPE,
                    "-H",
                    "Upload-Offset: 0",
                    "-T",
                    image.toString(),
                    address);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.headersAndBody()).contains("A larger PVC is required");
            assertThat(pod.curl("-I", address).status()).isEqualTo(404);
        }
    }

    private String create(ServedPod pod) throws Exception {
        ServedPod.Reply created =
                pod.curl("-X", "POST", "-H", "Tus-Resumable: 1.0.0", "-H", "Upload-Length: " + Files.size(image), TUS);
        assertThat(created.status()).isEqualTo(201);
        return header(created, "Location").orElseThrow();
    }

    private ServedPod.Reply patchFrom(ServedPod pod, String address, long offset) {
        Path rest = folder.resolve("rest");
        Command.shell("tail -c +%d %s > %s".formatted(offset + 1, image, rest));
        return pod.curl("-X", "PATCH", "-H", TYPE, "-H", "Upload-Offset: " + offset, "-T", rest.toString(), address);
    }

    private static long offset(ServedPod pod, String address) {
        return Long.parseLong(header(pod.curl("-I", address), "Upload-Offset").orElseThrow());
    }

    private static void awaitOffset(ServedPod pod, String address, long bytes) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (offset(pod, address) < bytes) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the upload does not advance");
            }
        }
    }

    private static Optional<String> header(ServedPod.Reply reply, String name) {
        Matcher line = Pattern.compile("(?mi)^" + name + ": (.*?)\\r?$").matcher(reply.headersAndBody());
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }
}
