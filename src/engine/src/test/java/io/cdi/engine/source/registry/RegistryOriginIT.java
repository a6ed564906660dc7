// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.testkit.Command;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.ContainerDisk.Flavor;
import io.cdi.testkit.CuttingProxy;
import io.cdi.testkit.DockerRegistry;
import io.cdi.testkit.QemuImg;
import io.cdi.testkit.TarLayer;
import io.cdi.testkit.TarLayer.Compression;
import io.cdi.testkit.TestAuthority;
import io.cdi.testkit.TokenServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against Debian's docker-registry, with images made by hand and by skopeo.
class RegistryOriginIT {

    private static final Source.Effort EFFORT = new Source.Effort(
            OptionalInt.empty(),
            OptionalLong.empty(),
            new RetryPolicy(
                    3, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(20), Duration.ofSeconds(20)));
    private static final Source.Login LOGIN =
            new Source.Login(DockerRegistry.USERNAME, new Secret(DockerRegistry.PASSWORD));
    private static final byte[] AMD64 = noise(1, 300_000);
    private static final byte[] ARM64 = noise(2, 200_000);
    private static final byte[] LARGE = noise(3, 24 << 20);

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TokenServer tokens;
    private static DockerRegistry plain;
    private static DockerRegistry tls;
    private static DockerRegistry password;
    private static DockerRegistry token;

    /// How one gets into a registry.
    enum Door {
        PLAIN,
        TLS,
        PASSWORD,
        TOKEN
    }

    @BeforeAll
    static void startRegistries() {
        Path storage = folder.resolve("storage");
        authority = TestAuthority.in(folder);
        tokens = TokenServer.start(folder, DockerRegistry.USERNAME, DockerRegistry.PASSWORD);
        plain = DockerRegistry.plain(storage, folder.resolve("plain"));
        tls = DockerRegistry.tls(storage, folder.resolve("tls"), authority);
        password = DockerRegistry.password(storage, folder.resolve("password"));
        token = DockerRegistry.token(storage, folder.resolve("token"), tokens);
        for (Flavor flavor : Flavor.values()) {
            for (Compression compression : Compression.values()) {
                ContainerDisk amd64 = image(flavor, compression, "amd64", AMD64);
                plain.push(amd64, "disks/single", tag(flavor, compression));
                plain.push(
                        ContainerDisk.index(flavor, image(flavor, compression, "arm64", ARM64), amd64),
                        "disks/index",
                        tag(flavor, compression));
            }
        }
    }

    @AfterAll
    static void stopRegistries() {
        tokens.close();
        List.of(plain, tls, password, token).forEach(DockerRegistry::close);
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryKindOfImageThroughEveryDoor(Door door) throws Exception {
        for (Flavor flavor : Flavor.values()) {
            for (Compression compression : Compression.values()) {
                String tag = tag(flavor, compression);

                assertThat(read(source(door, "disks/single:" + tag, "amd64")))
                        .as("%s %s", door, tag)
                        .isEqualTo(AMD64);
                assertThat(read(source(door, "disks/index:" + tag, "amd64"))).isEqualTo(AMD64);
                assertThat(read(source(door, "disks/index:" + tag, "arm64"))).isEqualTo(ARM64);
            }
        }
    }

    @Test
    void asksForATokenOncePerImage() throws Exception {
        int before = tokens.issued();

        read(source(Door.TOKEN, "disks/index:oci-gzip", "arm64"));

        assertThat(tokens.issued() - before).isEqualTo(1);
    }

    @Test
    void tellsLengthAndEnvironmentBeforeReading() throws Exception {
        try (RegistryOrigin origin = open(source(Door.PLAIN, "disks/single:oci-gzip", "amd64"))) {
            assertThat(origin.length()).hasValue(AMD64.length);
            assertThat(origin.image().env()).containsExactly("INSTANCETYPE_KUBEVIRT_IO_DEFAULT_INSTANCETYPE=u1.amd64");
            assertThat(origin.image().architecture()).isEqualTo("amd64");
            assertThat(origin.description()).endsWith("/disks/single:oci-gzip (disk/disk.img)");
        }
    }

    @Test
    void readsAnImageByItsDigest() throws Exception {
        ContainerDisk disk = image(Flavor.OCI, Compression.GZIP, "amd64", AMD64);

        assertThat(read(source(Door.PLAIN, "disks/single:ignored@" + disk.top().digest(), "amd64")))
                .isEqualTo(AMD64);
    }

    @ParameterizedTest
    @CsvSource({"v2s2, qcow2", "oci, qcow2", "v2s2, raw", "oci, raw"})
    void readsWhatSkopeoPushed(String format, String content) throws Exception {
        Path work = Files.createDirectories(folder.resolve("skopeo-" + format + "-" + content));
        Path disk = QemuImg.create(work.resolve("disk." + content), content, 4 << 20);
        QemuImg.io(disk, content, "write -P 7 64k 1M");
        byte[] bytes = Files.readAllBytes(disk);
        image(Flavor.OCI, Compression.NONE, "amd64", bytes).writeLayout(work.resolve("layout"), "it");
        Command.run(
                "skopeo",
                "copy",
                "-q",
                "--insecure-policy",
                "--format",
                format,
                "--dest-compress",
                "--dest-tls-verify=false",
                "oci:" + work.resolve("layout") + ":it",
                "docker://" + plain.address() + "/skopeo/" + format + ":" + content);

        assertThat(read(source(Door.PLAIN, "skopeo/" + format + ":" + content, "amd64")))
                .isEqualTo(bytes);
    }

    @Test
    void takesTheUppermostDiskAndRespectsDeletions() throws Exception {
        TarLayer lower = new TarLayer().directory("disk/").file("disk/old.img", ARM64);
        plain.push(
                ContainerDisk.image(Flavor.OCI)
                        .layer(lower, Compression.GZIP)
                        .layer(new TarLayer().mark("disk/.wh.old.img").file("disk/new.img", AMD64), Compression.ZSTD)
                        .layer(new TarLayer().file("etc/motd", ARM64), Compression.GZIP)
                        .build(),
                "layers",
                "replaced");
        plain.push(
                ContainerDisk.image(Flavor.OCI)
                        .layer(lower, Compression.GZIP)
                        .layer(new TarLayer().mark(".wh.disk"), Compression.GZIP)
                        .build(),
                "layers",
                "deleted");

        assertThat(read(source(Door.PLAIN, "layers:replaced", "amd64"))).isEqualTo(AMD64);
        assertThatThrownBy(() -> read(source(Door.PLAIN, "layers:deleted", "amd64")))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("Failed to find VM disk image file in the container image");
    }

    @ParameterizedTest
    @EnumSource
    void noticesBytesThatChangedInTheRegistry(Compression compression) throws Exception {
        ContainerDisk disk = image(Flavor.OCI, compression, "amd64", noise(9, 100_000));
        plain.push(disk, "tampered", tag(Flavor.OCI, compression));
        Path stored = plain.stored(disk.blobs().getLast().digest());
        byte[] bytes = Files.readAllBytes(stored);
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored, bytes);

        assertThatThrownBy(() -> read(source(Door.PLAIN, "tampered:" + tag(Flavor.OCI, compression), "amd64")))
                .isInstanceOf(TransferException.Integrity.class)
                .hasMessageContaining(disk.blobs().getLast().digest());
    }

    @Test
    void noticesAManifestThatChangedInTheRegistry() throws Exception {
        ContainerDisk disk = image(Flavor.OCI, Compression.NONE, "amd64", noise(10, 1000));
        plain.push(disk, "tampered", "manifest");
        Path stored = plain.stored(disk.top().digest());
        Files.writeString(stored, Files.readString(stored).replace("schemaVersion\":2", "schemaVersion\":3"));

        assertThatThrownBy(
                        () -> read(source(Door.PLAIN, "tampered@" + disk.top().digest(), "amd64")))
                .isInstanceOf(TransferException.class)
                .isNotInstanceOf(TransferException.NeedsScratch.class);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereAConnectionWasCut(Compression compression) throws Exception {
        plain.push(image(Flavor.OCI, compression, "amd64", LARGE), "large", tag(Flavor.OCI, compression));
        try (CuttingProxy proxy = CuttingProxy.start(URI.create("http://" + plain.address()))) {
            String image = proxy.endpoint().getAuthority() + "/large:" + tag(Flavor.OCI, compression);
            proxy.cutNext(3, 5_000_000);

            assertThat(read(registry(image, "amd64", Optional.empty(), Source.Tls.SYSTEM)))
                    .isEqualTo(LARGE);
            assertThat(proxy.cutsLeft()).isZero();
        }
    }

    @Test
    void findsTheLoginInDockersFile() throws Exception {
        String pair = Base64.getEncoder()
                .encodeToString(
                        (DockerRegistry.USERNAME + ":" + DockerRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"" + password.address() + "\":{\"auth\":\"" + pair + "\"}}}");
        Source.Registry source =
                registry(password.address() + "/disks/single:oci-zstd", "amd64", Optional.empty(), Source.Tls.SYSTEM);

        try (RegistryOrigin origin =
                RegistryOrigin.open(source, EFFORT, Map.of("DOCKER_CONFIG", folder.toString()), _ -> {})) {
            assertThat(origin.stream().readAllBytes()).isEqualTo(AMD64);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSWORD", "TOKEN"})
    void saysThatALoginIsMissingOrWrong(Door door) {
        String image = address(door) + "/disks/single:oci-gzip";
        Source.Login wrong = new Source.Login(DockerRegistry.USERNAME, new Secret("guess"));

        assertThatThrownBy(() -> read(registry(image, "amd64", Optional.empty(), Source.Tls.SYSTEM)))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("the registry denies access; give a user name and password");
        assertThatThrownBy(() -> read(registry(image, "amd64", Optional.of(wrong), Source.Tls.SYSTEM)))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("the user name or password is wrong")
                .hasMessageNotContaining("guess");
    }

    @Test
    void trustsNoUnknownAuthorityUnlessToldTo() throws Exception {
        String image = tls.address() + "/disks/single:oci-gzip";
        Source.Platform platform = new Source.Platform("linux", Optional.of("amd64"), Optional.empty());

        assertThatThrownBy(() -> read(new Source.Registry(image, platform, Optional.empty(), Source.Tls.SYSTEM, false)))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("certificate is not trusted");
        assertThat(read(new Source.Registry(image, platform, Optional.empty(), new Source.Tls(List.of(), true), false)))
                .isEqualTo(AMD64);
    }

    @Test
    void doesNotFallBackToPlainHttpUnasked() {
        Source.Registry source = new Source.Registry(
                plain.address() + "/disks/single:oci-gzip",
                Source.Platform.OF_THIS_MACHINE,
                Optional.empty(),
                Source.Tls.SYSTEM,
                false);

        assertThatThrownBy(() -> read(source))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disks/single:missing", "missing/disk:latest"})
    void saysThatAnImageIsMissing(String image) {
        assertThatThrownBy(() -> read(source(Door.PLAIN, image, "amd64")))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("the registry does not have it (MANIFEST_UNKNOWN)");
    }

    @Test
    void saysThatTheArchitectureIsMissing() {
        assertThatThrownBy(() -> read(source(Door.PLAIN, "disks/index:oci-gzip", "s390x")))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("no image found in image index for architecture \"s390x\"");
    }

    private static ContainerDisk image(Flavor flavor, Compression compression, String architecture, byte[] disk) {
        TarLayer layer =
                new TarLayer().directory("disk/").file("disk/disk.img", disk).file("diskette", ARM64);
        return ContainerDisk.image(flavor)
                .architecture(architecture)
                .env("INSTANCETYPE_KUBEVIRT_IO_DEFAULT_INSTANCETYPE=u1." + architecture)
                .layer(layer, compression)
                .build();
    }

    private static String tag(Flavor flavor, Compression compression) {
        return (flavor + "-" + compression).toLowerCase(java.util.Locale.ROOT);
    }

    private static String address(Door door) {
        return switch (door) {
            case PLAIN -> plain.address();
            case TLS -> tls.address();
            case PASSWORD -> password.address();
            case TOKEN -> token.address();
        };
    }

    private static Source.Registry source(Door door, String image, String architecture) {
        Optional<Source.Login> login = switch (door) {
            case PLAIN, TLS -> Optional.empty();
            case PASSWORD, TOKEN -> Optional.of(LOGIN);
        };
        Source.Tls trust =
                door == Door.TLS ? new Source.Tls(List.of(authority.certificate()), false) : Source.Tls.SYSTEM;
        return registry(address(door) + "/" + image, architecture, login, trust);
    }

    private static Source.Registry registry(
            String image, String architecture, Optional<Source.Login> login, Source.Tls trust) {
        Source.Platform platform = new Source.Platform("linux", Optional.of(architecture), Optional.empty());
        return new Source.Registry(image, platform, login, trust, true);
    }

    private static RegistryOrigin open(Source.Registry source) throws TransferException {
        return RegistryOrigin.open(source, EFFORT, Map.of(), _ -> {});
    }

    private static byte[] read(Source.Registry source) throws IOException {
        try (RegistryOrigin origin = open(source);
                InputStream in = origin.stream()) {
            return in.readAllBytes();
        }
    }

    private static byte[] noise(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
