// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.cdi.engine.ByteStream;
import io.cdi.engine.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The xz decoder of the machine's own liblzma.so.5, a part of every Debian, Fedora and Alpine base.
///
/// Xz is the slowest packing by far: on a 350 MB tar of binaries, liblzma 5.4 took 12.7 s of processor
/// time where xz-java 1.12 took 19.6 s (`xz -T2 -6`), and as much less on a file of a single block.
/// Without the library, xz-java does the work.
///
/// The functions and the layout of `lzma_stream` are its stable interface (lzma/base.h, lzma/container.h,
/// lzma/check.h).
final class Liblzma implements XzCodec {

    private static final long STREAM_BYTES = 136;
    private static final long NEXT_IN = 0;
    private static final long AVAIL_IN = 8;
    private static final long NEXT_OUT = 24;
    private static final long AVAIL_OUT = 32;

    private static final int TELL_UNSUPPORTED_CHECK = 2;
    private static final int RUN = 0;

    private static final int OK = 0;
    private static final int STREAM_END = 1;
    private static final int MEMORY_LIMIT_ERROR = 6;
    private static final int BUFFER_ERROR = 10;

    private static final Optional<Liblzma> FOUND = NativeLibrary.find("liblzma.so.5", Liblzma::new);

    private final MethodHandle streamDecoder;
    private final MethodHandle code;
    private final MethodHandle memoryUsage;
    private final MethodHandle end;
    private final MethodHandle crc64;

    private Liblzma(NativeLibrary library) {
        streamDecoder =
                library.function("lzma_stream_decoder", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        code = library.function("lzma_code", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        memoryUsage = library.function("lzma_memusage", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        end = library.function("lzma_end", FunctionDescriptor.ofVoid(ADDRESS));
        crc64 = library.function(
                "lzma_crc64",
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG),
                Linker.Option.critical(true));
    }

    /// The library, when this machine has it.
    static Optional<Liblzma> find() {
        return FOUND;
    }

    @Override
    public ByteStream open(PeekableStream packed, PackingErrors errors) {
        Decoding decoding = new Decoding(packed, errors);
        decoding.begin();
        return decoding;
    }

    @Override
    public long crc64(long sum, ByteBuffer content) {
        MemorySegment bytes = MemorySegment.ofBuffer(content);
        return NativeLibrary.call(() -> {
            long sumUntil = sum;
            for (long done = 0; done < bytes.byteSize(); done += NativeLibrary.PIECE_BYTES) {
                long count = Math.min(NativeLibrary.PIECE_BYTES, bytes.byteSize() - done);
                sumUntil = (long) crc64.invokeExact(bytes.asSlice(done, count), count, sumUntil);
            }
            return sumUntil;
        });
    }

    /// One .xz stream being decoded.
    private final class Decoding extends NativeDecoding {

        private final PackingErrors errors;
        private final MemorySegment stream = memory(STREAM_BYTES);

        Decoding(PeekableStream packed, PackingErrors errors) {
            super(packed, errors);
            this.errors = errors;
        }

        void begin() {
            int result = (int) NativeLibrary.call(
                    () -> (int) streamDecoder.invokeExact(stream, (long) MEMORY_LIMIT, TELL_UNSUPPORTED_CHECK));
            if (result != OK) {
                close();
                throw new OutOfMemoryError("liblzma has no memory for a decoder");
            }
        }

        @Override
        Step code(MemorySegment from, int given, MemorySegment into) throws IOException {
            stream.set(ADDRESS, NEXT_IN, from);
            stream.set(JAVA_LONG, AVAIL_IN, given);
            stream.set(ADDRESS, NEXT_OUT, into);
            stream.set(JAVA_LONG, AVAIL_OUT, into.byteSize());
            int result = (int) NativeLibrary.call(() -> (int) code.invokeExact(stream, RUN));
            check(result);
            return new Step(
                    given - (int) stream.get(JAVA_LONG, AVAIL_IN),
                    (int) (into.byteSize() - stream.get(JAVA_LONG, AVAIL_OUT)),
                    result == STREAM_END);
        }

        @Override
        void release() {
            NativeLibrary.call(() -> {
                end.invokeExact(stream);
                return 0;
            });
        }

        private void check(int result) throws IOException {
            switch (result) {
                case OK, STREAM_END, BUFFER_ERROR -> {}
                case MEMORY_LIMIT_ERROR -> {
                    long needed = NativeLibrary.call(() -> (long) memoryUsage.invokeExact(stream));
                    throw errors.tooHungry("it needs " + (needed >> 20) + " MiB");
                }
                default -> throw new IOException(reason(result));
            }
        }

        private static String reason(int result) {
            return switch (result) {
                case 3 -> "unknown kind of check";
                case 5 -> "liblzma got no memory";
                case 7 -> "not an xz header";
                case 8 -> "unsupported options";
                case 9 -> "data or checksum wrong";
                default -> "liblzma error " + result;
            };
        }
    }
}
