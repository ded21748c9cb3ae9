// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.util.function.Supplier;

/** Lets two sides alternate; who begins alternates too. The first round of each is a warm-up and is thrown away. */
final class SideBySide {
    private SideBySide() {}

    static RowData run(Setup setup, String row, Supplier<Figures> ours, Supplier<Figures> theirs) {
        return run(setup.rounds(), ours, theirs);
    }

    /** As many rounds as said, where a row asks for others than the rest. */
    static RowData run(int rounds, Supplier<Figures> ours, Supplier<Figures> theirs) {
        warmUp(ours);
        warmUp(theirs);
        RowData data = new RowData();
        for (int round = 1; round <= rounds; round++) {
            if (round % 2 == 1) {
                data.add(round, RowData.OURS, ours.get());
                data.add(round, RowData.THEIRS, theirs.get());
            } else {
                data.add(round, RowData.THEIRS, theirs.get());
                data.add(round, RowData.OURS, ours.get());
            }
        }
        return data;
    }

    @SuppressWarnings("ReturnValueIgnored") // thrown away on purpose
    private static void warmUp(Supplier<Figures> side) {
        side.get();
    }

    /** Writes the data of a row and says in a line what came out. */
    static void keep(Setup setup, String row, RowData data) {
        data.write(setup.dataFile(row));
        for (Claim claim : Claims.all()) {
            if (claim.row().equals(row)) {
                double[] spread = claim.spread(data);
                setup.say(
                        "%-16s %-62s %.2f/%.2f/%.2f  ours %s theirs %s  %s %s",
                        row,
                        claim.label(),
                        spread[0],
                        spread[1],
                        spread[2],
                        Numbers.shortForm(data, RowData.OURS, claim.figure()),
                        Numbers.shortForm(data, RowData.THEIRS, claim.figure()),
                        claim.limitText(),
                        claim.verdict(data));
            }
        }
    }
}
