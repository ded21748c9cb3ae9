// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private final Blocks blocks = new Blocks(256 * 1024);

    private Block add(byte[] bytes) {
        Block block = blocks.withRoom(bytes.length);
        block.add(bytes, 0, bytes.length);
        block.countMessage();
        return block;
    }

    private static String write(Block block, int bytesMax) {
        ByteBuffer unwritten = block.unwritten(bytesMax);
        byte[] bytes = new byte[unwritten.remaining()];
        unwritten.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void block_grows_while_it_is_written() {
        add(bytes("one"));
        Block block = requireNonNull(blocks.next());
        assertThat(add(bytes("two"))).isSameAs(block);
        assertThat(write(block, 100)).isEqualTo("one");
        assertThat(blocks.waitingMessages()).isEqualTo(1);
        assertThat(blocks.next()).isSameAs(block);
        assertThat(write(block, 100)).isEqualTo("two");
        assertThat(blocks.next()).isNull();
        assertThat(blocks.waitingMessages()).isZero();
    }

    @Test
    void messages_of_what_is_being_written_count_until_it_is_done() {
        add(bytes("one"));
        add(bytes("two"));
        Block block = requireNonNull(blocks.next());
        write(block, 4);
        assertThat(blocks.waitingMessages()).isEqualTo(2);
        write(block, 2);
        assertThat(blocks.waitingMessages()).isZero();
    }

    @Test
    void written_block_is_the_next_to_be_filled() {
        Block first = add(bytes("one"));
        write(requireNonNull(blocks.next()), 100);
        assertThat(blocks.next()).isNull();
        assertThat(add(bytes("two"))).isSameAs(first);
    }

    @Test
    void op_that_does_not_fit_begins_a_block() {
        Block first = add(new byte[Blocks.BLOCK_BYTES - 10]);
        assertThat(blocks.isBlockFull(10)).isFalse();
        assertThat(blocks.isBlockFull(11)).isTrue();
        assertThat(add(new byte[11])).isNotSameAs(first);
        assertThat(blocks.isBlockFull(1)).isTrue();
    }

    @Test
    void op_larger_than_a_block_has_one_of_its_own_that_is_used_again() {
        Block large = add(new byte[3 * Blocks.BLOCK_BYTES]);
        write(requireNonNull(blocks.next()), Integer.MAX_VALUE);
        assertThat(blocks.next()).isNull();
        assertThat(add(new byte[2 * Blocks.BLOCK_BYTES])).isSameAs(large);
    }

    @Test
    void beyond_the_bound_memory_is_of_the_heap() {
        int direct = 0;
        for (int i = 0; i < 20; i++) {
            direct += add(new byte[Blocks.BLOCK_BYTES]).isDirect() ? 1 : 0;
        }
        assertThat(direct).isEqualTo(4 + 2);
        assertThat(blocks.takeAll()).hasSize(20);
        blocks.trim();
        assertThat(add(bytes("x")).isDirect()).isTrue();
    }

    @Test
    void large_ops_are_outside_the_heap_up_to_the_bound_and_again_when_those_have_gone() {
        for (int round = 0; round < 3; round++) {
            int direct = 0;
            for (int i = 0; i < 6; i++) {
                Block block = add(new byte[100 * 1024]);
                assertThat(block.capacity()).isBetween(100 * 1024, 110 * 1024);
                direct += block.isDirect() ? 1 : 0;
            }
            assertThat(direct).as("round %d", round).isEqualTo(2);
            blocks.clear();
            blocks.trim();
        }
    }

    @Test
    void ops_in_front_are_written_first() {
        byte[] first = new byte[100];
        Arrays.fill(first, (byte) 's');
        add(bytes("kept"));
        blocks.addFirst(Block.of(first));
        assertThat(write(requireNonNull(blocks.next()), 1000)).isEqualTo("s".repeat(100));
        assertThat(write(requireNonNull(blocks.next()), 1000)).isEqualTo("kept");
        assertThat(blocks.next()).isNull();
    }
}
