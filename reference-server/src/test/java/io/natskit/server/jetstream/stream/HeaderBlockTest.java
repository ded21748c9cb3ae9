// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Header blocks as streams read and change them. */
class HeaderBlockTest {
    private static final byte[] A = "A".getBytes(US_ASCII);
    private static final byte[] B = "B".getBytes(US_ASCII);

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static String text(byte[] block) {
        return new String(block, US_ASCII);
    }

    @Test
    void the_first_header_of_a_name_counts_and_its_leading_spaces_do_not() {
        byte[] block = bytes("NATS/1.0\r\nA:  1 2 \r\nA: 3\r\nb: 4\r\n\r\n");
        assertThat(HeaderBlock.text(block, A)).isEqualTo("1 2 ");
        assertThat(HeaderBlock.text(block, B)).isNull();
        assertThat(HeaderBlock.text(bytes("NATS/1.0\r\nA:\r\n\r\n"), A)).isEmpty();
        assertThat(HeaderBlock.text(bytes("NATS/1.0\r\nAA: x\r\n\r\n"), A)).isNull();
        assertThat(HeaderBlock.text(bytes(""), A)).isNull();
    }

    @Test
    void a_header_is_added_at_the_end_and_the_first_one_makes_the_block() {
        assertThat(text(HeaderBlock.with(HeaderBlock.NONE, A, "1"))).isEqualTo("NATS/1.0\r\nA: 1\r\n\r\n");
        assertThat(text(HeaderBlock.with(bytes("NATS/1.0\r\nA: 1\r\n\r\n"), B, "2")))
                .isEqualTo("NATS/1.0\r\nA: 1\r\nB: 2\r\n\r\n");
    }

    @Test
    void a_value_is_replaced_where_it_stands() {
        assertThat(text(HeaderBlock.set(bytes("NATS/1.0\r\nA: 1\r\nB: 2\r\n\r\n"), A, "long")))
                .isEqualTo("NATS/1.0\r\nA: long\r\nB: 2\r\n\r\n");
    }

    @Test
    void nothing_is_left_of_a_block_that_loses_its_last_header() {
        byte[] block = bytes("NATS/1.0\r\nA: 1\r\nB: 2\r\n\r\n");
        assertThat(text(HeaderBlock.without(block, A))).isEqualTo("NATS/1.0\r\nB: 2\r\n\r\n");
        assertThat(HeaderBlock.without(HeaderBlock.without(block, A), B)).isEmpty();
        assertThat(text(HeaderBlock.withoutPrefix(
                        bytes("NATS/1.0\r\nNats-X: 1\r\nA: 2\r\nNats-Y: 3\r\n\r\n"), bytes("Nats-"))))
                .isEqualTo("NATS/1.0\r\nA: 2\r\n\r\n");
    }

    @Test
    void a_status_is_the_senders_and_goes() {
        assertThat(text(HeaderBlock.withoutStatus(bytes("NATS/1.0 503 x\r\nA: 1\r\n\r\n"))))
                .isEqualTo("NATS/1.0\r\nA: 1\r\n\r\n");
        assertThat(HeaderBlock.withoutStatus(bytes("NATS/1.0 503\r\n\r\n"))).isEmpty();
    }
}
