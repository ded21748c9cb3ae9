// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import java.util.List;

/** What must hold of the decoder for any bytes at all; the profile "fuzz" looks for bytes that break it. */
public final class DecoderTarget {
    private static final int KEPT_MAX = 4096 + 16;

    private DecoderTarget() {}

    /** Any input ends in calls or a refusal, the same ones however it is split, and never in an error of our own. */
    public static void check(byte[] input) {
        List<String> whole = run(input, input.length);
        for (int step : new int[] {1, 2, 7, 64}) {
            List<String> parts = run(input, step);
            if (!parts.equals(whole)) {
                throw new AssertionError("in steps of " + step + ": " + parts + " (expected: " + whole + ")");
            }
        }
    }

    private static List<String> run(byte[] input, int step) {
        RecordedOps ops = new RecordedOps();
        ops.decoder.maxPayload(1024);
        for (int i = 0; i < input.length; i += Math.max(1, step)) {
            ops.feed(input, i, Math.min(input.length, i + Math.max(1, step)));
            boolean over =
                    !ops.calls.isEmpty() && ops.calls.get(ops.calls.size() - 1).startsWith("malformed");
            if (!over && ops.keptLength() > KEPT_MAX + 1024) {
                throw new AssertionError("kept " + ops.keptLength() + " bytes");
            }
        }
        return ops.calls;
    }
}
