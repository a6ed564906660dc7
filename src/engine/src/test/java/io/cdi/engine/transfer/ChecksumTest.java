// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {

    @Test
    void readsAlgorithmAndHashInAnyCase() {
        Checksum checksum = Checksum.parse(" MD5 : D41D8CD98F00B204E9800998ECF8427E ");

        assertThat(checksum).isEqualTo(new Checksum(Checksum.Algorithm.MD5, "d41d8cd98f00b204e9800998ecf8427e"));
        assertThat(checksum).hasToString("md5:d41d8cd98f00b204e9800998ecf8427e");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abc            | invalid checksum format: expected 'algorithm:hash', got 'abc'
            sha256:        | checksum hash value cannot be empty
            crc32:12345678 | unsupported hash algorithm 'crc32': supported algorithms are: md5, sha1, sha256, sha512
            md5:12         | invalid md5 hash length: expected 32 hex characters, got 2
            md5:zz1d8cd98f00b204e9800998ecf8427e | checksum hash is not valid hexadecimal
            """)
    void refusesInTheWordsOfThePodContract(String text, String message) {
        assertThatThrownBy(() -> Checksum.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
