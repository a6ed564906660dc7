// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.cdi.engine.ByteStream;
import io.cdi.engine.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;
import java.util.Optional;

/// The gzip decoder of the machine's own libisal.so.2, Intel's storage library (Debian: `libisal2`; also for ARM). It
/// takes a sixth of the processor time of zlib, and 8 GiB of a disk in 3.3 s. Without it, [GzipStream] does the work by
/// the JDK's zlib.
///
/// The functions and the layout of `inflate_state` are those of its header (igzip_lib.h, the same from 2.21 to 2.31);
/// since nobody promises the layout, a library is only used when it decodes a first member as that says.
final class Libisal {

    /// More than `inflate_state` has (87,368 in 2.30).
    private static final long STATE_BYTES = 128 << 10;

    private static final long NEXT_OUT = 0;
    private static final long AVAIL_OUT = 8;
    private static final long NEXT_IN = 16;
    private static final long AVAIL_IN = 32;
    private static final long BLOCK_STATE = 21_160;
    private static final long CRC_FLAG = 21_172;

    /// `ISAL_GZIP`: header and trailer are read, and the trailer is compared with the content.
    private static final int WHOLE_MEMBERS = 1;

    private static final int OK = 0;
    /// `ISAL_BLOCK_FINISH`
    private static final int FINISHED = 5;

    /// A member with nothing in it.
    private static final byte[] EMPTY_MEMBER = HexFormat.of().parseHex("1f8b080000000000000303000000000000000000");

    private static final Optional<Libisal> FOUND =
            NativeLibrary.find("libisal.so.2", Libisal::new).filter(Libisal::isAsWeKnowIt);

    private final MethodHandle begin;
    private final MethodHandle inflate;

    private Libisal(NativeLibrary library) {
        begin = library.function("isal_inflate_init", FunctionDescriptor.ofVoid(ADDRESS));
        inflate = library.function("isal_inflate", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    }

    /// The library, when this machine has it.
    static Optional<Libisal> find() {
        return FOUND;
    }

    /// The content of the member that stands next in `packed`, see [XzCodec#open].
    ByteStream open(PeekableStream packed, PackingErrors errors) {
        return new Decoding(packed, errors);
    }

    private boolean isAsWeKnowIt() {
        try (Arena arena = Arena.ofConfined()) {
            State state = new State(arena.allocate(STATE_BYTES, Long.BYTES));
            MemorySegment member = arena.allocateFrom(ValueLayout.JAVA_BYTE, EMPTY_MEMBER);
            return state.inflate(member, EMPTY_MEMBER.length, arena.allocate(1)) == OK
                    && state.inputLeft() == 0
                    && state.roomLeft() == 1
                    && state.isFinished();
        }
    }

    /// An `inflate_state` at the begin of a member.
    private final class State {

        private final MemorySegment fields;

        State(MemorySegment fields) {
            this.fields = fields;
            NativeLibrary.call(() -> {
                begin.invokeExact(fields);
                return OK;
            });
            fields.set(JAVA_INT, CRC_FLAG, WHOLE_MEMBERS);
        }

        int inflate(MemorySegment from, int given, MemorySegment into) {
            fields.set(ADDRESS, NEXT_IN, from);
            fields.set(JAVA_INT, AVAIL_IN, given);
            fields.set(ADDRESS, NEXT_OUT, into);
            fields.set(JAVA_INT, AVAIL_OUT, (int) into.byteSize());
            return (int) NativeLibrary.call(() -> (int) inflate.invokeExact(fields));
        }

        int inputLeft() {
            return fields.get(JAVA_INT, AVAIL_IN);
        }

        int roomLeft() {
            return fields.get(JAVA_INT, AVAIL_OUT);
        }

        boolean isFinished() {
            return fields.get(JAVA_INT, BLOCK_STATE) == FINISHED;
        }
    }

    private final class Decoding extends NativeDecoding {

        private final State state = new State(memory(STATE_BYTES));

        Decoding(PeekableStream packed, PackingErrors errors) {
            super(packed, errors);
        }

        @Override
        Step code(MemorySegment from, int given, MemorySegment into) throws IOException {
            int result = state.inflate(from, given, into);
            if (result < OK) {
                throw new IOException(reason(result));
            }
            return new Step(given - state.inputLeft(), (int) into.byteSize() - state.roomLeft(), state.isFinished());
        }

        @Override
        void release() {
            // All of its memory is ours.
        }

        private static String reason(int result) {
            return switch (result) {
                case -1 -> "invalid block";
                case -2 -> "invalid symbol";
                case -3 -> "a distance too far back";
                case -4 -> "invalid header";
                case -5 -> "unknown method";
                case -6 -> "the CRC or the length does not match";
                default -> "libisal error " + result;
            };
        }
    }
}
