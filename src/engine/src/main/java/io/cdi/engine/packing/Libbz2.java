// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.cdi.engine.ByteStream;
import io.cdi.engine.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The bzip2 decoder of the machine's own libbz2.so.1.0, a part of every Debian. Without it, commons-compress does the
/// work.
///
/// The functions and the layout of `bz_stream` are its stable interface (bzlib.h).
final class Libbz2 {

    private static final long STREAM_BYTES = 80;
    private static final long NEXT_IN = 0;
    private static final long AVAIL_IN = 8;
    private static final long NEXT_OUT = 24;
    private static final long AVAIL_OUT = 32;

    private static final int QUIET = 0;
    private static final int QUICK = 0;

    private static final int OK = 0;
    private static final int STREAM_END = 4;

    private static final Optional<Libbz2> FOUND = NativeLibrary.find("libbz2.so.1.0", Libbz2::new);

    private final MethodHandle begin;
    private final MethodHandle decompress;
    private final MethodHandle end;

    private Libbz2(NativeLibrary library) {
        begin = library.function("BZ2_bzDecompressInit", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        decompress = library.function("BZ2_bzDecompress", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        end = library.function("BZ2_bzDecompressEnd", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    }

    /// The library, when this machine has it.
    static Optional<Libbz2> find() {
        return FOUND;
    }

    /// The content of the stream that stands next in `packed`, see [XzCodec#open].
    ByteStream open(PeekableStream packed, PackingErrors errors) {
        Decoding decoding = new Decoding(packed, errors);
        decoding.begin();
        return decoding;
    }

    private final class Decoding extends NativeDecoding {

        private final MemorySegment stream = memory(STREAM_BYTES);

        Decoding(PeekableStream packed, PackingErrors errors) {
            super(packed, errors);
        }

        void begin() {
            if (NativeLibrary.call(() -> (int) begin.invokeExact(stream, QUIET, QUICK)) != OK) {
                close();
                throw new OutOfMemoryError("libbz2 has no memory for a decoder");
            }
        }

        @Override
        Step code(MemorySegment from, int given, MemorySegment into) throws IOException {
            int room = (int) into.byteSize();
            stream.set(ADDRESS, NEXT_IN, from);
            stream.set(JAVA_INT, AVAIL_IN, given);
            stream.set(ADDRESS, NEXT_OUT, into);
            stream.set(JAVA_INT, AVAIL_OUT, room);
            int result = (int) NativeLibrary.call(() -> (int) decompress.invokeExact(stream));
            if (result != OK && result != STREAM_END) {
                throw new IOException(reason(result));
            }
            return new Step(
                    given - stream.get(JAVA_INT, AVAIL_IN),
                    room - stream.get(JAVA_INT, AVAIL_OUT),
                    result == STREAM_END);
        }

        @Override
        void release() {
            NativeLibrary.call(() -> (int) end.invokeExact(stream));
        }

        private static String reason(int result) {
            return switch (result) {
                case -3 -> "libbz2 got no memory";
                case -4 -> "data or checksum wrong";
                case -5 -> "not a bzip2 header";
                default -> "libbz2 error " + result;
            };
        }
    }
}
