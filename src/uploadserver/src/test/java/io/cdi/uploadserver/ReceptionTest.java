// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.ContentType;
import io.cdi.contract.ProgressSample;
import io.cdi.contract.ProgressSample.Kind;
import io.cdi.contract.pod.PodFiles;
import io.cdi.scratch.VolumeOptions;
import io.cdi.uploadserver.http.Answer;
import io.cdi.uploadserver.upload.Desk;
import io.cdi.uploadserver.upload.PlayedExchange;
import io.cdi.uploadserver.upload.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceptionTest {

    private static final List<String> CLIENT = List.of("the client");
    private static final List<String> NOBODY = List.of();

    @TempDir
    private Path root = Path.of("/");

    private Desk desk = desk();

    @BeforeEach
    void makeVolume() throws IOException {
        Files.createDirectories(root.resolve("data"));
        desk = desk();
    }

    private Desk desk() {
        PodFiles files = new PodFiles(root);
        Store store = new Store(files, files.disk(), VolumeOptions.DEFAULT);
        return new Desk(store, Duration.ofMinutes(5), InstantSource.fixed(Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /healthz, '', 200",
        "DELETE, /healthz, '', 200",
        "GET, /metrics, '', 200",
        "HEAD, /v1beta1/upload-async, '', 200",
        "HEAD, /v1alpha1/upload-form-async, '', 200",
        "HEAD, /v1beta1/upload, '', 404",
        "GET, /v1beta1/upload, the client, 404",
        "PUT, /v1beta1/upload-async, '', 404",
        "POST, /v1beta1/upload, '', 401",
        "POST, /v1beta1/upload, another, 401",
        "POST, /v1alpha1/upload-archive, '', 401",
        "POST, /v1beta1/upload/, the client, 404",
        "POST, /v1beta2/upload, the client, 404",
        "POST, /v1beta1/upload-tus, another, 401",
        "HEAD, /v1beta1/upload-tus/unknown, the client, 404",
        "GET, /v1beta1/upload-tus, the client, 405",
        "POST, /v1beta1/upload-tus, the client, 400",
        "OPTIONS, /v1beta1/upload-tus, the client, 204"
    })
    void answersInTheOrderOfTheContract(String method, String path, String client, int status) throws IOException {
        assertThat(ask(method, path, client.isEmpty() ? NOBODY : List.of(client), Map.of(), "")
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"upload-async, async clone not supported", "upload, clone streams are not supported"})
    void refusesTheStreamOfAClone(String endpoint, String reason) throws IOException {
        Answer answer =
                ask("POST", "/v1beta1/" + endpoint, CLIENT, Map.of("x-cdi-content-type", "filesystem-clone"), "stream");

        assertThat(answer).isEqualTo(Answer.of(500, "Saving stream failed: " + reason));
    }

    @Test
    void isReadyForAnotherUploadAfterOneThatFailed() throws IOException {
        Map<String, String> form = Map.of("Content-Type", "multipart/form-data");

        assertThat(ask("POST", "/v1beta1/upload-form", CLIENT, form, "x").status())
                .isEqualTo(400);
        assertThat(ask("POST", "/v1beta1/upload-archive", CLIENT, Map.of(), "no tar")
                        .status())
                .isEqualTo(400);
        assertThat(root.resolve("data")).isEmptyDirectory();
    }

    @Test
    void takesNoSecondUploadBesideTheFirst() throws IOException {
        Map<String, String> length = Map.of("Upload-Length", "1000");
        Answer created = ask("POST", "/v1beta1/upload-tus", CLIENT, length, "");
        String address = created.headers().getOrDefault("Location", "");

        assertThat(created.status()).isEqualTo(201);
        assertThat(ask("HEAD", address, CLIENT, Map.of(), "").headers())
                .containsEntry("Upload-Offset", "0")
                .containsEntry("Upload-Length", "1000")
                .containsEntry("Tus-Resumable", "1.0.0");
        assertThat(ask("PATCH", address, CLIENT, Map.of("Content-Type", "text/plain"), "x")
                        .status())
                .isEqualTo(415);
        Map<String, String> elsewhere = Map.of("Content-Type", "application/offset+octet-stream", "Upload-Offset", "7");
        assertThat(ask("PATCH", address, CLIENT, elsewhere, "x").status()).isEqualTo(409);
        assertThat(ask("HEAD", address, CLIENT, Map.of("Tus-Resumable", "2.0.0"), "")
                        .status())
                .isEqualTo(412);
        assertThat(ask("DELETE", address, CLIENT, Map.of(), "").status()).isEqualTo(204);
        assertThat(ask("HEAD", address, CLIENT, Map.of(), "").status()).isEqualTo(404);
    }

    @Test
    void givesThePlaceOfAnUploadWithoutAClientToANewOne() throws IOException {
        Map<String, String> length = Map.of("Upload-Length", "1000");
        String lost =
                ask("POST", "/v1beta1/upload-tus", CLIENT, length, "").headers().getOrDefault("Location", "");

        Answer created = ask("POST", "/v1beta1/upload-tus", CLIENT, length, "");

        assertThat(created.status()).isEqualTo(201);
        assertThat(ask("HEAD", lost, CLIENT, Map.of(), "").status()).isEqualTo(404);
        assertThat(ask("DELETE", created.headers().getOrDefault("Location", ""), CLIENT, Map.of(), "")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void endsAtTheDeadlineWhenNothingIsUnderWayAndTakesNothingMore() throws Exception {
        assertThat(desk.awaitEnd(Optional.of(Instant.EPOCH)).terminationText())
                .contains("{\"deadlinePassed\":true,\"message\":\"Deadline Passed\"}");

        // Not 409: nothing has succeeded, and the next pod takes it.
        assertThat(ask("POST", "/v1beta1/upload", CLIENT, Map.of(), "image").status())
                .isEqualTo(503);
        assertThat(ask("POST", "/v1beta1/upload-tus", CLIENT, Map.of("Upload-Length", "5"), "")
                        .status())
                .isEqualTo(503);
    }

    @Test
    void tellsTheResultAgainToWhoHasLostTheAnswer() throws IOException {
        String disk = "x".repeat(1024);
        String address = ask("POST", "/v1beta1/upload-tus", CLIENT, Map.of("Upload-Length", "1024"), "")
                .headers()
                .getOrDefault("Location", "");
        assertThat(patch(address, "0", disk).status()).isEqualTo(204);

        Answer again = patch(address, "1024", "");

        assertThat(again.status()).isEqualTo(204);
        assertThat(again.headers()).containsEntry("Upload-Offset", "1024");
        assertThat(patch(address, "0", disk).status()).isEqualTo(409);
    }

    private Answer patch(String address, String offset, String body) throws IOException {
        Map<String, String> headers =
                Map.of("Content-Type", "application/offset+octet-stream", "Upload-Offset", offset);
        return ask("PATCH", address, CLIENT, headers, body);
    }

    private Answer ask(String method, String path, List<String> client, Map<String, String> headers, String body)
            throws IOException {
        PlayedExchange exchange = new PlayedExchange(
                method, path, headers, client, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        new Reception(
                        "the client",
                        new PlainUploads(desk),
                        new ResumableUploads(desk, ContentType.KUBEVIRT),
                        () -> new ProgressSample(Kind.UPLOAD, "owner", 0))
                .handle(exchange);
        return exchange.answer();
    }
}
