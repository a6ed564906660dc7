// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of the C library that Java lacks or hides, as they are: each returns its result or, when it
/// fails, the negated `errno`.
///
/// All functions that we need take at most five integers or pointers and return an integer, and on x86-64 and
/// aarch64 an `int` parameter is the lower half of a 64 bit register. So one downcall handle of that shape
/// serves them all (also the variadic `open` and `ioctl`): linking it is the dearest part of using native
/// calls in a program that starts.
final class Linux {

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_TRUNC = 0x200;
    static final int O_CLOEXEC = 0x80000;
    /// These two differ between the architectures.
    static final int O_DIRECT = isArm() ? 0x10000 : 0x4000;

    static final int O_NOFOLLOW = isArm() ? 0x8000 : 0x20000;

    static final int FALLOC_KEEP_SIZE_PUNCH_HOLE = 3;

    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;

    /// `SYNC_FILE_RANGE_WRITE`, and the same with both `WAIT` flags.
    static final int START_WRITING = 2;

    static final int WRITE_AND_WAIT = 7;

    private static final int LOCK_EX_NB = 6;
    private static final int FADV_DONTNEED = 4;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BLOCKS = 0x400;
    private static final int STATX_BYTES = 256;
    private static final int STX_BLOCKS_OFFSET = 48;
    private static final long BLKROGET = 0x125e;
    private static final long BLKZEROOUT = 0x127f;
    private static final long BLKGETSIZE64 = 0x80081272L;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CALL = LINKER.downcallHandle(
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private static final MemorySegment EXIT = symbol("_exit");
    private static final MemorySegment OPEN = symbol("open");
    private static final MemorySegment CLOSE = symbol("close");
    private static final MemorySegment PREAD = symbol("pread");
    private static final MemorySegment PWRITE = symbol("pwrite");
    private static final MemorySegment FSYNC = symbol("fsync");
    private static final MemorySegment SYNCFS = symbol("syncfs");
    private static final MemorySegment FTRUNCATE = symbol("ftruncate");
    private static final MemorySegment FALLOCATE = symbol("fallocate");
    private static final MemorySegment FLOCK = symbol("flock");
    private static final MemorySegment IOCTL = symbol("ioctl");
    private static final MemorySegment LSEEK = symbol("lseek");
    private static final MemorySegment STATX = symbol("statx");
    private static final MemorySegment SYNC_FILE_RANGE = symbol("sync_file_range");
    private static final MemorySegment POSIX_FADVISE = symbol("posix_fadvise");

    private Linux() {}

    /// Does not return.
    static void exit(int code) {
        int _ = callInt(EXIT, code, 0, 0, 0, 0);
    }

    static int open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return callInt(OPEN, arena.allocateFrom(path).address(), flags | O_CLOEXEC, mode, 0, 0);
        }
    }

    static int close(int descriptor) {
        return callInt(CLOSE, descriptor, 0, 0, 0, 0);
    }

    static long pread(int descriptor, MemorySegment into, long offset) {
        return call(PREAD, descriptor, into.address(), into.byteSize(), offset, 0);
    }

    static long pwrite(int descriptor, MemorySegment from, long offset) {
        return call(PWRITE, descriptor, from.address(), from.byteSize(), offset, 0);
    }

    static int fsync(int descriptor) {
        return callInt(FSYNC, descriptor, 0, 0, 0, 0);
    }

    static int syncfs(int descriptor) {
        return callInt(SYNCFS, descriptor, 0, 0, 0, 0);
    }

    static int ftruncate(int descriptor, long length) {
        return callInt(FTRUNCATE, descriptor, length, 0, 0, 0);
    }

    static int fallocate(int descriptor, int mode, long offset, long length) {
        return callInt(FALLOCATE, descriptor, mode, offset, length, 0);
    }

    /// `flock(LOCK_EX | LOCK_NB)`.
    static int lockExclusively(int descriptor) {
        return callInt(FLOCK, descriptor, LOCK_EX_NB, 0, 0, 0);
    }

    static long lseek(int descriptor, long offset, int whence) {
        return call(LSEEK, descriptor, offset, whence, 0, 0);
    }

    static int syncFileRange(int descriptor, long offset, long length, int flags) {
        return callInt(SYNC_FILE_RANGE, descriptor, offset, length, flags, 0);
    }

    /// `posix_fadvise(POSIX_FADV_DONTNEED)`; advice has no failure that matters.
    static void dontNeed(int descriptor, long offset, long length) {
        int _ = callInt(POSIX_FADVISE, descriptor, offset, length, FADV_DONTNEED, 0);
    }

    static long deviceBytes(int descriptor) {
        return ioctlAnswer(descriptor, BLKGETSIZE64);
    }

    /// @return 1 when the device takes no writes, else 0
    static long isReadOnly(int descriptor) {
        return ioctlAnswer(descriptor, BLKROGET);
    }

    static int zeroOut(int descriptor, long offset, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocateFrom(ValueLayout.JAVA_LONG, offset, length);
            return callInt(IOCTL, descriptor, BLKZEROOUT, range.address(), 0, 0);
        }
    }

    /// The storage that a file holds, as `du` counts it.
    static long allocatedBytes(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment noName = arena.allocateFrom("");
            MemorySegment answer = arena.allocate(STATX_BYTES, Long.BYTES);
            int result = callInt(STATX, descriptor, noName.address(), AT_EMPTY_PATH, STATX_BLOCKS, answer.address());
            return result < 0 ? result : answer.get(ValueLayout.JAVA_LONG, STX_BLOCKS_OFFSET) * 512;
        }
    }

    private static long ioctlAnswer(int descriptor, long request) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocateFrom(ValueLayout.JAVA_LONG, 0);
            int result = callInt(IOCTL, descriptor, request, answer.address(), 0, 0);
            return result < 0 ? result : answer.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /// For functions that return an `int`: the upper half of the register is not theirs.
    private static int callInt(MemorySegment function, long a, long b, long c, long d, long e) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) (long) CALL.invokeExact(function, state, a, b, c, d, e);
            return result == -1 ? -errno(state) : result;
        } catch (Throwable t) {
            throw new AssertionError("a native call does not throw", t);
        }
    }

    private static long call(MemorySegment function, long a, long b, long c, long d, long e) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) CALL.invokeExact(function, state, a, b, c, d, e);
            return result == -1 ? -errno(state) : result;
        } catch (Throwable t) {
            throw new AssertionError("a native call does not throw", t);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }
}
