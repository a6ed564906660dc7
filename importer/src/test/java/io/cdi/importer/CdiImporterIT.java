// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdi.testkit.Command;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.DockerRegistry;
import io.cdi.testkit.FakeGcsServer;
import io.cdi.testkit.FreePort;
import io.cdi.testkit.LoopDevice;
import io.cdi.testkit.MinioServer;
import io.cdi.testkit.Nginx;
import io.cdi.testkit.Qcow2Surgery;
import io.cdi.testkit.QemuImg;
import io.cdi.testkit.RecordingProxy;
import io.cdi.testkit.TarLayer;
import io.cdi.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged worker in the surroundings of the pod contract, with real sources.
class CdiImporterIT {

    private static final long MIB = 1 << 20;
    private static final String DONE =
            "{\"scratchSpaceRequired\":false,\"preallocationApplied\":false,\"message\":\"Import Complete\"}";

    @TempDir
    static Path shared;

    private static Path raw;
    private static Path qcow2;

    @TempDir
    private Path folder;

    private Path files;
    private Pod pod;

    @BeforeAll
    static void makeImages() {
        assumeTrue(Pod.unavailable().isEmpty(), () -> Pod.unavailable().orElse(""));
        raw = QemuImg.create(shared.resolve("disk.raw"), "raw", 12 * MIB);
        QemuImg.io(raw, "raw", "write -P 7 0 1M", "write -P 9 5M 3M");
        qcow2 = QemuImg.convert(raw, "raw", shared.resolve("disk.qcow2"), "qcow2", "-c");
    }

    @BeforeEach
    void makePod() throws IOException {
        files = Files.createDirectories(folder.resolve("files"));
        Files.createLink(files.resolve("disk.qcow2"), qcow2);
        pod = new Pod(Files.createDirectories(folder.resolve("pod")))
                .with("IMPORTER_SOURCE", "http")
                .with("IMPORTER_IMAGE_SIZE", "32Mi");
    }

    private Nginx.Setup nginx() throws IOException {
        return Nginx.serving(Files.createDirectories(folder.resolve("nginx")), files);
    }

    private Pod.Ended importFrom(Nginx nginx, String path) throws Exception {
        return pod.with("IMPORTER_ENDPOINT", nginx.uri(path).toString()).run();
    }

    private void assertDisk(Pod.Ended ended, String words) {
        assertThat(ended.terminationText()).as(ended.log()).isEqualTo(words);
        assertThat(ended.exitCode()).isZero();
        QemuImg.assertSameDisk(qcow2, "qcow2", pod.disk());
    }

    @Test
    void fillsAClaimInFilesystemMode() throws Exception {
        Files.writeString(pod.disk(), "what an earlier run left");
        try (Nginx nginx = nginx().start()) {
            Pod.Ended ended = importFrom(nginx, "disk.qcow2");

            assertDisk(ended, DONE);
            assertThat(Files.size(pod.disk())).isEqualTo(30 * MIB);
            assertThat(Command.run("stat", "-c", "%a %u", pod.disk()).strip()).isEqualTo("660 107");
            assertThat(pod.host("/data")).isDirectoryNotContaining(file -> !file.equals(pod.disk()));
            assertThat(ended.log()).contains("Successfully completed fsync(/data/disk.img) syscall");
        }
    }

    @Test
    void fillsAClaimInBlockMode() throws Exception {
        assumeTrue(
                LoopDevice.unavailable().isEmpty(),
                () -> LoopDevice.unavailable().orElse(""));
        try (Nginx nginx = nginx().start();
                LoopDevice loop = LoopDevice.attach(folder.resolve("backing"), 16 * MIB, 512)) {
            pod.device(loop);

            Pod.Ended ended = importFrom(nginx, "disk.qcow2");

            assertThat(ended.terminationText()).as(ended.log()).isEqualTo(DONE);
            QemuImg.assertSameDisk(qcow2, "qcow2", loop.device());
        }
    }

    @Test
    void usesAuthoritiesLoginAndHeaders() throws Exception {
        TestAuthority authority = TestAuthority.in(Files.createDirectories(folder.resolve("ca")));
        pod.mount("/certs").mount("/extraheaders");
        Files.copy(authority.certificate(), pod.host("/certs").resolve("ca.pem"));
        Files.createDirectory(pod.host("/extraheaders").resolve("0"));
        Files.writeString(pod.host("/extraheaders").resolve("0/header"), "X-Secret: sesame\n");
        try (Nginx nginx = nginx().withTls(authority, "IP:127.0.0.1")
                .withLogin("me", "word")
                .with("if ($http_x_plain != open) { return 418; }")
                .with("if ($http_x_secret != sesame) { return 418; }")
                .start()) {
            pod.with("IMPORTER_CERT_DIR", "/certs")
                    .with("IMPORTER_ACCESS_KEY_ID", "me")
                    .with("IMPORTER_SECRET_KEY", "word")
                    .with("IMPORTER_EXTRA_HEADER_0", "X-Plain: open");

            Pod.Ended ended = importFrom(nginx, "disk.qcow2");

            assertDisk(ended, DONE);
            assertThat(ended.log()).doesNotContain("sesame", "Authorization");
        }
    }

    @Test
    void goesThroughTheProxyWithItsOwnName() throws Exception {
        try (Nginx nginx = nginx().start();
                RecordingProxy proxy = RecordingProxy.start("")) {
            pod.with("http_proxy", "http://127.0.0.1:" + proxy.port())
                    .with(
                            "IMPORTER_ENDPOINT",
                            nginx.uri("disk.qcow2").toString().replace("127.0.0.1", "images.test"));

            Pod.Ended ended = pod.run();

            assertDisk(ended, DONE);
            assertThat(proxy.heads().getFirst()).contains("User-Agent: cdi-golang-importer");
        }
    }

    @Test
    void saysThatTheImageIsNotThere() throws Exception {
        try (Nginx nginx = nginx().start()) {
            Pod.Ended ended = importFrom(nginx, "absent.qcow2");

            assertThat(ended.exitCode()).isOne();
            assertThat(ended.terminationText())
                    .startsWith("Unable to connect to http data source: expected status code 200, got 404."
                            + " Status: 404 Not Found");
            assertThat(pod.host("/data")).isEmptyDirectory();
        }
    }

    @Test
    void saysThatTheClaimIsTooSmall() throws Exception {
        try (Nginx nginx = nginx().start()) {
            pod.with("IMPORTER_IMAGE_SIZE", "8Mi");

            Pod.Ended ended = importFrom(nginx, "disk.qcow2");

            assertThat(ended.exitCode()).isOne();
            assertThat(ended.terminationText())
                    .contains("virtual image size " + 12 * MIB + " is larger than the reported available storage "
                            + 8 * MIB + ". A larger PVC is required");
        }
    }

    @Test
    void readsACorruptImageOnceAndTheRightOneThatReplacesIt() throws Exception {
        Path good = files.resolve("good.gz");
        Command.shell("gzip -1 <" + raw + " >" + good);
        Path image = files.resolve("disk.gz");
        Command.shell("head -c " + (Files.size(good) - 9) + " " + good + " >" + image);
        try (Nginx nginx = nginx().start()) {
            Pod.Ended first = importFrom(nginx, "disk.gz");
            nginx.awaitServed(readAndAsked -> readAndAsked.size() == 2);
            Pod.Ended second = importFrom(nginx, "disk.gz");
            nginx.awaitServed(askedAgain -> askedAgain.size() == 3);
            Files.move(good, image, StandardCopyOption.REPLACE_EXISTING);
            Pod.Ended third = importFrom(nginx, "disk.gz");

            assertThat(first.exitCode()).as(first.log()).isOne();
            assertThat(second.terminationText()).isEqualTo(first.terminationText());
            assertThat(second.log()).contains("the source still has the image that was of no use");
            assertThat(third.terminationText()).as(third.log()).isEqualTo(DONE);
        }
    }

    @Test
    void leavesNothingOfABadImage() throws Exception {
        try (Nginx nginx = nginx().start()) {
            pod.with("IMPORTER_CHECKSUM", "md5:" + "0".repeat(32));

            Pod.Ended ended = importFrom(nginx, "disk.qcow2");

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.terminationText())
                    .startsWith("{\"message\":\"Unable to process data: ")
                    .contains("checksum mismatch: expected md5:" + "0".repeat(32) + ", calculated md5:");
            assertThat(pod.host("/data")).isEmptyDirectory();
        }
    }

    @Test
    void asksForScratchSpaceAndUsesIt() throws Exception {
        Path odd = Qcow2Surgery.withTableAtEnd(folder.resolve("odd.qcow2"), folder);
        Command.shell("gzip -1 <" + odd + " >" + files.resolve("odd.gz"));
        pod.with("IMPORTER_IMAGE_SIZE", "64Mi");
        try (Nginx nginx = nginx().start()) {
            Pod.Ended first = importFrom(nginx, "odd.gz");
            assertThat(first.exitCode()).as(first.log()).isZero();
            assertThat(first.terminationText())
                    .isEqualTo("{\"scratchSpaceRequired\":true,\"preallocationApplied\":false,"
                            + "\"message\":\"Import Complete\"}");

            Pod.Ended second = pod.mount("/scratch").run();

            assertThat(second.terminationText()).as(second.log()).isEqualTo(DONE);
            QemuImg.assertSameDisk(odd, "qcow2", pod.disk());
            assertThat(pod.host("/scratch")).isEmptyDirectory();
        }
    }

    @Test
    void givesEveryByteItsStorage() throws Exception {
        try (Nginx nginx = nginx().start()) {
            pod.with("PREALLOCATION", "true");

            Pod.Ended ended = importFrom(nginx, "disk.qcow2");

            assertDisk(ended, DONE.replace("Applied\":false", "Applied\":true"));
            assertThat(Long.parseLong(
                            Command.run("stat", "-c", "%b", pod.disk()).strip()))
                    .isGreaterThanOrEqualTo(30 * MIB / 512);
        }
    }

    @Test
    void unpacksAnArchive() throws Exception {
        Command.shell("cd " + files + " && mkdir -p a/b && echo hello >a/b/c && tar czf files.tgz a");
        try (Nginx nginx = nginx().start()) {
            pod.with("IMPORTER_CONTENTTYPE", "archive");

            Pod.Ended ended = importFrom(nginx, "files.tgz");

            assertThat(ended.terminationText()).as(ended.log()).isEqualTo(DONE);
            assertThat(pod.host("/data").resolve("a/b/c")).hasContent("hello");
        }
    }

    @Test
    void takesTheDiskAndTheLabelsOfAContainerImage() throws Exception {
        TestAuthority authority = TestAuthority.in(Files.createDirectories(folder.resolve("ca")));
        Path storage = Files.createDirectories(folder.resolve("storage"));
        ContainerDisk image = ContainerDisk.image(ContainerDisk.Flavor.OCI)
                .architecture("arm64")
                .env("INSTANCETYPE_KUBEVIRT_IO_DEFAULT_PREFERENCE=fedora")
                .layer(
                        new TarLayer().directory("disk/").file("disk/d.qcow2", Files.readAllBytes(qcow2)),
                        TarLayer.Compression.GZIP)
                .build();
        try (DockerRegistry open = DockerRegistry.plain(storage, Files.createDirectories(folder.resolve("r1")))) {
            open.push(ContainerDisk.index(ContainerDisk.Flavor.OCI, image), "disks/fedora", "1");
        }
        pod.mount("/certs").with("IMPORTER_CERT_DIR", "/certs").with("IMPORTER_SOURCE", "registry");
        Files.copy(authority.certificate(), pod.host("/certs").resolve("ca.crt"));
        try (DockerRegistry registry =
                DockerRegistry.tls(storage, Files.createDirectories(folder.resolve("r2")), authority)) {
            pod.with("IMPORTER_ENDPOINT", "docker://" + registry.address() + "/disks/fedora:1");

            Pod.Ended other =
                    pod.with("IMPORTER_REGISTRY_IMAGE_ARCHITECTURE", "s390x").run();
            Pod.Ended wanted =
                    pod.with("IMPORTER_REGISTRY_IMAGE_ARCHITECTURE", "arm64").run();

            assertThat(other.exitCode()).isOne();
            assertThat(other.terminationText())
                    .contains("Failed to read registry image: Error retrieving image: choosing image instance: no image"
                            + " found in image index for architecture \"s390x\", variant \"\", OS \"linux\"");
            assertDisk(
                    wanted,
                    "{\"scratchSpaceRequired\":false,\"preallocationApplied\":false,\"labels\":"
                            + "{\"instancetype.kubevirt.io/default-preference\":\"fedora\"},\"message\":\"Import Complete\"}");
        }
    }

    @Test
    void readsFromMinio() throws Exception {
        try (MinioServer minio = MinioServer.start(Files.createDirectories(folder.resolve("minio")))) {
            minio.createBucket("images");
            minio.put("images", "a/disk.qcow2", qcow2);
            pod.with("IMPORTER_SOURCE", "s3")
                    .with("IMPORTER_ENDPOINT", minio.endpoint() + "/images/a/disk.qcow2")
                    .with("IMPORTER_ACCESS_KEY_ID", MinioServer.ACCESS_KEY)
                    .with("IMPORTER_SECRET_KEY", MinioServer.SECRET_KEY);

            assertDisk(pod.run(), DONE);
        }
    }

    @Test
    void readsFromGoogleStorage() throws Exception {
        try (FakeGcsServer gcs = FakeGcsServer.start(folder)) {
            gcs.createBucket("images");
            gcs.put("images", "disk.qcow2", Files.readAllBytes(qcow2));
            pod.with("IMPORTER_SOURCE", "gcs").with("IMPORTER_ENDPOINT", gcs.endpoint() + "/images/disk.qcow2");

            assertDisk(pod.run(), DONE);
        }
    }

    @Test
    void readsFromTheContainerOfANodePull() throws Exception {
        int port = FreePort.onLoopback();
        pod.mount("/shared")
                .with("IMPORTER_PULL_METHOD", "node")
                .with("IMPORTER_READY_FILE", "/shared/ready")
                .with("IMPORTER_DONE_FILE", "/shared/done")
                .with("IMPORTER_ENDPOINT", "http://localhost:%d/disk.img".formatted(port));
        Map<String, String> environment = Map.of("KUBEVIRT_IO_OS", "fedora", "QUOTED", "\"a\\b\nc\"");
        Process worker = pod.start();
        Process image = ImageContainer.start(folder, pod.host("/shared"), qcow2, port, environment);
        try {
            Pod.Ended ended = pod.awaitEnd(worker);

            assertDisk(
                    ended,
                    "{\"scratchSpaceRequired\":false,\"preallocationApplied\":false,\"labels\":"
                            + "{\"kubevirt.io/os\":\"fedora\"},\"message\":\"Import Complete\"}");
            assertThat(image.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(image.exitValue()).isZero();
        } finally {
            image.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aNodePullsImageHasOneDisk(int disks) throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Path other = Files.createDirectories(folder.resolve("image/disk"));
        for (int i = 1; i < disks; i++) {
            Files.writeString(other.resolve("disk" + i), "another");
        }
        Process image =
                ImageContainer.start(folder, shared, disks == 0 ? other : qcow2, FreePort.onLoopback(), Map.of());

        assertThat(image.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(image.exitValue()).isEqualTo(1);
        assertThat(folder.resolve("image.log"))
                .content()
                .startsWith("Failed get image filename in /disk: ")
                .contains(disks == 0 ? "no file" : "only one file");
        assertThat(shared.resolve("ready")).doesNotExist();
    }

    @Test
    void makesBlankDisks() throws Exception {
        assumeTrue(
                LoopDevice.unavailable().isEmpty(),
                () -> LoopDevice.unavailable().orElse(""));
        pod.with("IMPORTER_SOURCE", "none");
        Path backing = folder.resolve("backing");
        Command.shell("head -c 16M /dev/urandom >" + backing);

        Pod.Ended file = pod.run();
        long fileBytes = Files.size(pod.disk());
        Pod.Ended block;
        try (LoopDevice loop = LoopDevice.attach(backing, 16 * MIB, 512)) {
            block = pod.device(loop).run();
        }

        assertThat(file.terminationText())
                .isEqualTo("{\"preallocationApplied\":false,\"message\":\"Import Complete\"}");
        assertThat(fileBytes).isEqualTo(30 * MIB);
        assertThat(block.exitCode()).as(block.log()).isZero();
        assertThat(block.terminationText()).isEmpty();
        assertThat(Command.run("cmp", "-n", 16 * MIB, backing, "/dev/zero")).isEmpty();
    }

    @Test
    void tellsItsProgressAndEndsOrderlyWhenItIsTold() throws Exception {
        try (Nginx nginx = nginx().with("limit_rate 20k;").start()) {
            pod.with("IMPORTER_ENDPOINT", nginx.uri("disk.qcow2").toString());
            Process process = pod.start();

            String metrics =
                    Command.shell("for i in {1..100}; do curl -skf --max-time 5 https://127.0.0.1:8443/metrics |"
                            + " grep '^kube' && exit; sleep 0.1; done; exit 1");
            process.destroy();
            Pod.Ended ended = pod.awaitEnd(process);

            assertThat(metrics)
                    .matches("kubevirt_cdi_import_progress_total\\{ownerUID=\"owner\"\\} (\\d{1,3}\\.?\\d*)\n");
            assertThat(ended.exitCode()).isEqualTo(143);
            assertThat(pod.host("/data")).isEmptyDirectory();
        }
    }
}
