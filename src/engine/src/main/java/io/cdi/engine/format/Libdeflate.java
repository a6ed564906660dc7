// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.cdi.engine.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Deflate by the machine's own libdeflate.so.0, which unpacks whole buffers in less than half of zlib's processor
/// time. Where it is missing (Debian: `libdeflate0`), the JDK's zlib does the work.
///
/// The functions are its stable interface (libdeflate.h): a decompressor object, used by one thread at a time, and
/// calls from a whole packed buffer to a whole unpacked one.
final class Libdeflate {

    private static final FunctionDescriptor DECOMPRESS =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);

    private static final Optional<Libdeflate> FOUND = NativeLibrary.find("libdeflate.so.0", Libdeflate::new);

    private final MethodHandle allocate;
    private final MethodHandle raw;
    private final MethodHandle zlib;
    private final MethodHandle free;

    private Libdeflate(NativeLibrary library) {
        allocate = library.function("libdeflate_alloc_decompressor", FunctionDescriptor.of(ADDRESS));
        raw = library.function("libdeflate_deflate_decompress", DECOMPRESS);
        zlib = library.function("libdeflate_zlib_decompress", DECOMPRESS);
        free = library.function("libdeflate_free_decompressor", FunctionDescriptor.ofVoid(ADDRESS));
    }

    /// The library, when this machine has it.
    static Optional<Libdeflate> find() {
        return FOUND;
    }

    /// A decompressor for one thread at a time. Its memory is freed when nobody holds it any more.
    Decompressor decompressor(boolean isRaw) {
        MemorySegment state = NativeLibrary.object(allocate, free)
                .orElseThrow(() -> new OutOfMemoryError("libdeflate has no memory for a decompressor"));
        return new Decompressor(state, isRaw ? raw : zlib);
    }

    /// Unpacks whole buffers.
    static final class Decompressor {
        private static final int SUCCESS = 0;

        private final MemorySegment state;
        private final MethodHandle function;

        private Decompressor(MemorySegment state, MethodHandle function) {
            this.state = state;
            this.function = function;
        }

        /// Unpacks what is between position and limit of `packed`, both direct, and leaves the positions alone.
        ///
        /// @return whether that filled `into` from position to limit exactly; if not, its content is undefined
        boolean fills(ByteBuffer packed, ByteBuffer into) {
            MemorySegment from = MemorySegment.ofBuffer(packed);
            MemorySegment to = MemorySegment.ofBuffer(into);
            try {
                int result =
                        (int) function.invokeExact(state, from, from.byteSize(), to, to.byteSize(), MemorySegment.NULL);
                return result == SUCCESS;
            } catch (Throwable e) {
                throw NativeLibrary.unexpected(e);
            }
        }
    }
}
