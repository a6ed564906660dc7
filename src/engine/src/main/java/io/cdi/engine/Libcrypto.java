// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// Hashes by the machine's own libcrypto.so.3 (OpenSSL), which uses the processor's instructions for SHA. The JDK
/// uses them in code of its second compiler only, and our programs start without that: there it hashes at a tenth
/// of the speed. Where the library is missing, the JDK does the work.
///
/// The functions are OpenSSL's stable interface (EVP_DigestInit(3)).
public final class Libcrypto {

    private static final Optional<Libcrypto> FOUND = NativeLibrary.find("libcrypto.so.3", Libcrypto::new);

    private final MethodHandle newContext;
    private final MethodHandle freeContext;
    private final MethodHandle algorithm;
    private final MethodHandle start;
    private final MethodHandle update;
    private final MethodHandle finish;

    private Libcrypto(NativeLibrary library) {
        newContext = library.function("EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
        freeContext = library.function("EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
        algorithm = library.function("EVP_get_digestbyname", FunctionDescriptor.of(ADDRESS, ADDRESS));
        start = library.function("EVP_DigestInit_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        update = library.function(
                "EVP_DigestUpdate",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                Linker.Option.critical(true)); // reads arrays in place
        finish = library.function("EVP_DigestFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    }

    /// The quickest hash of this machine. For one thread at a time.
    ///
    /// @param name as the JDK spells it: `MD5`, `SHA-1`, `SHA-256`, `SHA-512`
    /// @throws NoSuchAlgorithmException when the JDK does not know it
    public static MessageDigest digest(String name) throws NoSuchAlgorithmException {
        MessageDigest ofJdk = MessageDigest.getInstance(name);
        return FOUND.flatMap(library -> library.digest(name, ofJdk.getDigestLength()))
                .orElse(ofJdk);
    }

    private Optional<MessageDigest> digest(String name, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = (MemorySegment) algorithm.invokeExact(arena.allocateFrom(name.replace("-", "")));
            return found.equals(MemorySegment.NULL)
                    ? Optional.empty()
                    : NativeLibrary.object(newContext, freeContext)
                            .map(context -> new Hash(name, length, found, context));
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    private final class Hash extends MessageDigest {
        private final int length;
        private final MemorySegment kind;
        private final MemorySegment context;

        Hash(String name, int length, MemorySegment kind, MemorySegment context) {
            super(name);
            this.length = length;
            this.kind = kind;
            this.context = context;
            engineReset();
        }

        @Override
        protected int engineGetDigestLength() {
            return length;
        }

        @Override
        protected void engineUpdate(byte input) {
            update(MemorySegment.ofArray(new byte[] {input}));
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int count) {
            update(MemorySegment.ofArray(input).asSlice(offset, count));
        }

        @Override
        protected void engineUpdate(ByteBuffer input) {
            update(MemorySegment.ofBuffer(input));
            input.position(input.limit());
        }

        @Override
        protected byte[] engineDigest() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value = arena.allocate(length);
                require((int) finish.invokeExact(context, value, MemorySegment.NULL));
                engineReset();
                return value.toArray(JAVA_BYTE);
            } catch (Throwable e) {
                throw NativeLibrary.unexpected(e);
            }
        }

        @Override
        protected void engineReset() {
            try {
                require((int) start.invokeExact(context, kind, MemorySegment.NULL));
            } catch (Throwable e) {
                throw NativeLibrary.unexpected(e);
            }
        }

        private void update(MemorySegment bytes) {
            try {
                for (long done = 0; done < bytes.byteSize(); done += NativeLibrary.PIECE_BYTES) {
                    long count = Math.min(NativeLibrary.PIECE_BYTES, bytes.byteSize() - done);
                    require((int) update.invokeExact(context, bytes.asSlice(done, count), count));
                }
            } catch (Throwable e) {
                throw NativeLibrary.unexpected(e);
            }
        }

        private static void require(int success) {
            if (success != 1) {
                throw new IllegalStateException("libcrypto refuses to hash");
            }
        }
    }
}
