// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

/** How a block tells the lengths of its own codes (RFC 1951, 3.2.7): runs of them, in a code of their own. Confined to one thread. */
final class BlockHead {
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int SYMBOLS = 19;
    private static final int CODE_BITS_MAX = 7;
    private static final int TOLD_MIN = 4;
    private static final int COUNT_BITS = 14;

    private static final int REPEAT = 16;
    private static final int REPEAT_MAX = 6;
    private static final int ZEROS = 17;
    private static final int ZEROS_MAX = 10;
    private static final int MANY_ZEROS = 18;
    private static final int MANY_ZEROS_MAX = 138;
    private static final int RUN_MIN = 3;

    private final PrefixCode code = new PrefixCode(SYMBOLS, CODE_BITS_MAX);
    private final int[] lengths = new int[Block.LITERALS + Block.DISTANCES];
    private final byte[] symbols = new byte[Block.LITERALS + Block.DISTANCES];
    private final int[] extras = new int[Block.LITERALS + Block.DISTANCES];
    private int count;
    private int literalCount;
    private int distanceCount;
    private int told;

    /** Takes the lengths of both codes. */
    void describe(PrefixCode literals, PrefixCode distances) {
        literalCount = literals.used(257);
        distanceCount = distances.used(1);
        System.arraycopy(literals.lengths, 0, lengths, 0, literalCount);
        System.arraycopy(distances.lengths, 0, lengths, literalCount, distanceCount);
        code.clear();
        count = 0;
        int end = literalCount + distanceCount;
        for (int at = 0; at < end; ) {
            int next = endOfRun(at, end);
            run(lengths[at], next - at);
            at = next;
        }
        code.make();
        told = SYMBOLS;
        while (told > TOLD_MIN && code.lengths[ORDER[told - 1]] == 0) {
            told--;
        }
    }

    private int endOfRun(int from, int end) {
        int next = from + 1;
        while (next < end && lengths[next] == lengths[from]) {
            next++;
        }
        return next;
    }

    private void run(int length, int many) {
        int left = many;
        if (length > 0) {
            add(length, 0);
            left--;
        }
        while (left >= RUN_MIN) {
            boolean manyZeros = length == 0 && left > ZEROS_MAX;
            int part = Math.min(left, length > 0 ? REPEAT_MAX : manyZeros ? MANY_ZEROS_MAX : ZEROS_MAX);
            add(length > 0 ? REPEAT : manyZeros ? MANY_ZEROS : ZEROS, part - (manyZeros ? ZEROS_MAX + 1 : RUN_MIN));
            left -= part;
        }
        for (; left > 0; left--) {
            add(length, 0);
        }
    }

    private void add(int symbol, int extra) {
        symbols[count] = (byte) symbol;
        extras[count] = extra;
        code.counts[symbol]++;
        count++;
    }

    private static int extraBits(int symbol) {
        return switch (symbol) {
            case REPEAT -> 2;
            case ZEROS -> 3;
            case MANY_ZEROS -> 7;
            default -> 0;
        };
    }

    /** The bits of the head. */
    int bits() {
        int extra = 0;
        for (int symbol = REPEAT; symbol <= MANY_ZEROS; symbol++) {
            extra += code.counts[symbol] * extraBits(symbol);
        }
        return COUNT_BITS + 3 * told + code.bits() + extra;
    }

    void write(BitOutput out) {
        out.put(literalCount - 257 | distanceCount - 1 << 5 | told - TOLD_MIN << 10, COUNT_BITS);
        for (int i = 0; i < told; i++) {
            out.put(code.lengths[ORDER[i]], 3);
        }
        for (int i = 0; i < count; i++) {
            int symbol = symbols[i];
            int bits = code.lengths[symbol];
            out.put(code.codes[symbol] | (long) extras[i] << bits, bits + extraBits(symbol));
        }
    }
}
