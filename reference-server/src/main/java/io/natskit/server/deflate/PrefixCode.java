// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import java.util.Arrays;

/**
 * Huffman's code for the symbols of one alphabet, by how often each comes, with no code longer than a bound. Always complete, so that every reader takes
 * it: at least two symbols have a code. Confined to one thread.
 */
final class PrefixCode {
    private static final int SYMBOL_BITS = 9;
    private static final int SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;

    /** How often each symbol comes; its owner counts here. */
    final int[] counts;
    /** The code of each symbol, as it is written from the lowest bit on. */
    final int[] codes;
    /** The bits of each code; 0 for a symbol that never comes. */
    final int[] lengths;

    private final int lengthMax;

    // while a code is made: the symbols that come, rarest first, and above them the nodes that join two
    private final int[] sorted;
    private final int[] weights;
    private final int[] parents;
    private final int[] ofLength;

    PrefixCode(int symbols, int lengthMax) {
        this.lengthMax = lengthMax;
        counts = new int[symbols];
        codes = new int[symbols];
        lengths = new int[symbols];
        sorted = new int[symbols];
        weights = new int[2 * symbols];
        parents = new int[2 * symbols];
        ofLength = new int[Math.max(symbols, lengthMax) + 1];
    }

    /** A code whose lengths are given. */
    static PrefixCode of(int[] lengths, int lengthMax) {
        PrefixCode code = new PrefixCode(lengths.length, lengthMax);
        System.arraycopy(lengths, 0, code.lengths, 0, lengths.length);
        for (int length : lengths) {
            code.ofLength[length]++;
        }
        code.assign();
        return code;
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    /** Makes the code for what has been counted. */
    void make() {
        int used = sort();
        Arrays.fill(lengths, 0);
        Arrays.fill(ofLength, 0);
        join(used);
        shorten();
        int next = 0;
        for (int length = lengthMax; length > 0; length--) {
            for (int i = ofLength[length]; i > 0; i--) {
                lengths[sorted[next++] & SYMBOL_MASK] = length;
            }
        }
        assign();
    }

    /** The symbols that come, with the rarest first; answers their number. */
    private int sort() {
        int used = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                sorted[used++] = counts[symbol] << SYMBOL_BITS | symbol;
            }
        }
        for (int symbol = 0; used < 2; symbol++) {
            if (counts[symbol] == 0) {
                sorted[used++] = symbol;
            }
        }
        Arrays.sort(sorted, 0, used);
        return used;
    }

    /** Joins the two lightest until one is left, and counts how deep the symbols lie. */
    private void join(int used) {
        for (int i = 0; i < used; i++) {
            weights[i] = sorted[i] >>> SYMBOL_BITS;
        }
        int leaf = 0;
        int node = used;
        int root = 2 * used - 2;
        for (int next = used; next <= root; next++) {
            int sum = 0;
            for (int i = 0; i < 2; i++) {
                int lightest = leaf < used && (node == next || weights[leaf] <= weights[node]) ? leaf++ : node++;
                parents[lightest] = next;
                sum += weights[lightest];
            }
            weights[next] = sum;
        }
        // from here on the depth of a node stands where its weight did
        weights[root] = 0;
        for (int i = root - 1; i >= 0; i--) {
            weights[i] = weights[parents[i]] + 1;
            if (i < used) {
                ofLength[Math.min(weights[i], lengthMax)]++;
            }
        }
    }

    /** Codes that were cut to the bound took more room than there is: each place too many is made by having a shorter one grow. */
    private void shorten() {
        int room = 0;
        for (int length = 1; length <= lengthMax; length++) {
            room += ofLength[length] << lengthMax - length;
        }
        for (; room > 1 << lengthMax; room--) {
            int shorter = lengthMax - 1;
            while (ofLength[shorter] == 0) {
                shorter--;
            }
            ofLength[lengthMax]--;
            ofLength[shorter]--;
            ofLength[shorter + 1] += 2;
        }
    }

    /** Codes of one length follow each other in the order of their symbols (RFC 1951, 3.2.2). */
    private void assign() {
        int code = 0;
        for (int length = 1; length <= lengthMax; length++) {
            int many = ofLength[length];
            ofLength[length] = code;
            code = code + many << 1;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                codes[symbol] = Integer.reverse(ofLength[length]++) >>> Integer.SIZE - length;
            }
        }
    }

    /** The bits that all symbols take which were counted. */
    int bits() {
        int sum = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            sum += counts[symbol] * lengths[symbol];
        }
        return sum;
    }

    /** One behind the last symbol that has a code, but no less than {@code least}. */
    int used(int least) {
        int end = lengths.length;
        while (end > least && lengths[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
