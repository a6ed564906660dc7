// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.UploadClient.Answer;
import io.cdi.testkit.Command;
import io.cdi.tokens.SigningKey;
import io.cdi.tokens.Token;
import io.cdi.tokens.TokenIssuer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads with any HTTP client, and what a client can do wrong.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class CurlUploadE2E {

    @ParameterizedTest
    @CsvSource({"upload, Filesystem", "upload, Block", "upload-async, Filesystem", "upload-async, Block"})
    void sendsAnImageAsTheBody(
            String endpoint, String mode, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = target(namespace, mode);
        UploadClient client = new UploadClient(cluster, namespace);

        Answer answer = client.curl(
                "/v1beta1/" + endpoint,
                client.token("disk"),
                "-X",
                "POST",
                "-T",
                peers.files().resolve("disk.qcow2"));

        assertThat(answer).isEqualTo(new Answer(0, 200, ""));
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    @ParameterizedTest
    @ValueSource(strings = {UploadClient.FORM, UploadClient.FORM_ASYNCHRONOUS, "/v1alpha1/upload-form"})
    void sendsAnImageAsAForm(String path, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = target(namespace, "Filesystem");
        UploadClient client = new UploadClient(cluster, namespace);

        Answer answer = client.curl(
                path, client.token("disk"), "-F", "file=@" + peers.files().resolve("disk.raw.gz"));

        assertThat(answer).isEqualTo(new Answer(0, 200, ""));
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    @Test
    void sendsAnArchive(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        Path archive = peers.files().resolve(Images.ARCHIVE);
        namespace.apply("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: disk}
                spec:
                  contentType: archive
                  source: {upload: {}}
                  pvc: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 100Mi}}}
                """);
        TestVolume volume = new TestVolume(namespace, "disk").awaitPhase("UploadReady");
        UploadClient client = new UploadClient(cluster, namespace);

        Answer answer = client.curl(
                UploadClient.SYNCHRONOUS,
                client.token("disk"),
                "-X",
                "POST",
                "-H",
                "x-cdi-content-type: archive",
                "-T",
                archive);

        assertThat(answer).isEqualTo(new Answer(0, 200, ""));
        images.assertArchiveIsOn(volume.awaitSucceeded().disk());
    }

    @Test
    void isRefusedWithAWrongOrForeignTokenAndWithOneThatIsUsedUp(
            Cluster cluster, TestNamespace namespace, Peers peers) {
        TestVolume volume = target(namespace, "Filesystem");
        namespace.claim("other", "Filesystem", "100Mi");
        UploadClient client = new UploadClient(cluster, namespace);
        Path image = peers.files().resolve("disk.qcow2");
        String token = client.token("disk");

        assertThat(send(client, token.substring(0, token.length() - 8) + "AAAAAAAA", image)
                        .status())
                .isEqualTo(401);
        assertThat(send(client, "", image).status()).isEqualTo(400);
        assertThat(send(client, client.token("other"), image).status()).isEqualTo(503);
        assertThat(volume.phase()).isEqualTo("UploadReady");

        assertThat(send(client, token, image).status()).isEqualTo(200);
        volume.awaitSucceeded();
        assertThat(send(client, token, image).status()).isEqualTo(503);
        assertThat(volume.phase()).isEqualTo("Succeeded");
    }

    /// A token names the claim, not only its name.
    @Test
    void isRefusedWithATokenForAFormerClaimOfThatName(Cluster cluster, TestNamespace namespace, Peers peers) {
        TestVolume former = target(namespace, "Filesystem");
        UploadClient client = new UploadClient(cluster, namespace);
        String token = client.token("disk");
        former.delete();
        former.awaitGone();
        target(namespace, "Filesystem");

        Answer answer = send(client, token, peers.files().resolve("disk.qcow2"));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void isRefusedWithATokenThatIsTooOld(Cluster cluster, TestNamespace namespace, Peers peers) {
        TestVolume volume = target(namespace, "Filesystem");
        String uid = namespace
                .client()
                .persistentVolumeClaims()
                .withName("disk")
                .require()
                .getMetadata()
                .getUid();
        TokenIssuer formerly = new TokenIssuer(
                signingKey(cluster).privateKey(),
                TokenIssuer.API_SERVER,
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        Token token = Token.upload(namespace.name(), "disk", Optional.of(uid));
        UploadClient client = new UploadClient(cluster, namespace);
        Path image = peers.files().resolve("disk.qcow2");

        Answer late = send(client, formerly.issue(token, Duration.ofMinutes(5)), image);
        Answer inTime = send(client, formerly.issue(token, Duration.ofMinutes(15)), image);

        assertThat(late.status()).isEqualTo(401);
        assertThat(inTime.status()).isEqualTo(200);
        volume.awaitSucceeded();
    }

    private static SigningKey signingKey(Cluster cluster) {
        Map<String, String> key = cluster.client()
                .secrets()
                .inNamespace(Cluster.INSTALLATION)
                .withName("cdi-api-signing-key")
                .require()
                .getData();
        return SigningKey.of(text(key, "id_rsa"), text(key, "id_rsa.pub"));
    }

    private static String text(Map<String, String> secret, String name) {
        return new String(
                Base64.getDecoder().decode(Objects.requireNonNull(secret.get(name))), StandardCharsets.US_ASCII);
    }

    @Test
    void isRefusedBeforeTheBodyWhenTheImageIsTooLarge(Cluster cluster, TestNamespace namespace, Peers peers) {
        TestVolume volume = namespace.dataVolume("disk", "upload: {}", "Filesystem", "20Mi");
        volume.awaitPhase("UploadReady");
        UploadClient client = new UploadClient(cluster, namespace);

        Process curl = client.startCurl(
                UploadClient.SYNCHRONOUS,
                client.token("disk"),
                "-X",
                "POST",
                "--limit-rate",
                "100k",
                "-T",
                peers.files().resolve("disk.qcow2"));

        // The 5 MiB would need 50 s at this rate; the answer comes with the first of them.
        namespace.await("answer before the image was sent", Duration.ofSeconds(20), () -> !curl.isAlive());
        assertThat(UploadClient.status(curl)).isEqualTo("400");
        assertThat(volume.phase()).isEqualTo("UploadReady");
    }

    @Test
    void beginsAnewAfterAClientThatWasKilled(Cluster cluster, TestNamespace namespace, Peers peers, Images images)
            throws InterruptedException {
        TestVolume volume = target(namespace, "Filesystem");
        UploadClient client = new UploadClient(cluster, namespace);
        Path image = peers.files().resolve("disk.raw");
        String token = client.token("disk");
        Process killed = client.startSlowly(volume, image);

        killed.destroyForcibly().waitFor();
        Answer answer = send(client, token, image);
        for (int tries = 0; answer.status() == 503 && tries < 20; tries++) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            answer = send(client, token, image);
        }

        assertThat(answer.status()).isEqualTo(200);
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    /// Two minutes without a byte are the limit.
    @Test
    void aClientThatStallsDoesNotHoldTheVolume(Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = target(namespace, "Filesystem");
        UploadClient client = new UploadClient(cluster, namespace);

        Answer stalled = client.curl(
                UploadClient.SYNCHRONOUS,
                client.token("disk"),
                "-H",
                "Content-Length: 1000000",
                "--data-binary",
                "begin");
        Answer other = send(client, client.token("disk"), peers.files().resolve("disk.qcow2"));

        assertThat(stalled.status()).isEqualTo(500);
        assertThat(stalled.body()).contains("sent nothing for too long");
        assertThat(other.status()).isEqualTo(200);
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    @Test
    void aSecondUploadIsRefusedWhileTheFirstIsUnderWay(
            Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = target(namespace, "Filesystem");
        UploadClient client = new UploadClient(cluster, namespace);
        Path image = peers.files().resolve("disk.raw");
        Process first = client.startSlowly(volume, image);

        Answer second = send(client, client.token("disk"), image);

        assertThat(second.status()).isEqualTo(503);
        assertThat(second.body()).contains("under way");
        assertThat(UploadClient.status(first)).isEqualTo("200");
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    @Test
    void goesOnWhereItWasCut(Cluster cluster, TestNamespace namespace, Peers peers, Images images)
            throws InterruptedException {
        TestVolume volume = target(namespace, "Block");
        UploadClient client = new UploadClient(cluster, namespace);
        Path image = peers.files().resolve("disk.raw");
        String token = client.token("disk");
        Answer created = client.curl(
                UploadClient.RESUMABLE,
                token,
                "-i",
                "-X",
                "POST",
                "-H",
                "Tus-Resumable: 1.0.0",
                "-H",
                "Upload-Length: " + image.toFile().length());
        assertThat(created.status()).isEqualTo(201);
        String upload = header(created, "location");
        Process cut = client.startCurl(upload, token, patch(0, "--limit-rate", "5M", "-T", image));
        volume.awaitProgress();
        cut.destroyForcibly().waitFor();

        Answer last = sendRest(client, upload, token, image);
        while (last.status() == 409) {
            // What was on its way when the client was killed has come in between.
            last = sendRest(client, upload, token, image);
        }

        assertThat(last.status()).isEqualTo(204);
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    private static Answer sendRest(UploadClient client, String upload, String token, Path image) {
        Answer head = client.curl(upload, token, "-I", "-H", "Tus-Resumable: 1.0.0");
        long offset = Long.parseLong(header(head, "upload-offset"));
        assertThat(offset).isBetween(1L, image.toFile().length() - 1);
        Path rest = image.resolveSibling(client.namespace().name());
        Command.shell("tail -c +%d '%s' >'%s'".formatted(offset + 1, image, rest));
        return client.curl(upload, token, patch(offset, "-T", rest));
    }

    private static Object[] patch(long offset, Object... more) {
        return Stream.concat(
                        Stream.of(
                                "-X",
                                "PATCH",
                                "-H",
                                "Tus-Resumable: 1.0.0",
                                "-H",
                                "Content-Type: application/offset+octet-stream",
                                "-H",
                                "Upload-Offset: " + offset),
                        Arrays.stream(more))
                .toArray();
    }

    private static String header(Answer answer, String name) {
        return answer.body()
                .lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .findFirst()
                .map(line -> line.substring(name.length() + 1).strip())
                .orElseThrow(() -> new AssertionError("no " + name + " in " + answer));
    }

    private static TestVolume target(TestNamespace namespace, String mode) {
        return namespace.dataVolume("disk", "upload: {}", mode, "100Mi").awaitPhase("UploadReady");
    }

    private static Answer send(UploadClient client, String token, Path image) {
        return client.curl(UploadClient.SYNCHRONOUS, token, "-X", "POST", "-T", image);
    }
}
