// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangeReader.Facts;
import io.cdi.engine.source.ranges.ScriptedReader.Deed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Whatever the network does: the bytes are the content's, or an error is thrown after a true beginning of it.
class RangedOriginProperties {

    private static final RetryPolicy QUICK =
            new RetryPolicy(6, Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofSeconds(5), Duration.ofSeconds(5));

    @Property(tries = 60)
    void bytesAreTheContentOrATrueBeginningOfIt(
            @ForAll long seed,
            @ForAll @IntRange(max = 500_000) int size,
            @ForAll @IntRange(min = 1, max = 6) int connections,
            @ForAll boolean version,
            @ForAll boolean length,
            @ForAll boolean ranges,
            @ForAll boolean changes)
            throws IOException {
        Random random = new Random(seed);
        byte[] content = bytes(random, size);
        int changeAt = changes ? 1 + random.nextInt(20) : Integer.MAX_VALUE;
        Facts facts = new Facts(
                length ? OptionalLong.of(size) : OptionalLong.empty(),
                ranges,
                version ? Optional.of("v1") : Optional.empty());
        ScriptedReader reader = new ScriptedReader(content, facts, (number, asked, open) -> {
            boolean changed = number > changeAt && asked.offset() > 0;
            return changed ? new Deed.ServeZeros("v2") : deed(random, size);
        });
        ByteArrayOutputStream got = new ByteArrayOutputStream();

        boolean complete = copy(reader, connections, random, got);

        if (complete) {
            assertThat(got.toByteArray()).isEqualTo(content);
        } else {
            assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(content, got.size()));
        }
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Deed deed(Random random, int size) {
        return switch (random.nextInt(4)) {
            case 0 -> new Deed.Refuse();
            case 1 -> new Deed.CutAfter(random.nextInt(size + 1));
            case 2 -> new Deed.CutAfter(1 + random.nextInt(1 + size / 50));
            default -> new Deed.Serve();
        };
    }

    private static boolean copy(ScriptedReader reader, int connections, Random random, ByteArrayOutputStream got)
            throws IOException {
        Source.Effort effort = new Source.Effort(OptionalInt.of(connections), OptionalLong.empty(), QUICK);
        Tuning eager = new Tuning(16 * 1024, 0, Duration.ZERO);
        try (Origin origin = RangedOrigin.open(reader, effort, eager);
                InputStream in =
                        origin instanceof Origin.Seekable s ? s.stream(0) : ((Origin.Streamed) origin).stream()) {
            byte[] piece = new byte[1 + random.nextInt(100_000)];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                got.write(piece, 0, count);
            }
            return true;
        } catch (TransferException e) {
            return false;
        }
    }
}
