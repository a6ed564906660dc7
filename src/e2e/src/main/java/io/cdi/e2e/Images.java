// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.cdi.testkit.Command;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.DockerRegistry;
import io.cdi.testkit.MinioServer;
import io.cdi.testkit.QemuImg;
import io.cdi.testkit.TarLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;

/// One disk in each form that can be imported, on all servers of the [Peers].
final class Images {

    /// The size of the disk.
    static final long BYTES = 32 << 20;

    static final List<String> FILES =
            List.of("disk.raw", "disk.qcow2", "disk.raw.gz", "disk.raw.xz", "disk.qcow2.gz", "disk.qcow2.xz");

    /// A tar with one folder and a file in it.
    static final String ARCHIVE = "folder.tar";

    /// What virtual machines of the images in the registry are by default.
    static final String INSTANCE_TYPE = "u1.small";

    private static final String BUCKET = "images";

    private final Peers peers;

    /// Where an image is imported from.
    enum Server {
        HTTP,
        HTTPS,
        LOGIN,
        S3,
        REGISTRY
    }

    Images(Peers peers) {
        this.peers = peers;
        Path raw = peers.files().resolve("disk.raw");
        Path qcow2 = peers.files().resolve("disk.qcow2");
        writeDisk(raw);
        QemuImg.convert(raw, "raw", qcow2, "qcow2", "-c");
        for (Path file : List.of(raw, qcow2)) {
            Command.run("gzip", "-kf1", file);
            Command.run("xz", "-kf1", file);
        }
        Command.shell(
                "cd '%s'; mkdir folder; echo hello >folder/hello; tar -cf %s folder".formatted(peers.files(), ARCHIVE));
        fillBucket();
        push("raw");
        push("qcow2");
        Command.run("chmod", "-R", "a+rX", peers.files());
    }

    /// With the files; more may be put there, and are served.
    Path folder() {
        return peers.files();
    }

    URI http(String file) {
        return peers.http().uri(file);
    }

    /// From a server that sends little at a time.
    URI slowly(String file) {
        return peers.slow().uri(file);
    }

    /// Some data that does not compress, holes, and data at the end.
    private static void writeDisk(Path raw) {
        QemuImg.create(raw, "raw", BYTES);
        byte[] mebibyte = new byte[1 << 20];
        Random random = new Random(1);
        try (FileChannel file = FileChannel.open(raw, StandardOpenOption.WRITE)) {
            for (int offset : new int[] {0, 1, 2, 9, 31}) {
                random.nextBytes(mebibyte);
                file.write(ByteBuffer.wrap(mebibyte), (long) offset << 20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a file of content that does not compress, the same each time.
    static Path random(Path file, int mebibytes) throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        Random random = new Random(1);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(mebibyte);
                channel.write(ByteBuffer.wrap(mebibyte));
            }
        }
        return file;
    }

    /// Looks at a volume from a pod that mounts it.
    void assertAreOn(DiskPod disk) {
        assertSame(sha256(BYTES), disk.sha256(BYTES));
    }

    /// The same, for what [#ARCHIVE] unpacks to.
    void assertArchiveIsOn(DiskPod disk) {
        assertSame("hello\n", disk.run("cat /disk/folder/hello"));
    }

    private static void assertSame(String expected, String seen) {
        if (!seen.equals(expected)) {
            throw new AssertionError("the volume holds " + seen + " instead of " + expected);
        }
    }

    private void fillBucket() {
        peers.s3().createBucket(BUCKET);
        FILES.forEach(file -> peers.s3().put(BUCKET, file, peers.files().resolve(file)));
    }

    private void push(String format) {
        try {
            byte[] disk = Files.readAllBytes(peers.files().resolve("disk." + format));
            TarLayer layer = new TarLayer().directory("disk/").file("disk/disk.img", disk);
            ContainerDisk image = ContainerDisk.image(ContainerDisk.Flavor.OCI)
                    .layer(layer, TarLayer.Compression.GZIP)
                    .env("INSTANCETYPE_KUBEVIRT_IO_DEFAULT_INSTANCETYPE=" + INSTANCE_TYPE)
                    .build();
            peers.openRegistry().push(image, "disks/" + format, "latest");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A DataVolume's `source` in YAML. It needs [#keys] in its namespace.
    ///
    /// @param file one of [#FILES]; in a registry only the images that are not compressed
    String source(Server server, String file) {
        return switch (server) {
            case HTTP -> "http: {url: '%s', secretRef: '', certConfigMap: ''}".formatted(http(file));
            case HTTPS ->
                "http: {url: '%s', certConfigMap: tls-certs}"
                        .formatted(peers.https().uri(file));
            case LOGIN ->
                "http: {url: '%s', secretRef: login}".formatted(peers.login().uri(file));
            case S3 ->
                "s3: {url: '%s/%s/%s', secretRef: s3}".formatted(peers.s3().endpoint(), BUCKET, file);
            case REGISTRY ->
                "registry: {url: 'docker://%s/disks/%s', secretRef: registry, certConfigMap: tls-certs}"
                        .formatted(peers.registry().address(), file.substring(file.lastIndexOf('.') + 1));
        };
    }

    /// The Secrets and the ConfigMap that the servers need.
    void keys(TestNamespace namespace) {
        secret(namespace, "login", Peers.USER, Peers.PASSWORD);
        secret(namespace, "s3", MinioServer.ACCESS_KEY, MinioServer.SECRET_KEY);
        secret(namespace, "registry", DockerRegistry.USERNAME, DockerRegistry.PASSWORD);
        certificates(namespace);
    }

    void secret(TestNamespace namespace, String name, String user, String password) {
        namespace.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, labels: {app: containerized-data-importer}}
                type: Opaque
                stringData: {accessKeyId: '%s', secretKey: '%s'}
                """.formatted(name, user, password));
    }

    void certificates(TestNamespace namespace) {
        try {
            String pem = Files.readString(peers.authority().certificate());
            namespace.apply("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: tls-certs}
                    data:
                      ca.pem: |
                    %s
                    """.formatted(pem.indent(4)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The checksum of the disk when it was grown with zeros to this size.
    String sha256(long bytes) {
        return Command.shell("{ cat '%s'; head -c %d /dev/zero; } | sha256sum"
                        .formatted(peers.files().resolve("disk.raw"), bytes - BYTES))
                .substring(0, 64);
    }
}
