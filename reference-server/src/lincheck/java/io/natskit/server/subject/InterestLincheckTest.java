// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Changes and matches of one pattern happen one after another, in some order, whatever threads do: also while the pattern's place in the
 * trie is taken down and built again. (Matches over several patterns promise less: what stays is found; see the stress test.)
 */
@Param(name = "target", gen = IntGen.class, conf = "0:1")
public class InterestLincheckTest {
    private static final byte[] PATTERN = bytes("a.*.c");
    private static final byte[] SUBJECT = bytes("a.b.c");
    private static final byte[] QUEUE = bytes("q");
    private static final Integer[] TARGETS = {0, 1};

    private final Interest<Integer> interest = new Interest<>();

    /** SUB. */
    @Operation
    public void subscribe(@Param(name = "target") int target) {
        interest.insert(PATTERN, null, TARGETS[target]);
    }

    /** UNSUB. */
    @Operation
    public boolean unsubscribe(@Param(name = "target") int target) {
        return interest.remove(PATTERN, null, TARGETS[target]);
    }

    /** SUB in a queue group. */
    @Operation
    public void join(@Param(name = "target") int target) {
        interest.insert(PATTERN, QUEUE, TARGETS[target]);
    }

    /** UNSUB in a queue group. */
    @Operation
    public boolean leave(@Param(name = "target") int target) {
        return interest.remove(PATTERN, QUEUE, TARGETS[target]);
    }

    /** PUB. */
    @Operation
    public String match() {
        Matches<Integer> matches = new Matches<>();
        interest.match(SUBJECT, 0, SUBJECT.length, matches);
        int[] plain = new int[matches.plainCount()];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = matches.plain(i);
        }
        int[] members = new int[matches.groupCount() == 0 ? 0 : matches.memberCount(0)];
        for (int i = 0; i < members.length; i++) {
            members[i] = matches.member(0, i);
        }
        Arrays.sort(plain);
        Arrays.sort(members);
        return Arrays.toString(plain) + Arrays.toString(members);
    }

    @Test
    void threads_that_run_freely_see_one_order() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .iterations(30)
                .invocationsPerIteration(2_000)
                .check(InterestLincheckTest.class);
    }

    @Test
    void threads_that_are_switched_at_every_step_see_one_order() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .iterations(20)
                .invocationsPerIteration(1_000)
                .check(InterestLincheckTest.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
