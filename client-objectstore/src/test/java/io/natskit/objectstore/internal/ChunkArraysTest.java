// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkArraysTest {
    private static final int CHUNK = 128 * 1024;

    private final ChunkArrays arrays = new ChunkArrays();

    @Test
    void the_array_that_came_back_last_goes_out_first() {
        byte[] one = arrays.ofLength(CHUNK);
        byte[] two = arrays.ofLength(CHUNK);
        assertThat(two).isNotSameAs(one);
        arrays.giveBack(one);
        arrays.giveBack(two);
        assertThat(arrays.ofLength(CHUNK)).isSameAs(two);
        assertThat(arrays.ofLength(CHUNK)).isSameAs(one);
        assertThat(arrays.ofLength(CHUNK)).isNotSameAs(one).isNotSameAs(two).hasSize(CHUNK);
    }

    @Test
    void an_array_has_the_length_that_is_asked_for() {
        byte[] longer = new byte[2 * CHUNK];
        byte[] right = new byte[CHUNK];
        arrays.giveBack(right);
        arrays.giveBack(longer);
        assertThat(arrays.ofLength(CHUNK)).isSameAs(right);
        assertThat(arrays.ofLength(CHUNK + 1)).hasSize(CHUNK + 1);
        assertThat(arrays.ofLength(2 * CHUNK)).isSameAs(longer);
    }

    @Test
    void no_more_wait_than_a_window_and_the_oldest_go_first() {
        byte[] oldest = new byte[CHUNK];
        arrays.giveBack(oldest);
        int kept = ChunkArrays.KEPT_BYTES_MAX / CHUNK;
        byte[][] others = new byte[kept][];
        for (int i = 0; i < kept; i++) {
            others[i] = new byte[CHUNK];
            arrays.giveBack(others[i]);
        }
        for (int i = kept - 1; i >= 0; i--) {
            assertThat(arrays.ofLength(CHUNK)).isSameAs(others[i]);
        }
        assertThat(arrays.ofLength(CHUNK)).isNotSameAs(oldest);
    }

    @Test
    void what_is_small_or_larger_than_all_that_may_wait_does_not() {
        byte[] small = new byte[100];
        arrays.giveBack(small);
        assertThat(arrays.ofLength(100)).isNotSameAs(small);
        byte[] huge = new byte[ChunkArrays.KEPT_BYTES_MAX + 1];
        arrays.giveBack(huge);
        assertThat(arrays.ofLength(huge.length)).isNotSameAs(huge);
    }
}
