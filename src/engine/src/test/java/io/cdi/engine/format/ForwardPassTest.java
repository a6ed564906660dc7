// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // plain test data, never compared as records
class ForwardPassTest {

    private static final int CLUSTER = 512;

    /// A made-up format: clusters of 512 bytes in any order; every eighth is a table of the next seven clusters'
    /// places, and all tables are listed in the first cluster.
    private record Image(byte[] file, byte[] disk, int tables) {
        static Image random(long seed, int tables) {
            Random random = new Random(seed);
            List<Integer> places = new ArrayList<>();
            for (int i = 1; i <= tables * 8; i++) {
                places.add(i);
            }
            Collections.shuffle(places, random);
            byte[] file = new byte[(tables * 8 + 1) * CLUSTER];
            byte[] disk = new byte[tables * 7 * CLUSTER];
            ByteBuffer root = ByteBuffer.wrap(file);
            for (int t = 0; t < tables; t++) {
                int table = places.get(t * 8) * CLUSTER;
                root.putInt(t * 4, table);
                for (int i = 0; i < 7; i++) {
                    int place = places.get(t * 8 + 1 + i) * CLUSTER;
                    root.putInt(table + i * 4, place);
                    byte[] content = new byte[CLUSTER];
                    random.nextBytes(content);
                    System.arraycopy(content, 0, file, place, CLUSTER);
                    System.arraycopy(content, 0, disk, (t * 7 + i) * CLUSTER, CLUSTER);
                }
            }
            return new Image(file, disk, tables);
        }

        void want(ForwardPass pass) throws IOException {
            pass.wantTable(0, tables * 4, root -> {
                for (int t = 0; t < tables; t++) {
                    int first = t * 7;
                    pass.wantTable(root.getInt(t * 4), 7 * 4, table -> {
                        Runs runs = new Runs();
                        for (int i = 0; i < 7; i++) {
                            runs.addPlain(table.getInt(i * 4), (first + i) * (long) CLUSTER, CLUSTER);
                        }
                        pass.want(runs);
                    });
                }
            });
        }
    }

    @Property(tries = 200)
    void readsClustersInAnyOrderFromAStream(@ForAll long seed) throws IOException {
        Image image = Image.random(seed, 12);
        ArraySink sink = new ArraySink(image.disk().length);
        ForwardPass pass = new ForwardPass(input(image.file(), false), sink, ClusterCodec.NONE);

        image.want(pass);
        pass.run();

        assertThat(sink.disk).isEqualTo(image.disk());
    }

    @Property(tries = 50)
    void neverSaysThatBytesHavePassedWhichAreStillWanted(@ForAll long seed) throws IOException {
        Image image = Image.random(seed, 5);
        ArraySink whole = new ArraySink(image.disk().length);
        ForwardPass first = new ForwardPass(input(image.file(), true), whole, ClusterCodec.NONE);
        image.want(first);
        first.run();
        for (ArraySink.Moment moment : whole.moments) {
            ArraySink rest = new ArraySink(moment.disk());
            ImageInput resumed = new ImageInput(
                    "test",
                    new ByteArrayInputStream(image.file()),
                    OptionalLong.of(image.file().length),
                    Optional.of(new ArrayOrigin(image.file())),
                    false,
                    moment.fileOffset());
            ForwardPass second = new ForwardPass(resumed, rest, ClusterCodec.NONE);
            image.want(second);
            second.run();

            assertThat(rest.disk).isEqualTo(image.disk());
        }
    }

    @Test
    void saysThatAStreamIsCutOff() throws IOException {
        byte[] file = new byte[1000];
        ForwardPass pass = new ForwardPass(input(file, false), new ArraySink(4096), ClusterCodec.NONE);
        Runs runs = new Runs();
        runs.addPlain(512, 0, 1024);
        pass.want(runs);

        assertThatThrownBy(pass::run)
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("cut off");
    }

    private static ImageInput input(byte[] file, boolean seekable) {
        return new ImageInput(
                "test",
                new ByteArrayInputStream(file),
                OptionalLong.empty(),
                seekable ? Optional.of(new ArrayOrigin(file)) : Optional.empty());
    }

    private record ArrayOrigin(byte[] bytes) implements Origin.Seekable {
        @Override
        public String description() {
            return "array";
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(bytes.length);
        }

        @Override
        public Optional<String> version() {
            return Optional.empty();
        }

        @Override
        public InputStream stream(long offset) {
            return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
        }

        @Override
        public void readFully(long offset, ByteBuffer into) {
            into.put(bytes, (int) offset, into.remaining());
        }

        @Override
        public void close() {}
    }

    private static final class ArraySink implements DiskSink {
        record Moment(long fileOffset, byte[] disk) {}

        final byte[] disk;
        final List<Moment> moments = new ArrayList<>();

        ArraySink(int bytes) {
            this(new byte[bytes]);
        }

        ArraySink(byte[] before) {
            this.disk = before.clone();
        }

        @Override
        public ByteBuffer lease() {
            return ByteBuffer.allocate(2048);
        }

        @Override
        public void put(ByteBuffer leased, List<Piece> pieces, ClusterCodec codec) {
            for (Piece piece : pieces) {
                leased.get(piece.offset(), disk, (int) piece.diskOffset(), piece.length());
            }
        }

        @Override
        public void passed(long fileOffset) {
            moments.add(new Moment(fileOffset, disk.clone()));
        }
    }
}
