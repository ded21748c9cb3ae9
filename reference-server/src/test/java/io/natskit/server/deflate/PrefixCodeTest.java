// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixCodeTest {
    /** The share of all codes that those of a code take: 1 is complete. */
    private static double taken(PrefixCode code) {
        double sum = 0;
        for (int length : code.lengths) {
            sum += length == 0 ? 0 : Math.pow(2, -length);
        }
        return sum;
    }

    @Test
    void it_is_complete_and_within_its_bound_whatever_comes_how_often() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 1000; round++) {
            int bound = round % 2 == 0 ? 7 : 15;
            PrefixCode code = new PrefixCode(bound == 7 ? 19 : 286, bound);
            int many = 1 + random.nextInt(code.counts.length);
            for (int i = 0; i < many; i++) {
                code.counts[random.nextInt(code.counts.length)] = 1 + random.nextInt(1 << random.nextInt(17));
            }
            code.make();

            assertThat(taken(code)).isEqualTo(1);
            assertThat(code.lengths).satisfies(lengths -> {
                assertThat(Arrays.stream(lengths).max().orElse(0)).isLessThanOrEqualTo(bound);
                assertThat(IntStream.range(0, lengths.length)
                                .filter(symbol -> code.counts[symbol] > 0 && lengths[symbol] == 0))
                        .isEmpty();
            });
        }
    }

    @Test
    void codes_that_would_be_too_long_are_shortened() {
        PrefixCode code = new PrefixCode(19, 7);
        int before = 1;
        int often = 1;
        for (int symbol = 0; symbol < 19; symbol++) {
            code.counts[symbol] = often;
            often += before;
            before = often - before;
        }
        code.make();

        assertThat(taken(code)).isEqualTo(1);
        assertThat(code.lengths).contains(7).doesNotContain(0);
        assertThat(code.lengths[18]).isLessThan(code.lengths[0]);
    }

    @Test
    void a_symbol_alone_gets_a_second_one_beside_it() {
        for (int only : new int[] {0, 1, 29}) {
            PrefixCode code = new PrefixCode(30, 15);
            code.counts[only] = 5;
            code.make();

            assertThat(taken(code)).isEqualTo(1);
            assertThat(code.lengths[only]).isEqualTo(1);
        }
    }

    @Test
    void what_comes_as_often_gets_as_long_a_code() {
        PrefixCode code = new PrefixCode(16, 15);
        Arrays.fill(code.counts, 3);
        code.make();

        assertThat(code.lengths).containsOnly(4);
        assertThat(code.bits()).isEqualTo(16 * 3 * 4);
        // RFC 1951, 3.2.2: in the order of the symbols, and written with their highest bit first
        assertThat(code.codes).startsWith(0, 8, 4, 12);
    }
}
