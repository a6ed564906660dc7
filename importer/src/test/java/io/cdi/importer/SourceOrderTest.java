// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.contract.SourceType;
import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.Source.Header;
import io.cdi.engine.source.Source.Login;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.S3Credentials;
import io.cdi.engine.source.Source.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SourceOrderTest {

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----\n";

    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void setRequired() {
        environment.put("PREALLOCATION", "false");
    }

    private Source source(String type, String endpoint) throws IOException {
        environment.put("IMPORTER_SOURCE", type);
        Settings settings = Settings.parse(environment);
        PodFiles files = new PodFiles(root);
        MountedAccess access = new MountedAccess(
                settings.from().access().certificates(), files.proxyCertificates(), files.extraHeaders());
        return new SourceOrder(settings.from(), endpoint, access)
                .source(SourceType.of(type).orElseThrow());
    }

    private Path file(String place, String content) throws IOException {
        Path file = root.resolve(place);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, content);
    }

    @Test
    void makesAnHttpSourceWithLoginHeadersAndAuthorities() throws IOException {
        environment.put("IMPORTER_ACCESS_KEY_ID", "me");
        environment.put("IMPORTER_SECRET_KEY", "word");
        environment.put("IMPORTER_EXTRA_HEADER_0", "X-Plain: one:two");
        environment.put("IMPORTER_EXTRA_HEADER_1", "no colon");
        environment.put("IMPORTER_CERT_DIR", root.resolve("certs").toString());
        file("extraheaders/0/a", "X-Secret: three\n");
        file("extraheaders/1/.hidden", "X-Hidden: four");
        Path user = file("certs/my-ca", CERTIFICATE);
        file("certs/readme", "nothing");
        Path proxy = file("proxycerts/ca.pem", CERTIFICATE);

        Source source = source("http", "https://example.com/disk.img");

        assertThat(source)
                .isEqualTo(new Source.Http(
                        URI.create("https://example.com/disk.img"),
                        Optional.of(new Login("me", new Secret("word"))),
                        List.of(
                                new Header("X-Plain", new Secret(" one:two")),
                                new Header("X-Secret", new Secret(" three\n"))),
                        new Tls(List.of(proxy, user), false)));
    }

    @Test
    void readsWhatKubernetesMountsByLinks() throws IOException {
        file("certs/..2026/ca.crt", CERTIFICATE);
        Files.createSymbolicLink(root.resolve("certs/..data"), Path.of("..2026"));
        Path link = Files.createSymbolicLink(root.resolve("certs/ca.crt"), Path.of("..data/ca.crt"));
        environment.put("IMPORTER_CERT_DIR", root.resolve("certs").toString());

        Source.Http http = (Source.Http) source("http", "https://example.com/disk.img");

        assertThat(http.tls().authorities()).containsExactly(link);
    }

    @Test
    void skipsVerificationForHttpAndRegistriesOnly() throws IOException {
        environment.put("INSECURE_TLS", "true");

        assertThat(((Source.Http) source("http", "https://example.com/a")).tls().insecure())
                .isTrue();
        assertThat(((Source.Registry) source("registry", "docker://example.com/a")).plainHttp())
                .isTrue();
        assertThat(((Source.S3) source("s3", "https://example.com/b/a")).tls().insecure())
                .isFalse();
    }

    @Test
    void signsS3RequestsWithGivenKeysOrWhatThePodHas() throws IOException {
        assertThat(((Source.S3) source("s3", "http://minio:9000/bucket/a/b.img")).credentials())
                .isInstanceOf(S3Credentials.FromEnvironment.class);
        environment.put("IMPORTER_ACCESS_KEY_ID", "key");
        environment.put("IMPORTER_SECRET_KEY", "secret");

        Source.S3 s3 = (Source.S3) source("s3", "http://minio:9000/bucket/a/b.img");

        assertThat(s3.endpoint()).contains(URI.create("http://minio:9000"));
        assertThat(s3.bucket()).isEqualTo("bucket");
        assertThat(s3.key()).isEqualTo("a/b.img");
        assertThat(s3.credentials()).isEqualTo(new S3Credentials.Static("key", new Secret("secret"), Optional.empty()));
    }

    @Test
    void readsTheKeyFileOfGoogle() throws IOException {
        assertThat(((Source.Gcs) source("gcs", "gs://bucket/a")).serviceAccountJson())
                .isEmpty();
        environment.put(
                "GOOGLE_APPLICATION_CREDENTIALS",
                file("google/credentials.json", "{}").toString());

        assertThat(((Source.Gcs) source("gcs", "gs://bucket/a")).serviceAccountJson())
                .contains(new Secret("{}"));
    }

    @Test
    void asksARegistryForTheWantedArchitecture() throws IOException {
        environment.put("IMPORTER_REGISTRY_IMAGE_ARCHITECTURE", "arm64");

        Source.Registry image = (Source.Registry) source("registry", "docker://localhost:5000/a/b:1");

        assertThat(image.reference()).isEqualTo("localhost:5000/a/b:1");
        assertThat(image.platform()).isEqualTo(new Platform("linux", Optional.of("arm64"), Optional.empty()));
    }

    @Test
    void readsAnImageFromAnArchive() throws IOException {
        assertThat(source("registry", "oci-archive:/a/b.tar:name"))
                .isEqualTo(new Source.OciArchive(Path.of("/a/b.tar"), Optional.of("name"), Platform.OF_THIS_MACHINE));
    }

    @ParameterizedTest
    @CsvSource({
        "http, ftp://example.com/a, must begin with http",
        "http, '', no endpoint",
        "http, http:///a, names no host",
        "http, http://example.com/%zz, not a valid URL",
        "registry, example.com/a, expected colon-separated transport:reference",
        "registry, ssh://example.com/a, unknown transport",
        "s3, http://example.com/bucket, bucket and a key"
    })
    void refusesAnEndpointThatMakesNoSense(String type, String endpoint, String reason) {
        assertThatThrownBy(() -> source(type, endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource(
            value = SourceType.class,
            names = {"IMAGEIO", "VDDK"})
    void saysWhatIsNotSupportedYet(SourceType type) {
        assertThatThrownBy(() -> source(type.word(), "https://example.com")).hasMessageContaining("not supported yet");
    }
}
