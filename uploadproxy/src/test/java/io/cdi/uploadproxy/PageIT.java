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
            browser().enter("token", proxy().token("page"));
            assertThat(browser().evaluate("document.getElementById('volume').value"))
                    .isEqualTo("page");
            browser().choose("file", image);
            assertThat(browser().text("chosen")).isEqualTo("debian.qcow2, 64.0 MiB");

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
        browser().open(proxy().url("/"));
        browser().enter("token", "nonsense");
        browser().enter("volume", "page");
        browser().choose("file", image);

        browser().click("start");

        browser().awaitText("message", "The token is not accepted", PATIENCE);
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
