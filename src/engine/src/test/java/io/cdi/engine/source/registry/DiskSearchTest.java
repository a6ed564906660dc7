// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cdi.engine.TransferException;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.ContainerDisk.Flavor;
import io.cdi.testkit.TarLayer;
import io.cdi.testkit.TarLayer.Compression;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSearchTest {

    private static final byte[] LOWER = "the lower disk".getBytes(StandardCharsets.UTF_8);
    private static final byte[] UPPER = "the upper disk".getBytes(StandardCharsets.UTF_8);
    private static final TarLayer BASE = new TarLayer()
            .directory("etc/")
            .file("etc/os-release", LOWER)
            .directory("disk/")
            .file("disk/a.img", LOWER);

    @Test
    void readsTheDiskBetweenOtherFiles() throws Exception {
        TarLayer layer = new TarLayer()
                .file("first", UPPER)
                .directory("disk/")
                .file("./disk/a.img", LOWER)
                .file("diskette/b.img", UPPER);

        assertThat(read(image(layer))).isEqualTo(LOWER);
    }

    /// As `tar -S --posix` writes a sparse file; its pieces are longer than what a stream gives at once.
    @Test
    void readsASparseDisk() throws Exception {
        byte[] disk = new byte[3 << 20];
        new Random(7).nextBytes(disk);
        Arrays.fill(disk, 700 << 10, 2 << 20, (byte) 0);
        byte[] map = Arrays.copyOf("2\n0\n716800\n2097152\n1048576\n".getBytes(StandardCharsets.US_ASCII), 512);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(map);
        content.write(disk, 0, 700 << 10);
        content.write(disk, 2 << 20, 1 << 20);
        TarLayer layer = new TarLayer()
                .entry(
                        "disk/header",
                        'x',
                        "",
                        pax(
                                "GNU.sparse.major=1",
                                "GNU.sparse.minor=0",
                                "GNU.sparse.name=disk/a.img",
                                "GNU.sparse.realsize=" + disk.length))
                .file("disk/sparse", content.toByteArray());

        assertThat(read(image(layer))).isEqualTo(disk);
    }

    private static byte[] pax(String... records) {
        return Arrays.stream(records)
                .map(record -> record.length() + 4 + " " + record + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void takesTheUppermostLayerAndReadsNoneBelowIt() throws Exception {
        StoreInMemory store = image(BASE, new TarLayer().file("disk/a.img", UPPER), new TarLayer().file("x", LOWER));
        List<Descriptor> layers = layers(store);

        assertThat(read(store)).isEqualTo(UPPER);
        assertThat(store.opened())
                .containsExactly(
                        layers.get(2).digest().toString(),
                        layers.get(1).digest().toString());
    }

    @Test
    void skipsAFileThatAnUpperLayerDeletes() throws Exception {
        StoreInMemory store = image(
                new TarLayer().file("disk/keep.img", LOWER).file("disk/gone.img", UPPER),
                new TarLayer().mark("disk/.wh.gone.img"));

        assertThat(read(store)).isEqualTo(LOWER);
    }

    @Test
    void appliesDeletionsToLowerLayersOnly() throws Exception {
        StoreInMemory store = image(
                BASE, new TarLayer().mark("disk/.wh.a.img").mark(".wh.disk").file("disk/a.img", UPPER));

        assertThat(read(store)).isEqualTo(UPPER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk/.wh.a.img", "disk/.wh..wh..opq", ".wh.disk", ".wh..wh..opq"})
    void doesNotFindADeletedDisk(String mark) {
        StoreInMemory store = image(BASE, new TarLayer().mark(mark));

        assertThatThrownBy(() -> read(store))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("Failed to find VM disk image file in the container image");
    }

    @Test
    void doesNotFindADiskElsewhere() {
        StoreInMemory store = image(new TarLayer().file("diskette/a.img", LOWER).file("images/disk/a.img", LOWER));

        assertThatThrownBy(() -> read(store))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("Failed to find VM disk image file in the container image");
    }

    @Test
    void refusesTwoDisksBeforeTheEndOfTheFirst() {
        StoreInMemory store = image(new TarLayer().file("disk/a.img", LOWER).file("disk/b.img", UPPER));

        assertThatThrownBy(() -> read(store))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith(
                        "Cannot locate image file: image directory contains more than one file: disk/a.img and disk/b.img");
    }

    @Test
    void refusesLinks() {
        assertThatThrownBy(() -> read(image(new TarLayer().symbolicLink("disk/a.img", "/other"))))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("disk/a.img")
                .hasMessageContaining("is a link");
        assertThatThrownBy(() -> read(image(new TarLayer().hardLink("disk/a.img", "other"))))
                .hasMessageContaining("is a link");
    }

    @Test
    void refusesForeignAndEncryptedLayersWithoutAskingForThem() {
        for (String type : List.of(
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                "application/vnd.oci.image.layer.v1.tar+gzip+encrypted")) {
            StoreInMemory store = new StoreInMemory(ContainerDisk.image(Flavor.OCI)
                    .layer(type, BASE.packed(Compression.GZIP))
                    .build());

            assertThatThrownBy(() -> read(store))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining(type);
            assertThat(store.opened()).isEmpty();
        }
    }

    @Test
    void readsALayerOfManyGzipMembers() throws Exception {
        byte[] first = new TarLayer().raw(BASE.packed(Compression.NONE)).packed(Compression.GZIP);
        byte[] second = new TarLayer().packed(Compression.GZIP);
        byte[] members = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, members, first.length, second.length);
        StoreInMemory store = new StoreInMemory(ContainerDisk.image(Flavor.OCI)
                .layer("application/vnd.oci.image.layer.v1.tar+gzip", members)
                .build());

        assertThat(read(store)).isEqualTo(LOWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 700, 1200, 2600})
    void tellsChangedBytesAsABrokenPromise(int position) {
        byte[] layer = BASE.packed(Compression.NONE);
        layer[position] ^= 0x55;
        StoreInMemory store = changed(layer, Compression.NONE);

        assertThatThrownBy(() -> read(store))
                .isInstanceOf(TransferException.Integrity.class)
                .hasMessageContaining("digest");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 12, 60})
    void tellsChangedPackedBytesAsABrokenPromise(int position) {
        byte[] layer = BASE.packed(Compression.GZIP);
        layer[position] ^= 0x55;
        StoreInMemory store = changed(layer, Compression.GZIP);

        assertThatThrownBy(() -> read(store)).isInstanceOf(TransferException.Integrity.class);
    }

    @Test
    void tellsMissingAndSurplusBytesAsABrokenPromise() {
        byte[] layer = BASE.packed(Compression.NONE);

        assertThatThrownBy(() -> read(changed(Arrays.copyOf(layer, layer.length - 600), Compression.NONE)))
                .isInstanceOf(TransferException.Integrity.class)
                .hasMessageContaining("promised " + layer.length);
        assertThatThrownBy(() -> read(changed(Arrays.copyOf(layer, layer.length + 1), Compression.NONE)))
                .isInstanceOf(TransferException.Integrity.class)
                .hasMessageContaining("more than");
    }

    @Test
    void refusesAPromisedLayerThatIsNoTar() {
        StoreInMemory store = new StoreInMemory(ContainerDisk.image(Flavor.OCI)
                .layer("application/vnd.oci.image.layer.v1.tar", new byte[700])
                .layer(
                        "application/vnd.oci.image.layer.v1.tar",
                        "hello".repeat(300).getBytes(StandardCharsets.UTF_8))
                .build());

        assertThatThrownBy(() -> read(store))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("damaged, or no tar");
    }

    @Test
    void refusesAnEntryWithoutItsBytes() {
        StoreInMemory store =
                image(new TarLayer().header("disk/a.img", '0', "", 1L << 32).raw(new byte[4096]));

        assertThatThrownBy(() -> read(store))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("damaged, or no tar");
    }

    @Test
    void doesNotKeepGigabytesOfHeaders() {
        StoreInMemory store = image(new TarLayer().entry("././@LongLink", 'L', "", new byte[5 << 20]));

        assertThatThrownBy(() -> read(store))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("headers of more than 4 MiB");
    }

    @Property(tries = 500)
    void endsWithAWordOnAnyDamage(@ForAll @IntRange(max = 4607) int position, @ForAll byte value) {
        byte[] layer = new TarLayer()
                .entry("././@LongLink", 'L', "", "disk/a.img".getBytes(StandardCharsets.UTF_8))
                .file("x", LOWER)
                .entry("pax", 'x', "", "19 path=disk/b.img\n".getBytes(StandardCharsets.UTF_8))
                .file("y", UPPER)
                .packed(Compression.NONE);
        layer[position] = value;
        StoreInMemory store = new StoreInMemory(ContainerDisk.image(Flavor.OCI)
                .layer("application/vnd.oci.image.layer.v1.tar", layer)
                .build());

        assertThat(catchThrowable(() -> read(store)))
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        refused -> assertThat(refused).isInstanceOf(TransferException.Permanent.class));
    }

    private static StoreInMemory image(TarLayer... layers) {
        ContainerDisk.Builder image = ContainerDisk.image(Flavor.OCI);
        for (TarLayer layer : layers) {
            image.layer(layer, Compression.NONE);
        }
        return new StoreInMemory(image.build());
    }

    private static StoreInMemory changed(byte[] layer, Compression compression) {
        ContainerDisk disk =
                ContainerDisk.image(Flavor.OCI).layer(BASE, compression).build();
        StoreInMemory store = new StoreInMemory(disk);
        store.replace(disk.blobs().getLast(), layer);
        return store;
    }

    private static List<Descriptor> layers(StoreInMemory store) throws TransferException {
        return ((Manifest.Image) store.root()).layers();
    }

    private static byte[] read(StoreInMemory store) throws Exception {
        try (DiskStream disk = DiskSearch.find(store, layers(store))) {
            byte[] bytes = disk.readAllBytes();
            assertThat(disk.sizeBytes()).isEqualTo(bytes.length);
            return bytes;
        }
    }
}
