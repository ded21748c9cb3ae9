// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import java.util.Arrays;

/**
 * One block of Deflate (RFC 1951, 3.2.5): what its symbols are, how long it gets with the fixed codes and with its own, and its bits in the shorter form.
 * Behind it stands the head of an empty stored block, as a flush leaves it. Confined to one thread.
 */
final class Block {
    private static final int END = 256;
    static final int LITERALS = 286;
    static final int DISTANCES = 30;
    private static final int CODE_BITS_MAX = 15;

    private static final int HEAD_BITS = 3;
    private static final int FIXED = 1 << 1;
    private static final int DYNAMIC = 2 << 1;
    private static final int STORED = 0;
    /** So many symbols that come as often as each other take 7.6 bits each. */
    private static final int EVEN_SYMBOLS = 200;

    private static final PrefixCode FIXED_LITERALS = PrefixCode.of(fixedLiterals(), CODE_BITS_MAX);
    private static final PrefixCode FIXED_DISTANCES = PrefixCode.of(fixedDistances(), CODE_BITS_MAX);

    private final PrefixCode literals = new PrefixCode(LITERALS, CODE_BITS_MAX);
    private final PrefixCode distances = new PrefixCode(DISTANCES, CODE_BITS_MAX);
    private final BlockHead head = new BlockHead();
    private final int[] odd = new int[256];

    private int extraBits;
    private boolean fixed;
    private int bits;

    private static int[] fixedLiterals() {
        int[] lengths = new int[LITERALS + 2];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
        }
        return lengths;
    }

    private static int[] fixedDistances() {
        int[] lengths = new int[DISTANCES + 2];
        Arrays.fill(lengths, 5);
        return lengths;
    }

    /** Counts the symbols of a text and chooses the codes for them; false if it can be seen before that nothing is to be gained. */
    boolean count(byte[] text, Copies copies) {
        literals.clear();
        distances.clear();
        Arrays.fill(odd, 0);
        extraBits = 0;
        int at = 0;
        for (int i = 0; i < copies.count(); i++) {
            int run = copies.run(i);
            countRun(text, at, at + run);
            at += run + copies.length(i);
            countCopy(copies.length(i), copies.distance(i) - 1);
        }
        countRun(text, at, at + copies.rest());
        for (int symbol = 0; symbol < odd.length; symbol++) {
            literals.counts[symbol] += odd[symbol];
        }
        if (copies.count() == 0 && isEven(copies.rest())) {
            return false;
        }
        literals.counts[END] = 1;
        choose();
        return true;
    }

    /** Whether all bytes come about as often: two of them are the same so seldom that no code could save a twentieth, whose bits are no fewer than this tells. */
    private boolean isEven(int length) {
        long pairs = 0;
        for (int symbol = 0; symbol < END; symbol++) {
            pairs += (long) literals.counts[symbol] * literals.counts[symbol];
        }
        return pairs * EVEN_SYMBOLS < (long) length * length;
    }

    /** Every second byte is counted apart, so that one that follows its like need not wait for its count. */
    private void countRun(byte[] text, int from, int end) {
        int[] counts = literals.counts;
        int at = from;
        for (; at + 1 < end; at += 2) {
            counts[text[at] & 0xff]++;
            odd[text[at + 1] & 0xff]++;
        }
        if (at < end) {
            counts[text[at] & 0xff]++;
        }
    }

    private void countCopy(int length, int distance) {
        int pieces = 0;
        for (int left = length; left > 0; left -= CopyCodes.piece(left)) {
            int code = CopyCodes.lengthCode(CopyCodes.piece(left));
            literals.counts[END + 1 + code]++;
            extraBits += CopyCodes.lengthExtra(code);
            pieces++;
        }
        int code = CopyCodes.distanceCode(distance);
        distances.counts[code] += pieces;
        extraBits += pieces * CopyCodes.distanceExtra(code);
    }

    private void choose() {
        literals.make();
        distances.make();
        head.describe(literals, distances);
        int own = head.bits() + literals.bits() + distances.bits();
        int common = bits(literals, FIXED_LITERALS) + bits(distances, FIXED_DISTANCES);
        fixed = common <= own;
        bits = HEAD_BITS + Math.min(common, own) + extraBits + HEAD_BITS;
    }

    private static int bits(PrefixCode counted, PrefixCode code) {
        int sum = 0;
        for (int symbol = 0; symbol < counted.counts.length; symbol++) {
            sum += counted.counts[symbol] * code.lengths[symbol];
        }
        return sum;
    }

    /** The bytes that {@link #write} will make of it. */
    int bytes() {
        return bits + 7 >>> 3;
    }

    /** Writes what was counted. */
    void write(byte[] text, Copies copies, BitOutput out) {
        PrefixCode literalCode = literals;
        PrefixCode distanceCode = distances;
        if (fixed) {
            out.put(FIXED, HEAD_BITS);
            literalCode = FIXED_LITERALS;
            distanceCode = FIXED_DISTANCES;
        } else {
            out.put(DYNAMIC, HEAD_BITS);
            head.write(out);
        }
        int at = 0;
        for (int i = 0; i < copies.count(); i++) {
            int run = copies.run(i);
            out.put(literalCode, text, at, at + run);
            at += run + copies.length(i);
            write(literalCode, distanceCode, copies.length(i), copies.distance(i) - 1, out);
        }
        out.put(literalCode, text, at, at + copies.rest());
        out.put(literalCode.codes[END], literalCode.lengths[END]);
        out.put(STORED, HEAD_BITS);
    }

    private static void write(
            PrefixCode literalCode, PrefixCode distanceCode, int length, int distance, BitOutput out) {
        int far = CopyCodes.distanceCode(distance);
        int farBits = distanceCode.lengths[far];
        int farExtra = CopyCodes.distanceExtra(far);
        long farWord = distanceCode.codes[far] | (long) (distance & (1 << farExtra) - 1) << farBits;
        int farLength = farBits + farExtra;
        for (int left = length; left > 0; left -= CopyCodes.piece(left)) {
            int piece = CopyCodes.piece(left);
            int code = CopyCodes.lengthCode(piece);
            int codeBits = literalCode.lengths[END + 1 + code];
            int extra = CopyCodes.lengthExtra(code);
            long word = literalCode.codes[END + 1 + code]
                    | (long) (piece - CopyCodes.LENGTH_MIN & (1 << extra) - 1) << codeBits
                    | farWord << codeBits + extra;
            out.put(word, codeBits + extra + farLength);
        }
    }
}
