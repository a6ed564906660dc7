// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdi.testkit.Browser;
import io.cdi.uploadproxy.UploadServerPeer.Conduct;
import io.cdi.uploadproxy.UploadServerPeer.Seen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The upload page in a real browser. What it looks like is in `target/page-*.png`, for people.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {

    private static final long SIZE = 64L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private @Nullable RunningProxy running;
    private @Nullable Browser chromium;
    private Path image = Path.of("");
    private int number = 200;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        assumeTrue(Browser.isInstalled(), "chromium-headless-shell is not installed; src/build/test-peers does it");
        running = RunningProxy.start(folder);
        image = folder.resolve("debian.qcow2");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        chromium = Browser.start(Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (running != null) {
            running.close();
        }
    }

    private RunningProxy proxy() {
        return Objects.requireNonNull(running);
    }

    private Browser browser() {
        return Objects.requireNonNull(chromium);
    }

    private void picture(String name) throws IOException, InterruptedException {
        Files.write(Path.of("target", "page-" + name + ".png"), browser().picture());
    }

    private UploadServerPeer server(String claim, Conduct conduct, boolean isReady) throws Exception {
        UploadServerPeer server = proxy().uploadServer(claim, number++);
        server.conduct = conduct;
        proxy().create("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: %s
                  namespace: default
                  annotations: {cdi.kubevirt.io/storage.upload.target: '', cdi.kubevirt.io/storage.pod.ready: '%s'}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """.formatted(claim, isReady));
        return server;
    }

    /// All is filled in, for an upload into that claim.
    private void open(String claim) throws Exception {
        browser().open(proxy().url("/"), "start");
        browser().enter("token", proxy().token(claim));
        browser().choose("file", image);
    }

    private void assertBad() throws Exception {
        assertThat(browser().evaluate("document.getElementById('message').className"))
                .isEqualTo("bad");
    }

    @Test
    void uploadsAFileAndGoesOnAfterALostConnection() throws Exception {
        try (UploadServerPeer server = server("page", Conduct.RESUMABLE, true)) {
            browser().open(proxy().url("/"), "start");
            picture("empty");
            browser().enter("token", proxy().token("page"));
            assertThat(browser().evaluate("document.getElementById('volume').value"))
                    .isEqualTo("page");
            browser().choose("file", image);
            assertThat(browser().text("chosen")).isEqualTo("debian.qcow2, 64.0 MiB");
            // Each look at the clock is ten minutes later: it is a slow upload.
            browser().evaluate("{let now = 0; performance.now = () => now += 600000;}");

            browser().click("start");

            browser().awaitText("message", "Uploaded. default/page is filled.", PATIENCE);
            picture("done");
            assertThat(browser().text("numbers")).startsWith("64.0 MiB of 64.0 MiB (100 %)");
            assertThat(server.received()).isEqualTo(SIZE);
            assertThat(server.all())
                    .extracting(Seen::line)
                    .containsSubsequence(
                            "POST /v1beta1/upload-tus HTTP/1.1",
                            "PATCH /v1beta1/upload-tus/1 HTTP/1.1",
                            "HEAD /v1beta1/upload-tus/1 HTTP/1.1",
                            "PATCH /v1beta1/upload-tus/1 HTTP/1.1");
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        browser().open(proxy().url("/"), "start");
        browser().enter("token", "nonsense");
        browser().enter("volume", "page");
        browser().choose("file", image);

        browser().click("start");

        browser().awaitText("message", "The token is not accepted", PATIENCE);
        picture("refused");
        assertBad();
    }

    @Test
    void saysAtOnceThatAVolumeIsNotThere() throws Exception {
        open("nowhere");

        browser().click("start");

        browser()
                .awaitText(
                        "message",
                        "rejecting Upload Request for PVC nowhere that doesn't exist.",
                        Duration.ofSeconds(20));
        assertBad();
        assertThat(browser().text("message")).doesNotContain("again");
    }

    @Test
    void saysThatTheFileHasGone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("removed"), "x".repeat(1000));
        open("nowhere");
        browser().choose("file", file);
        Files.delete(file);

        browser().click("start");

        browser().awaitText("message", "The file cannot be read", Duration.ofSeconds(20));
        assertBad();
    }

    @Test
    void hasSucceededWhenTheLastAnswerWasLost() throws Exception {
        try (UploadServerPeer server = server("mute", Conduct.MUTE, true)) {
            open("mute");
            browser().click("start");
            browser().awaitText("message", "error in upload-proxy: ", PATIENCE);
            assertThat(server.received()).isEqualTo(SIZE);

            proxy().admin()
                    .persistentVolumeClaims()
                    .inNamespace("default")
                    .withName("mute")
                    .edit(claim -> claim.edit()
                            .editMetadata()
                            .addToAnnotations("cdi.kubevirt.io/storage.pod.phase", "Succeeded")
                            .endMetadata()
                            .build());

            browser().awaitText("message", "Uploaded. default/mute is filled.", PATIENCE);
        }
    }

    @Test
    void goesOnWithANewTokenWhereTheOldOneFailed() throws Exception {
        try (UploadServerPeer server = server("token", Conduct.RESUMABLE, true)) {
            open("token");
            answerOnce("HEAD", "'', {status: 401}");
            browser().click("start");
            browser().awaitText("message", "The token is not accepted", PATIENCE);
            long before = server.received();
            browser().enter("token", proxy().token("token"));

            browser().click("start");

            browser().awaitText("message", "Uploaded. default/token is filled.", PATIENCE);
            assertThat(before).isPositive();
            assertThat(server.received()).isEqualTo(SIZE);
            assertThat(server.all())
                    .filteredOn(seen -> seen.line().startsWith("POST "))
                    .hasSize(1);
        }
    }

    @Test
    void asksForAnotherUploadTokenAfterASleep() throws Exception {
        try (UploadServerPeer server = server("sleep", Conduct.RESUMABLE, true)) {
            open("sleep");
            browser().enter("token", "of-the-cluster");
            answerOnce("POST", "JSON.stringify({token: '" + proxy().token("sleep") + "'})");
            browser().evaluate("{let now = 0; Date.now = () => now += 3600000;}");

            browser().click("start");

            browser().awaitText("message", "The token is not accepted", PATIENCE);
            assertThat(server.all()).extracting(Seen::line).contains("POST /v1beta1/upload-tus HTTP/1.1");
        }
    }

    /// The next request of that method gets the page's own answer.
    private void answerOnce(String method, String response) throws Exception {
        browser().evaluate("""
                {
                  const send = window.fetch;
                  window.fetch = async (url, options) => {
                    if (options.method !== '%s') {
                      return send(url, options);
                    }
                    window.fetch = send;
                    return new Response(%s);
                  };
                }""".formatted(method, response));
    }

    @Test
    void stopsAtOnceWhileItWaits() throws Exception {
        try (UploadServerPeer server = server("unready", Conduct.RESUMABLE, false)) {
            open("unready");
            browser().click("start");
            browser().awaitText("message", "Asking", PATIENCE);

            browser().click("stop");

            browser().awaitText("message", "Stopped.", Duration.ofSeconds(5));
            assertThat(server.all()).isEmpty();
        }
    }

    @Test
    void runsNoScriptsButItsOwn() throws Exception {
        Curl page = Curl.run(proxy(), "-D", "-", proxy().url("/"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.output())
                .containsIgnoringCase(
                        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';")
                .containsIgnoringCase("x-content-type-options: nosniff");
        assertThat(Curl.run(proxy(), proxy().url("/page/namespaces/default/volumes"))
                        .status())
                .isEqualTo(401);
    }
}
