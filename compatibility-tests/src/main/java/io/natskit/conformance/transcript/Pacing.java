// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.util.ArrayList;
import java.util.List;

/** In which pieces a send goes out.
 *
 *  @param label for reports
 *  @param chunk bytes in a piece, 0 for all at once
 *  @param cut where to cut in two, counted over everything that a connection sends; −1 for nowhere
 */
public record Pacing(String label, int chunk, int cut) {
    /** As the transcript has it. */
    public static final Pacing WHOLE = new Pacing("whole", 0, -1);

    /** Each byte by itself, as far as the network lets it. Large sends go in at most {@value #PIECES_MAX} pieces. */
    public static final Pacing BYTEWISE = new Pacing("bytewise", 1, -1);

    private static final int PIECES_MAX = 400;

    /** Every send is cut in two at {@code at}, where it is long enough. */
    public static Pacing cutAt(int at) {
        return new Pacing("cut at " + at, 0, at);
    }

    /** Begin and end of each piece of a send. */
    List<int[]> pieces(int length) {
        List<int[]> pieces = new ArrayList<>();
        if (cut > 0 && cut < length) {
            pieces.add(new int[] {0, cut});
            pieces.add(new int[] {cut, length});
            return pieces;
        }
        int size = chunk == 0 ? length : Math.max(chunk, length / PIECES_MAX);
        for (int at = 0; at < length; at += size) {
            pieces.add(new int[] {at, Math.min(length, at + size)});
        }
        return pieces;
    }
}
