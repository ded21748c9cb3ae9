// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import java.util.SplittableRandom;

/**
 * What happens to one connection, drawn from a seed: where it ends, in how small pieces it is served, what it hears unasked.
 *
 * @param greeting what is sent instead of an INFO before the end; "" to hang up, "INFO" for the usual
 * @param bytesRead how many bytes of the client's are read before the cut
 * @param bytesWritten how many bytes are written before the cut
 * @param staleAt the operation at which the client is told that it is stale, and cut
 * @param infoAt the operation after which another INFO comes
 * @param errorAt the operation after which a harmless error comes
 * @param pieceMax the most bytes in one write
 * @param pauseEvery after so many operations there is a pause
 * @param pauseNanos how long it is
 * @param reset whether the cut is a reset
 */
record Fate(
        String greeting,
        int bytesRead,
        int bytesWritten,
        int staleAt,
        int infoAt,
        int errorAt,
        int pieceMax,
        int pauseEvery,
        long pauseNanos,
        boolean reset) {
    private static final int NEVER = Integer.MAX_VALUE;

    /** All goes well. */
    static Fate none() {
        return new Fate("INFO", NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, 0, false);
    }

    static Fate of(long seed, int connection) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + connection);
        int end = random.nextInt(10);
        String greeting = switch (end) {
            case 0 -> "";
            case 1 -> "-ERR 'maximum connections exceeded'\r\n";
            case 2 -> "-ERR 'Authorization Violation'\r\n";
            default -> "INFO";
        };
        return new Fate(
                greeting,
                end >= 3 && end <= 5 ? random.nextInt(20_000) : NEVER,
                end >= 6 && end <= 8 ? random.nextInt(12_000) : NEVER,
                end == 9 ? 1 + random.nextInt(200) : NEVER,
                random.nextInt(100),
                random.nextInt(100),
                random.nextInt(3) == 0 ? 1 + random.nextInt(60) : NEVER,
                random.nextInt(2) == 0 ? 1 + random.nextInt(50) : NEVER,
                random.nextInt(1_000_000),
                random.nextBoolean());
    }
}
