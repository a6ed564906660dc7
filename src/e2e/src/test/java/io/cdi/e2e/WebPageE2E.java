// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Browser;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The proxy's upload page in Chromium, for a user who has only the token of a service account. What
/// the user sees is in `target/page-*.png`.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class WebPageE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void uploadsAFileForOneWhoMayEditTheNamespace(
            Cluster cluster, TestNamespace namespace, Images images, @TempDir Path folder) throws Exception {
        TestVolume volume =
                namespace.dataVolume("disk", "upload: {}", "Block", "100Mi").awaitPhase("UploadReady");
        try (Browser browser = open(cluster, namespace, folder)) {
            browser.enter("token", tokenOf(namespace, "edit"));
            browser.enter("namespace", namespace.name());
            browser.enter("volume", volume.name());
            browser.choose("file", images.folder().resolve("disk.qcow2"));
            picture(browser, "chosen");

            browser.click("start");

            browser.awaitText("message", "Uploaded. " + namespace.name() + "/disk is filled.", PATIENCE);
            picture(browser, "done");
        }
        images.assertAreOn(volume.awaitSucceeded().disk());
    }

    @Test
    void saysWhoMayNot(Cluster cluster, TestNamespace namespace, Images images, @TempDir Path folder) throws Exception {
        TestVolume volume = namespace
                .dataVolume("disk", "upload: {}", "Filesystem", "100Mi")
                .awaitPhase("UploadReady");
        try (Browser browser = open(cluster, namespace, folder)) {
            browser.enter("token", tokenOf(namespace, "view"));
            browser.enter("namespace", namespace.name());
            browser.enter("volume", volume.name());
            browser.choose("file", images.folder().resolve("disk.qcow2"));

            browser.click("start");

            browser.awaitText("message", "You may not do that: ", PATIENCE);
            picture(browser, "forbidden");
        }
        assertThat(volume.phase()).isEqualTo("UploadReady");
    }

    private static Browser open(Cluster cluster, TestNamespace namespace, Path folder)
            throws IOException, InterruptedException {
        Browser browser = Browser.start(Files.createDirectory(folder.resolve("profile")));
        browser.open("https://" + new UploadClient(cluster, namespace).address() + "/", "start");
        return browser;
    }

    /// What `kubectl create token` gives for a new service account with that role in the namespace.
    private static String tokenOf(TestNamespace namespace, String role) {
        namespace.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: person}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: person}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
                subjects: [{kind: ServiceAccount, name: person, namespace: %s}]
                """.formatted(role, namespace.name()));
        return namespace
                .client()
                .serviceAccounts()
                .withName("person")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
    }

    private static void picture(Browser browser, String name) throws IOException, InterruptedException {
        Files.write(Path.of("target", "page-" + name + ".png"), browser.picture());
    }
}
