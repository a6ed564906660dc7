// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/// AES in Galois/Counter Mode by the machine's own libcrypto.so.3 (OpenSSL), for the JDK's TLS. The JDK uses the
/// processor's instructions for AES in code of its second compiler only, and our programs start without that: there
/// an HTTPS download costs seven times the processor time. Where the library is missing, the JDK does the work, as
/// it does what TLS never asks for: nonces of other lengths than 12 bytes, tags of others than 16.
///
/// The functions are OpenSSL's stable interface (EVP_EncryptInit(3), "AEAD Interface"); mode and tag are those of
/// NIST SP 800-38D, the records that of RFC 8446, section 5.2.
public final class LibcryptoAesGcm extends CipherSpi {

    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    /// `EVP_CTRL_AEAD_GET_TAG` and `EVP_CTRL_AEAD_SET_TAG` of OpenSSL's `evp.h`.
    private static final int GET_TAG = 0x10;

    private static final int SET_TAG = 0x11;

    private static final int SUCCESS = 1;

    private static final Optional<Preferred> FOUND =
            NativeLibrary.find("libcrypto.so.3", library -> new Preferred(new Library(library)));

    private final Library library;
    private final MemorySegment context;
    private final MemorySegment written = Arena.ofAuto().allocate(JAVA_INT);
    private final MemorySegment tag = Arena.ofAuto().allocate(TAG_BYTES);
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    private @Nullable Key key;
    private byte[] nonce = {};
    private boolean encrypts;
    private boolean started;

    private LibcryptoAesGcm(Library library) {
        this.library = library;
        this.context = library.context();
    }

    /// From now on TLS of this process uses it, where the machine has the library. May be called again.
    public static void prefer() {
        FOUND.ifPresent(provider -> Security.insertProviderAt(provider, 1));
    }

    private static final class Preferred extends Provider {
        Preferred(Library library) {
            super("CDI-libcrypto", "1", "AES/GCM by libcrypto.so.3");
            putService(new Service(this, "Cipher", "AES/GCM/NoPadding", LibcryptoAesGcm.class.getName(), null, null) {
                @Override
                public Object newInstance(@Nullable Object none) {
                    return new LibcryptoAesGcm(library);
                }
            });
        }
    }

    private static final class Library {
        private final MethodHandle newContext;
        private final MethodHandle freeContext;
        private final MethodHandle start;
        private final MethodHandle update;
        private final MethodHandle finish;
        private final MethodHandle control;
        private final MemorySegment aes128;
        private final MemorySegment aes256;

        Library(NativeLibrary library) {
            newContext = library.function("EVP_CIPHER_CTX_new", FunctionDescriptor.of(ADDRESS));
            freeContext = library.function("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
            start = library.function(
                    "EVP_CipherInit_ex",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                    Linker.Option.critical(true));
            update = library.function(
                    "EVP_CipherUpdate",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                    Linker.Option.critical(true)); // reads and writes arrays in place
            finish = library.function("EVP_CipherFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
            control = library.function(
                    "EVP_CIPHER_CTX_ctrl", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
            aes128 = cipher(library, "EVP_aes_128_gcm");
            aes256 = cipher(library, "EVP_aes_256_gcm");
        }

        private static MemorySegment cipher(NativeLibrary library, String name) {
            try {
                return (MemorySegment)
                        library.function(name, FunctionDescriptor.of(ADDRESS)).invokeExact();
            } catch (Throwable e) {
                throw NativeLibrary.unexpected(e);
            }
        }

        /// OpenSSL overwrites the key when it frees it.
        MemorySegment context() {
            return NativeLibrary.object(newContext, freeContext)
                    .orElseThrow(() -> new OutOfMemoryError("libcrypto has no memory for a cipher"));
        }
    }

    @Override
    protected void engineInit(int mode, Key given, @Nullable AlgorithmParameterSpec parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        started = false;
        if (mode != Cipher.ENCRYPT_MODE && mode != Cipher.DECRYPT_MODE) {
            throw new InvalidKeyException("keys are not wrapped here");
        }
        byte[] next = parameters instanceof GCMParameterSpec gcm && gcm.getTLen() == TAG_BYTES * 8
                ? gcm.getIV()
                : new byte[0];
        if (next.length != NONCE_BYTES) {
            throw new InvalidAlgorithmParameterException("needs a nonce of 12 bytes and a tag of 16");
        }
        boolean encrypt = mode == Cipher.ENCRYPT_MODE;
        boolean continues = given.equals(key) && encrypt == encrypts;
        if (continues && encrypt && Arrays.equals(nonce, next)) {
            throw new InvalidAlgorithmParameterException("a nonce encrypts once only with the same key");
        }
        encrypts = encrypt;
        nonce = next;
        if (continues) {
            start(MemorySegment.NULL, MemorySegment.NULL);
        } else {
            key = null;
            startWith(given);
            key = given;
        }
    }

    private void startWith(Key given) throws InvalidKeyException {
        byte[] bytes = given.getEncoded();
        if (!"AES".equals(given.getAlgorithm()) || bytes == null || (bytes.length != 16 && bytes.length != 32)) {
            throw new InvalidKeyException("needs an AES key of 16 or 32 bytes");
        }
        start(bytes.length == 16 ? library.aes128 : library.aes256, MemorySegment.ofArray(bytes));
        Arrays.fill(bytes, (byte) 0);
    }

    private void start(MemorySegment cipher, MemorySegment withKey) {
        held.reset();
        MemorySegment withNonce = MemorySegment.ofArray(nonce);
        int direction = encrypts ? 1 : 0;
        require(NativeLibrary.call(() ->
                (int) library.start.invokeExact(context, cipher, MemorySegment.NULL, withKey, withNonce, direction)));
        started = true;
    }

    @Override
    protected void engineUpdateAAD(byte[] bytes, int offset, int count) {
        requireStarted();
        update(MemorySegment.ofArray(bytes).asSlice(offset, count), MemorySegment.NULL);
    }

    @Override
    protected void engineUpdateAAD(ByteBuffer bytes) {
        requireStarted();
        update(MemorySegment.ofBuffer(bytes), MemorySegment.NULL);
        bytes.position(bytes.limit());
    }

    /// Held until the end: nothing that was not authenticated leaves here.
    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int count) {
        requireStarted();
        held.write(input, offset, count);
        return new byte[0];
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int count, byte[] output, int at) {
        engineUpdate(input, offset, count);
        return 0;
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int count) throws AEADBadTagException {
        byte[] output = new byte[engineGetOutputSize(count)];
        crypt(segment(input, offset, count), MemorySegment.ofArray(output));
        return output;
    }

    @Override
    protected int engineDoFinal(byte @Nullable [] input, int offset, int count, byte[] output, int at)
            throws ShortBufferException, AEADBadTagException {
        int size = engineGetOutputSize(count);
        requireRoom(size, output.length - at);
        crypt(segment(input, offset, count), MemorySegment.ofArray(output).asSlice(at, size));
        return size;
    }

    @Override
    protected int engineDoFinal(ByteBuffer input, ByteBuffer output) throws ShortBufferException, AEADBadTagException {
        int size = engineGetOutputSize(input.remaining());
        requireRoom(size, output.remaining());
        crypt(MemorySegment.ofBuffer(input), MemorySegment.ofBuffer(output).asSlice(0, size));
        input.position(input.limit());
        output.position(output.position() + size);
        return size;
    }

    private static MemorySegment segment(byte @Nullable [] input, int offset, int count) {
        return input == null
                ? MemorySegment.ofArray(new byte[0])
                : MemorySegment.ofArray(input).asSlice(offset, count);
    }

    private static void requireRoom(int size, int room) throws ShortBufferException {
        if (room < size) {
            throw new ShortBufferException(room + " bytes of room for " + size);
        }
    }

    /// @param output exactly as long as the result
    private void crypt(MemorySegment rest, MemorySegment output) throws AEADBadTagException {
        requireStarted();
        MemorySegment input = held.size() == 0 ? rest : withHeld(rest);
        if (input.asOverlappingSlice(output).isPresent() && input.address() != output.address()) {
            input = MemorySegment.ofArray(input.toArray(JAVA_BYTE));
        }
        started = false; // also after a failure: a nonce is for one message
        if (encrypts) {
            seal(input, output);
        } else {
            open(input, output);
        }
    }

    private void seal(MemorySegment input, MemorySegment output) {
        update(input, output);
        require(finish());
        require(NativeLibrary.call(() -> (int) library.control.invokeExact(context, GET_TAG, TAG_BYTES, tag)));
        output.asSlice(input.byteSize()).copyFrom(tag);
    }

    private void open(MemorySegment input, MemorySegment output) throws AEADBadTagException {
        long length = input.byteSize() - TAG_BYTES;
        if (length < 0) {
            throw new AEADBadTagException("shorter than a tag");
        }
        tag.copyFrom(input.asSlice(length));
        update(input.asSlice(0, length), output);
        require(NativeLibrary.call(() -> (int) library.control.invokeExact(context, SET_TAG, TAG_BYTES, tag)));
        if (finish() != SUCCESS) {
            output.fill((byte) 0);
            throw new AEADBadTagException("the message is not what was sent");
        }
    }

    /// Where output would go, none comes in this mode.
    private long finish() {
        return NativeLibrary.call(() -> (int) library.finish.invokeExact(context, tag, written));
    }

    private MemorySegment withHeld(MemorySegment rest) {
        byte[] bytes = Arrays.copyOf(held.toByteArray(), Math.toIntExact(held.size() + rest.byteSize()));
        MemorySegment.copy(rest, 0, MemorySegment.ofArray(bytes), held.size(), rest.byteSize());
        return MemorySegment.ofArray(bytes);
    }

    /// @param output as long as the input at least, or null for bytes that are only authenticated
    private void update(MemorySegment input, MemorySegment output) {
        for (long done = 0; done < input.byteSize(); done += NativeLibrary.PIECE_BYTES) {
            int count = (int) Math.min(NativeLibrary.PIECE_BYTES, input.byteSize() - done);
            MemorySegment from = input.asSlice(done, count);
            MemorySegment to = output.equals(MemorySegment.NULL) ? output : output.asSlice(done);
            require(NativeLibrary.call(() -> (int) library.update.invokeExact(context, to, written, from, count)));
        }
    }

    private void requireStarted() {
        if (!started) {
            throw new IllegalStateException("needs a new nonce first");
        }
    }

    private static void require(long result) {
        if (result != SUCCESS) {
            throw new IllegalStateException("libcrypto refuses to encrypt or decrypt");
        }
    }

    @Override
    protected int engineGetOutputSize(int count) {
        int all = Math.addExact(held.size(), count);
        return encrypts ? Math.addExact(all, TAG_BYTES) : Math.max(0, all - TAG_BYTES);
    }

    @Override
    protected int engineGetBlockSize() {
        return 16;
    }

    @Override
    protected byte[] engineGetIV() {
        return nonce.clone();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("GCM");
            parameters.init(new GCMParameterSpec(TAG_BYTES * 8, nonce));
            return parameters;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime knows the parameters of GCM", e);
        }
    }

    @Override
    protected void engineInit(int mode, Key given, SecureRandom random) throws InvalidKeyException {
        throw new InvalidKeyException("needs a nonce");
    }

    @Override
    protected void engineInit(int mode, Key given, AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            engineInit(mode, given, parameters.getParameterSpec(GCMParameterSpec.class), random);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException("needs a nonce and the length of a tag", e);
        }
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException("GCM only");
    }

    @Override
    protected void engineSetPadding(String padding) {
        throw new IllegalStateException("there is no padding in GCM");
    }
}
