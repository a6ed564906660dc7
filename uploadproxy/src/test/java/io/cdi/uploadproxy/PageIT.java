// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdi.uploadproxy.UploadServerPeer.Conduct;
import io.cdi.uploadproxy.UploadServerPeer.Seen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    private @Nullable RunningProxy running;
    private @Nullable Browser chromium;
    private Path image = Path.of("");

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

    private void enter(String input, String text) throws IOException, InterruptedException {
        browser()
                .evaluate("{const e = document.getElementById('" + input + "'); e.value = '" + text
                        + "'; e.dispatchEvent(new Event('change'));}");
    }

    private String shown(String element) throws IOException, InterruptedException {
        return browser().evaluate("document.getElementById('" + element + "').textContent");
    }

    private void awaitMessage(String begin) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!shown("message").startsWith(begin)) {
            assertThat(System.nanoTime())
                    .as("last message: %s", shown("message"))
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void picture(String name) throws IOException, InterruptedException {
        Files.write(Path.of("target", "page-" + name + ".png"), browser().picture());
    }

    private void begin() throws IOException, InterruptedException {
        browser().evaluate("document.getElementById('start').click()");
    }

    @Test
    void uploadsAFileAndGoesOnAfterALostConnection() throws Exception {
        try (UploadServerPeer server = proxy().uploadServer("page", 200)) {
            server.conduct = Conduct.RESUMABLE;
            proxy().create("""
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata:
                      name: page
                      namespace: default
                      annotations: {cdi.kubevirt.io/storage.upload.target: '', cdi.kubevirt.io/storage.pod.ready: 'true'}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                    """);
            browser().open(proxy().url("/"));
            picture("empty");
            enter("token", proxy().token("page"));
            assertThat(browser().evaluate("document.getElementById('volume').value"))
                    .isEqualTo("page");
            browser().choose("file", image);
            browser().evaluate("document.getElementById('file').dispatchEvent(new Event('change'))");
            assertThat(shown("chosen")).isEqualTo("debian.qcow2, 64.0 MiB");

            begin();

            awaitMessage("Uploaded. default/page is filled.");
            picture("done");
            assertThat(shown("numbers")).startsWith("64.0 MiB of 64.0 MiB (100 %)");
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
        browser().open(proxy().url("/"));
        enter("token", "nonsense");
        enter("volume", "page");
        browser().choose("file", image);

        begin();

        awaitMessage("The token is not accepted");
        picture("refused");
        assertThat(browser().evaluate("document.getElementById('message').className"))
                .isEqualTo("bad");
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
