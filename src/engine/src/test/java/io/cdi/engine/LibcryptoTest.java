// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibcryptoTest {

    private final byte[] bytes = bytes();

    private static byte[] bytes() {
        byte[] bytes = new byte[1_000_003];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-1", "SHA-256", "SHA-512"})
    void hashesAsTheJdkDoes(String name) throws Exception {
        MessageDigest digest = Libcrypto.digest(name);

        digest.update(bytes[0]);
        digest.update(bytes, 1, 499);
        digest.update(ByteBuffer.wrap(bytes, 500, 300_000));
        digest.update(ByteBuffer.allocateDirect(bytes.length - 300_500)
                .put(bytes, 300_500, bytes.length - 300_500)
                .flip());

        assertThat(digest.getDigestLength())
                .isEqualTo(MessageDigest.getInstance(name).getDigestLength());
        assertThat(digest.digest()).isEqualTo(MessageDigest.getInstance(name).digest(bytes));
        assertThat(digest.digest(bytes))
                .as("used again")
                .isEqualTo(MessageDigest.getInstance(name).digest(bytes));
    }

    @Test
    void knowsNoOthers() {
        assertThatThrownBy(() -> Libcrypto.digest("SHA-3000")).isInstanceOf(NoSuchAlgorithmException.class);
    }
}
