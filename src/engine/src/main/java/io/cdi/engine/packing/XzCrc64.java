// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

/// Sums of the CRC-64 of ECMA-182 as .xz has it (file format 1.2, section 6) without the bytes they are of: appending
/// `n` bytes multiplies the register by x to the `8n`, modulo the polynomial. Bits are reflected, so that the highest
/// one is that of x to the 0.
final class XzCrc64 {

    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
    private static final long ONE = 1L << 63;
    private static final long X_TO_THE_8 = ONE >>> 8;

    private XzCrc64() {}

    /// The sum of some content and then `count` zeros, from that of the content.
    static long withZeros(long sum, long count) {
        return ~shift(~sum, count);
    }

    /// The sum of two pieces of content, one behind the other.
    static long join(long first, long second, long secondBytes) {
        return shift(first, secondBytes) ^ second;
    }

    private static long shift(long register, long bytes) {
        long shifted = register;
        long power = X_TO_THE_8;
        for (long left = bytes; left > 0; left >>>= 1) {
            if ((left & 1) != 0) {
                shifted = multiply(shifted, power);
            }
            power = multiply(power, power);
        }
        return shifted;
    }

    private static long multiply(long left, long right) {
        long product = 0;
        long shifted = right;
        for (long bits = left; bits != 0; bits <<= 1) {
            product ^= bits < 0 ? shifted : 0;
            shifted = (shifted >>> 1) ^ ((shifted & 1) != 0 ? POLYNOMIAL : 0);
        }
        return product;
    }
}
