// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.function.Function;

/// A library of the machine that does some work quicker than Java can, where the machine has it.
public final class NativeLibrary {

    /// The most that one call of a critical function is given: until it returns, no memory is collected.
    public static final int PIECE_BYTES = 256 << 10;

    private final SymbolLookup symbols;

    private NativeLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /// Loads a library for good and binds its functions.
    ///
    /// @param file with the version of its interface, such as `liblzma.so.5`
    /// @param bind takes the functions that are needed
    /// @return empty when the machine lacks the library or one of the functions
    public static <T> Optional<T> find(String file, Function<NativeLibrary, T> bind) {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(bind.apply(new NativeLibrary(SymbolLookup.libraryLookup(file, Arena.global()))));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /// A function, to be called with `invokeExact`.
    public MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), shape, options);
    }

    /// An object of the library, freed when nobody holds it any more.
    ///
    /// @param make takes nothing and returns the object
    /// @param free takes the object and returns nothing
    /// @return empty when the library had no memory for it
    public static Optional<MemorySegment> object(MethodHandle make, MethodHandle free) {
        try {
            MemorySegment made = (MemorySegment) make.invokeExact();
            return made.equals(MemorySegment.NULL)
                    ? Optional.empty()
                    : Optional.of(made.reinterpret(Arena.ofAuto(), gone -> free(free, gone)));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void free(MethodHandle function, MemorySegment object) {
        try {
            function.invokeExact(object);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// What a call of a function threw, to be thrown on: Java's own failures; the functions have none.
    public static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case Error error -> throw error;
            case RuntimeException known -> known;
            default -> new IllegalStateException("a native function cannot throw", e);
        };
    }

    /// A call of a function. They throw nothing but what Java itself throws.
    @FunctionalInterface
    public interface Call {
        long run() throws Throwable;
    }

    public static long call(Call function) {
        try {
            return function.run();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
