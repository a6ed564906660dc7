// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdi.testkit.FreePort;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The built program, its exit codes, output and signals. What it imports is the engine's to test.
class CdiIT {

    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private HttpServer server;
    private String url;
    private byte[] image;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void serveAnImage() throws IOException {
        Path raw = folder.resolve("original.raw");
        QemuImg.create(raw, "raw", 16 * MIB);
        QemuImg.io(raw, "raw", "write -P 7 1M 3M", "write -P 9 15M 64k");
        Path qcow2 = QemuImg.convert(raw, "raw", folder.resolve("original.qcow2"), "qcow2");
        image = Files.readAllBytes(qcow2);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/disk.qcow2", exchange -> answer(exchange, image));
        server.createContext("/private", this::answerTheLoggedIn);
        server.createContext("/stalls", this::stall);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.stop(0);
    }

    @Test
    void importsWithExitCodeZeroAndOneLine() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "import", url + "/disk.qcow2", "disk.img");

        assertThat(end.err()).isEmpty();
        assertThat(end.out()).matches("imported qcow2 .* -> disk.img 16 MiB in .* s \\(.*/s\\), 0 B scratch\n");
        assertThat(end.code()).isZero();
        QemuImg.assertSameDisk(folder.resolve("original.qcow2"), "qcow2", folder.resolve("disk.img"));
    }

    @Test
    void aMissingImageIsAPermanentFailure() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "import", url + "/nothing", "disk.img");

        assertThat(end.err()).startsWith("cdi: ").contains("404").hasLineCount(1);
        assertThat(end.code()).isEqualTo(3);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsATransientFailure() throws Exception {
        int port = FreePort.onLoopback();

        CdiProcess.End end =
                CdiProcess.run(folder, "import", "http://127.0.0.1:" + port + "/a", "disk.img", "--retries", 0);

        assertThat(end.err()).startsWith("cdi: ").hasLineCount(1);
        assertThat(end.code()).isEqualTo(4);
    }

    @Test
    void aWrongChecksumHasItsOwnCodeAndLeavesNothing() throws Exception {
        CdiProcess.End end = CdiProcess.run(
                folder, "import", url + "/disk.qcow2", "disk.img", "--checksum", "sha256:" + "00".repeat(32));

        assertThat(end.err()).startsWith("cdi: ").containsIgnoringCase("checksum");
        assertThat(end.code()).isEqualTo(5);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void anImageThatIsTooLargeIsRefused() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "import", url + "/disk.qcow2", "disk.img", "--size", "10Mi");

        assertThat(end.code()).isEqualTo(3);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aMistakeIsUsage() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "import", url + "/disk.qcow2", "disk.img", "--szie", "1Gi");

        assertThat(end.err()).isEqualTo("cdi: Unknown options: '--szie', '1Gi'\nTry 'cdi import --help'.\n");
        assertThat(end.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsTheTransferAndLeavesNothing(String signal, int code) throws Exception {
        CdiProcess process = CdiProcess.start(folder, "import", url + "/stalls", "disk.img");
        assertThat(stalled.await(60, TimeUnit.SECONDS)).as("the request came").isTrue();

        assertEndsCleanly(process, signal, code);
    }

    @Test
    void aSignalIsToldInJsonWithoutAnotherExitCode() throws Exception {
        CdiProcess process = CdiProcess.start(folder, "import", url + "/stalls", "disk.img", "--progress", "json");
        assertThat(stalled.await(60, TimeUnit.SECONDS)).as("the request came").isTrue();
        process.signal("TERM");
        CdiProcess.End end = process.end();

        assertThat(objects(end.err()))
                .last()
                .hasToString("{\"event\":\"failed\",\"kind\":\"interrupted\",\"message\":\"interrupted\"}");
        assertThat(end.code()).isEqualTo(143);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, 0", "TERM, 143, 0", "TERM, 143, 1000000"})
    void aSignalEndsTheWaitForStandardInput(String signal, int code, int bytes) throws Exception {
        CdiProcess process = CdiProcess.startPiped(folder, "import", "-", "disk.img");
        process.await(folder.resolve(".disk.img.part"));
        process.process().getOutputStream().write(image, 0, bytes);

        assertEndsCleanly(process, signal, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--resume", "--connections=2"})
    void aKilledImportStartedAgainIsRight(String option) throws Exception {
        CdiProcess killed = CdiProcess.start(folder, "import", url + "/stalls", "disk.img", option);
        assertThat(stalled.await(60, TimeUnit.SECONDS)).as("the request came").isTrue();
        killed.signal("KILL");
        assertThat(killed.end().code()).isEqualTo(137);
        assertThat(folder.resolve("disk.img")).doesNotExist();

        CdiProcess.End end = CdiProcess.run(folder, "import", url + "/disk.qcow2", "disk.img", option);

        assertThat(end.code()).isZero();
        QemuImg.assertSameDisk(folder.resolve("original.qcow2"), "qcow2", folder.resolve("disk.img"));
        assertThat(leftovers()).containsExactly(folder.resolve("disk.img"));
    }

    @Test
    void jsonProgressIsMadeOfObjectsOnly() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "import", url + "/disk.qcow2", "disk.img", "--progress", "json");

        assertThat(objects(end.err()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("event").asText()).isEqualTo("progress"));
        assertThat(objects(end.out()))
                .singleElement()
                .satisfies(
                        result -> assertThat(result.path("diskBytes").asLong()).isEqualTo(16 * MIB));
    }

    @Test
    void jsonFailuresAreObjectsToo() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "import", url + "/nothing", "disk.img", "--progress", "json");

        assertThat(objects(end.err())).last().satisfies(failure -> {
            assertThat(failure.path("event").asText()).isEqualTo("failed");
            assertThat(failure.path("exitCode").asInt()).isEqualTo(3);
        });
    }

    @Test
    void inspectsWithoutATarget() throws Exception {
        CdiProcess.End end = CdiProcess.run(folder, "inspect", url + "/disk.qcow2", "--json");

        JsonNode report = new ObjectMapper().readTree(end.out());
        assertThat(report.path("format").asText()).isEqualTo("qcow2");
        assertThat(report.path("virtualSize").asLong()).isEqualTo(16 * MIB);
        assertThat(report.path("onePass").asBoolean()).isTrue();
        assertThat(CdiProcess.run(folder, "inspect", "original.qcow2").out())
                .contains("virtual size     16 MiB")
                .contains("one pass         yes");
    }

    @Test
    void blanksAndClones() throws Exception {
        assertThat(CdiProcess.run(folder, "blank", "blank.img", "--size", "32Mi")
                        .code())
                .isZero();
        CdiProcess.End end = CdiProcess.run(folder, "clone", "original.raw", "clone.img", "--verify");

        assertThat(folder.resolve("blank.img")).hasSize(32 * MIB);
        assertThat(end.out()).contains("16 MiB").endsWith("verified\n");
        assertThat(Files.mismatch(folder.resolve("original.raw"), folder.resolve("clone.img")))
                .isEqualTo(-1);
    }

    @Test
    void appliesAFileOfSeveralDocuments() throws Exception {
        Files.writeString(folder.resolve("dv.yaml"), """
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: copy, namespace: other}
                spec:
                  source: {pvc: {namespace: default, name: private}}
                  storage: {}
                ---
                apiVersion: cdi.kubevirt.io/v1alpha1
                kind: DataVolume
                metadata: {name: private}
                spec:
                  source: {http: {url: URL/private, secretRef: login, secretExtraHeaders: [token]}}
                  pvc: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 20Mi}}}
                ---
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: missing}
                spec:
                  source: {http: {url: URL/nothing}}
                  storage: {resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: login}
                data: {accessKeyId: bWU=, secretKey: aHVudGVyMg==}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: token}
                stringData: {secretHeader: "X-Token: abc"}
                """.replace("URL", url));

        CdiProcess.End end = CdiProcess.run(folder, "apply", "-f", "dv.yaml", "--volumes", "volumes");

        assertThat(end.out().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        header -> assertThat(header).isEqualTo("VOLUME PHASE SIZE MESSAGE"),
                        copy -> assertThat(copy).isEqualTo("other/copy Succeeded 20 MiB"),
                        original -> assertThat(original).isEqualTo("default/private Succeeded 20 MiB"),
                        missing -> assertThat(missing)
                                .startsWith("default/missing Failed - ")
                                .contains("404"));
        assertThat(end.err()).contains("default/private  ImportInProgress").doesNotContain("hunter2");
        assertThat(end.code()).isEqualTo(3);
        QemuImg.assertSameDisk(folder.resolve("original.raw"), "raw", folder.resolve("volumes/other/copy/disk.img"));
        assertThat(CdiProcess.run(folder, "apply", "-f", "dv.yaml", "--volumes", "volumes")
                        .out())
                .contains("Succeeded (unchanged)");
    }

    @Test
    void theAotCacheIsThereAndFits() throws Exception {
        assertThat(Path.of("target/cdi/cdi.aot")).exists();
        assertThat(CdiProcess.run(folder, "--version").out()).startsWith("cdi 0.");
    }

    private void assertEndsCleanly(CdiProcess process, String signal, int code) throws Exception {
        process.signal(signal);
        CdiProcess.End end = process.end();

        assertThat(end.err()).contains("cdi: interrupted");
        assertThat(end.code()).isEqualTo(code);
        assertThat(leftovers()).isEmpty();
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("original"))
                    .toList();
        }
    }

    private static List<JsonNode> objects(String lines) throws IOException {
        return new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(lines)
                .readAll();
    }

    private void answerTheLoggedIn(HttpExchange exchange) throws IOException {
        String login = "Basic " + Base64.getEncoder().encodeToString("me:hunter2".getBytes(StandardCharsets.US_ASCII));
        boolean known = login.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && "abc".equals(exchange.getRequestHeaders().getFirst("X-Token"));
        if (known) {
            answer(exchange, image);
        } else {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        }
    }

    /// Without ranges: that part is tested where ranges are made.
    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void stall(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, image.length);
            exchange.getResponseBody().write(image, 0, image.length / 2);
            exchange.getResponseBody().flush();
            stalled.countDown();
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anUploadSaysThatTheClusterDoesNotAnswer() throws Exception {
        Path image = QemuImg.create(folder.resolve("a.qcow2"), "qcow2", 1 << 20);
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: none
                clusters: [{name: none, cluster: {server: "https://127.0.0.1:1"}}]
                contexts: [{name: none, context: {cluster: none, user: none}}]
                users: [{name: none, user: {token: secret}}]
                """);

        CdiProcess.End end =
                CdiProcess.run(folder, "upload", image, "vms/a", "--kubeconfig", kubeconfig, "--progress", "none");

        assertThat(end.err()).startsWith("cdi: look for DataVolume vms/a: the cluster is not reachable: ");
        assertThat(end.err()).doesNotContain("secret");
        assertThat(end.code()).isEqualTo(4);
    }
}
