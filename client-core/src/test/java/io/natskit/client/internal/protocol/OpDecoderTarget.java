// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import java.util.List;

/** What must hold for any bytes: an exception of our own or none, and the same calls whole and in every split that the input's first byte asks for. */
final class OpDecoderTarget {
    private OpDecoderTarget() {}

    static void check(byte[] input) {
        String whole = outcome(input, input.length + 1);
        int step = input.length == 0 ? 1 : 1 + Math.floorMod(input[0], 16);
        String pieces = outcome(input, step);
        if (!whole.equals(pieces)) {
            throw new AssertionError("in steps of " + step + ": " + pieces + "\n instead of " + whole);
        }
    }

    /** The calls, and whether it ended in a refusal: a refusal may come a piece earlier or later, but nothing is said after it. */
    private static String outcome(byte[] input, int step) {
        OpDecoder decoder = new OpDecoder();
        RecordedOps ops = new RecordedOps();
        boolean refused = false;
        try {
            for (int from = 0; from < input.length; from += step) {
                decoder.decode(input, from, Math.min(step, input.length - from), ops);
            }
        } catch (ProtocolException e) {
            refused = true;
        }
        List<String> calls = ops.calls();
        return calls + (refused ? " refused" : "");
    }
}
