// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.cdi.testkit.Command;
import io.cdi.testkit.Programs;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A user with an image on the own machine: an unmodified `virtctl`, `cdi`, `curl`, a kubeconfig, and
/// the way to the upload proxy's Service, which the node has without cluster DNS.
record UploadClient(Cluster cluster, TestNamespace namespace) {

    static final String SYNCHRONOUS = "/v1beta1/upload";
    static final String ASYNCHRONOUS = "/v1beta1/upload-async";
    static final String FORM = "/v1beta1/upload-form";
    static final String FORM_ASYNCHRONOUS = "/v1beta1/upload-form-async";
    static final String RESUMABLE = "/v1beta1/upload-tus";

    /// The proxy's name in its certificate.
    private static final String PROXY = "cdi-uploadproxy." + Cluster.INSTALLATION + ".svc";

    /// What a server answered.
    ///
    /// @param exitCode curl's own: 0 when there was an answer
    /// @param status of HTTP; 0 when there was none
    record Answer(int exitCode, int status, String body) {}

    /// `virtctl image-upload` with these words, to the proxy's address, without a look at its certificate.
    Command.Result virtctl(Object... words) {
        return Command.tryRun(Stream.concat(
                        virtctlCommand(words), Stream.of("--insecure", "--uploadproxy-url", "https://" + address()))
                .toArray());
    }

    /// The same, to the address that `cdiconfig/config` has, and only if its certificate is good.
    ///
    /// @param hosts an `/etc/hosts` for this one process
    Command.Result trustingVirtctl(Path authority, Path hosts, Object... words) {
        Stream<Object> alone = Stream.of(
                "unshare",
                "--mount",
                "bash",
                "-c",
                "mount --bind \"$1\" /etc/hosts && SSL_CERT_FILE=$2 exec \"${@:3}\"",
                "bash",
                hosts,
                authority);
        return Command.tryRun(Stream.concat(alone, virtctlCommand(words)).toArray());
    }

    private Stream<Object> virtctlCommand(Object... words) {
        return Stream.concat(
                Stream.of(
                        Programs.built("virtctl"),
                        "image-upload",
                        "--kubeconfig",
                        Cluster.kubeconfig(),
                        "--namespace",
                        namespace.name()),
                Arrays.stream(words));
    }

    /// `cdi upload` of an image into a DataVolume of the namespace.
    Command.Result cdi(Path image, String volume, Object... words) {
        return Command.tryRun(cdiCommand(image, volume, words).toArray());
    }

    /// Starts it, for a test that will not let it end.
    Process startCdi(Path image, String volume, Object... words) {
        return start(cdiCommand(image, volume, words));
    }

    private Stream<Object> cdiCommand(Path image, String volume, Object... words) {
        return Stream.concat(
                Stream.of(
                        Cluster.program("cdi"),
                        "upload",
                        image,
                        namespace.name() + "/" + volume,
                        "--kubeconfig",
                        Cluster.kubeconfig(),
                        "--access-mode",
                        "ReadWriteOnce"),
                Arrays.stream(words));
    }

    /// A line of `/etc/hosts` for the proxy.
    String host() {
        return address() + " " + PROXY;
    }

    static String url() {
        return "https://" + PROXY;
    }

    /// The authorities of the proxy's certificate, in PEM.
    Path authority(Path folder) {
        String bundle = cluster.client()
                .configMaps()
                .inNamespace(Cluster.INSTALLATION)
                .withName("cdi-uploadproxy-signer-bundle")
                .require()
                .getData()
                .get("ca-bundle.crt");
        try {
            return Files.writeString(folder.resolve("ca.pem"), bundle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the proxy is reached from the node.
    String address() {
        return cluster.client()
                .services()
                .inNamespace(Cluster.INSTALLATION)
                .withName("cdi-uploadproxy")
                .require()
                .getSpec()
                .getClusterIP();
    }

    /// A token for uploads into a claim, as `kubectl create` gets one.
    String token(String claim) {
        String answer = cluster.client()
                .raw(
                        "/apis/upload.cdi.kubevirt.io/v1beta1/namespaces/" + namespace.name() + "/uploadtokenrequests",
                        "POST",
                        Map.of(
                                "apiVersion",
                                "upload.cdi.kubevirt.io/v1beta1",
                                "kind",
                                "UploadTokenRequest",
                                "metadata",
                                Map.of("name", claim),
                                "spec",
                                Map.of("pvcName", claim)));
        return cluster.client()
                .getKubernetesSerialization()
                .unmarshal(answer, GenericKubernetesResource.class)
                .get("status", "token");
    }

    /// One request with curl, which trusts the authority of the installation and nobody else.
    Answer curl(String path, String token, Object... options) {
        Command.Result ended = Command.tryRun(curlCommand(path, token, options).toArray());
        String[] bodyAndStatus = ended.output().split("\\n(?=\\d+$)", 2);
        return new Answer(
                ended.exitCode(), Integer.parseInt(bodyAndStatus[bodyAndStatus.length - 1].strip()), bodyAndStatus[0]);
    }

    /// Starts a request that the test will not let end, or not soon.
    Process startCurl(String path, String token, Object... options) {
        return start(curlCommand(path, token, options));
    }

    private static Process start(Stream<Object> words) {
        try {
            return new ProcessBuilder(words.map(Object::toString).toList())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts to send an image of some MiB at 2 MiB a second, and returns when a part has arrived.
    Process startSlowly(TestVolume target, Path image) {
        Process curl = startCurl(SYNCHRONOUS, token(target.name()), "-X", "POST", "--limit-rate", "2M", "-T", image);
        target.awaitProgress();
        return curl;
    }

    /// Waits for a request of [#startCurl], and returns the HTTP status of its answer, `000` for none.
    static String status(Process curl) {
        try {
            String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            curl.waitFor();
            return output.substring(output.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while curl ran", e);
        }
    }

    private Stream<Object> curlCommand(String path, String token, Object... options) {
        List<Object> words = List.of(
                "curl",
                "-s",
                "--cacert",
                authority(temporary()),
                "--resolve",
                PROXY + ":443:" + address(),
                "-w",
                "\n%{http_code}",
                "-H",
                "Authorization: Bearer " + token,
                url() + path);
        return Stream.concat(words.stream(), Arrays.stream(options));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "upload");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
