// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Finds the one flipped bit that explains a checksum that does not fit. Pure. */
final class BitRepair {
    private static final int POLYNOMIAL = 0x82f63b78;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int c = i;
            for (int k = 0; k < 8; k++) {
                c = (c & 1) != 0 ? c >>> 1 ^ POLYNOMIAL : c >>> 1;
            }
            TABLE[i] = c;
        }
    }

    private BitRepair() {}

    /**
     * Turns the bit back, if one flipped bit (of the range, or of the checksum itself) explains the difference between the checksum that
     * was stored and that of the range. The checksum is linear: a flipped bit changes it by an amount that depends on its place alone.
     */
    static boolean repair(byte[] bytes, int offset, int length, int storedCrc) {
        int difference = Bytes.crc(bytes, offset, length) ^ storedCrc;
        if (Integer.bitCount(difference) <= 1) {
            return true;
        }
        int[] effects = new int[8];
        for (int bit = 0; bit < 8; bit++) {
            effects[bit] = TABLE[1 << bit];
        }
        for (int i = offset + length - 1; i >= offset; i--) {
            for (int bit = 0; bit < 8; bit++) {
                if (effects[bit] == difference) {
                    bytes[i] ^= (byte) (1 << bit);
                    return true;
                }
                effects[bit] = TABLE[effects[bit] & 0xff] ^ effects[bit] >>> 8;
            }
        }
        return false;
    }
}
