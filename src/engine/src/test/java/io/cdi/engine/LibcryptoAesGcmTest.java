// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Beside the JDK's own AES/GCM: what one encrypts, the other decrypts.
class LibcryptoAesGcmTest {

    private static final String NAME = "AES/GCM/NoPadding";

    private final Random random = new Random(7);
    private final byte[] header = bytes(5);
    private final SecretKey key = key(32);
    private final GCMParameterSpec nonce = nonce();

    @BeforeAll
    static void preferred() {
        LibcryptoAesGcm.prefer();
        LibcryptoAesGcm.prefer();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private SecretKey key(int bytes) {
        return new SecretKeySpec(bytes(bytes), "AES");
    }

    private GCMParameterSpec nonce() {
        return new GCMParameterSpec(128, bytes(12));
    }

    private Cipher ofJdk(int mode, SecretKey key, GCMParameterSpec nonce) throws Exception {
        Cipher cipher = Cipher.getInstance(NAME, "SunJCE");
        cipher.init(mode, key, nonce);
        cipher.updateAAD(header);
        return cipher;
    }

    private byte[] sealedByJdk(byte[] plain) throws Exception {
        return ofJdk(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain);
    }

    private Cipher ours(int mode, SecretKey key, GCMParameterSpec nonce) throws Exception {
        Cipher cipher = Cipher.getInstance(NAME);
        cipher.init(mode, key, nonce);
        assertThat(cipher.getProvider().getName()).isEqualTo("CDI-libcrypto");
        cipher.updateAAD(header);
        return cipher;
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "16, 1", "32, 15", "32, 16", "16, 16384", "32, 16384", "32, 1000003"})
    void encryptsAndDecryptsAsTheJdkDoes(int keyBytes, int count) throws Exception {
        SecretKey ofSize = key(keyBytes);
        byte[] plain = bytes(count);

        byte[] sealed = ofJdk(Cipher.ENCRYPT_MODE, ofSize, nonce).doFinal(plain);

        assertThat(ours(Cipher.ENCRYPT_MODE, ofSize, nonce).doFinal(plain)).isEqualTo(sealed);
        assertThat(ours(Cipher.DECRYPT_MODE, ofSize, nonce).doFinal(sealed)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void worksInPlaceAsTlsAsksFor(boolean direct) throws Exception {
        byte[] plain = bytes(16_000);
        int before = 13;
        ByteBuffer record = direct ? ByteBuffer.allocateDirect(20_000) : ByteBuffer.allocate(20_000);
        record.position(before).put(plain).limit(20_000);

        Cipher seals = ours(Cipher.ENCRYPT_MODE, key, nonce);
        ByteBuffer in = record.duplicate().position(before).limit(before + plain.length);
        int size = seals.doFinal(in, record.position(before));
        assertThat(size).isEqualTo(plain.length + 16);
        assertThat(record.position()).isEqualTo(before + size);
        assertThat(in.hasRemaining()).isFalse();

        Cipher opens = ours(Cipher.DECRYPT_MODE, key, nonce);
        record.position(before).limit(before + size);
        assertThat(opens.doFinal(record.duplicate(), record)).isEqualTo(plain.length);
        byte[] opened = new byte[plain.length];
        record.get(before, opened);
        assertThat(opened).isEqualTo(plain);
    }

    @Test
    void overlappingBuffersDoNotSpoilEachOther() throws Exception {
        byte[] plain = bytes(5_000);
        byte[] array = Arrays.copyOf(plain, 6_000);

        int size = ours(Cipher.ENCRYPT_MODE, key, nonce).doFinal(array, 0, plain.length, array, 100);

        assertThat(Arrays.copyOfRange(array, 100, 100 + size)).isEqualTo(sealedByJdk(plain));
    }

    @Test
    void readsWhatItMayNotWrite() throws Exception {
        byte[] plain = bytes(5_000);
        ByteBuffer sealed = ByteBuffer.allocate(5_016);

        ours(Cipher.ENCRYPT_MODE, key, nonce).doFinal(ByteBuffer.wrap(plain).asReadOnlyBuffer(), sealed);

        assertThat(sealed.array()).isEqualTo(sealedByJdk(plain));
    }

    @Test
    void changesDirection() throws Exception {
        byte[] plain = bytes(500);
        Cipher cipher = ours(Cipher.ENCRYPT_MODE, key, nonce);
        byte[] sealed = cipher.doFinal(plain);

        cipher.init(Cipher.DECRYPT_MODE, key, nonce);
        cipher.updateAAD(header);

        assertThat(cipher.doFinal(sealed)).isEqualTo(plain);
    }

    @Test
    void takesTheMessageInPieces() throws Exception {
        byte[] plain = bytes(3_000);
        Cipher cipher = ours(Cipher.ENCRYPT_MODE, key, nonce);

        assertThat(cipher.update(plain, 0, 1_000)).isNullOrEmpty();
        assertThat(cipher.update(plain, 1_000, 1_500)).isNullOrEmpty();

        assertThat(cipher.doFinal(plain, 2_500, 500)).isEqualTo(sealedByJdk(plain));
    }

    @Test
    void aChangedMessageIsRefusedAndNothingOfItComesOut() throws Exception {
        byte[] sealed = ofJdk(Cipher.ENCRYPT_MODE, key, nonce).doFinal(bytes(1_000));
        byte[] output = new byte[1_000];
        for (int at : new int[] {0, 999, 1_000, 1_015}) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            Cipher cipher = ours(Cipher.DECRYPT_MODE, key, nonce);

            assertThatThrownBy(() -> cipher.doFinal(changed, 0, changed.length, output, 0))
                    .isInstanceOf(AEADBadTagException.class);
            assertThat(output).containsOnly(0);
        }
        assertThatThrownBy(() -> ours(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed, 0, 15))
                .isInstanceOf(AEADBadTagException.class);

        Cipher otherHeader = Cipher.getInstance(NAME);
        otherHeader.init(Cipher.DECRYPT_MODE, key, nonce);
        otherHeader.updateAAD(ByteBuffer.wrap(bytes(5)));
        assertThatThrownBy(() -> otherHeader.doFinal(sealed)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void aNonceEncryptsOneMessage() throws Exception {
        Cipher cipher = ours(Cipher.ENCRYPT_MODE, key, nonce);
        cipher.doFinal(bytes(100));

        assertThatThrownBy(() -> cipher.doFinal(bytes(100))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key, nonce))
                .isInstanceOf(InvalidAlgorithmParameterException.class);

        GCMParameterSpec another = nonce();
        cipher.init(Cipher.ENCRYPT_MODE, key, another);
        cipher.updateAAD(header);
        byte[] plain = bytes(100);
        assertThat(cipher.doFinal(plain))
                .isEqualTo(ofJdk(Cipher.ENCRYPT_MODE, key, another).doFinal(plain));
    }

    @Test
    void tooSmallAnOutputLosesNothing() throws Exception {
        byte[] plain = bytes(100);
        Cipher cipher = ours(Cipher.ENCRYPT_MODE, key, nonce);

        assertThatThrownBy(() -> cipher.doFinal(plain, 0, 100, new byte[115], 0))
                .isInstanceOf(ShortBufferException.class);

        assertThat(cipher.doFinal(plain)).isEqualTo(sealedByJdk(plain));
    }

    @ParameterizedTest
    @CsvSource({"24, 128, 12", "32, 96, 12", "32, 128, 16"})
    void leavesToTheJdkWhatTlsNeverAsksFor(int keyBytes, int tagBits, int nonceBytes) throws Exception {
        Cipher cipher = Cipher.getInstance(NAME);
        cipher.init(Cipher.ENCRYPT_MODE, key(keyBytes), new GCMParameterSpec(tagBits, bytes(nonceBytes)));

        assertThat(cipher.getProvider().getName()).isEqualTo("SunJCE");
    }
}
