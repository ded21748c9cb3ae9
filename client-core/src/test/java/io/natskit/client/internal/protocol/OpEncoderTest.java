// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OpEncoderTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] b, int length) {
        return new String(b, 0, length, StandardCharsets.US_ASCII);
    }

    @Test
    void publish_is_written_as_the_server_reads_it() {
        byte[] b = new byte[100];
        int p = OpEncoder.publishLine(b, 0, bytes("a.b"), null, 0, 2);
        p = OpEncoder.payload(b, p, bytes("xhix"), 1, 2);
        assertThat(text(b, p)).isEqualTo("PUB a.b 2\r\nhi\r\n");
        p = OpEncoder.publishLine(b, 0, bytes("a.b"), bytes("r"), 12, 2);
        assertThat(text(b, p)).isEqualTo("HPUB a.b r 12 14\r\n");
    }

    @Test
    void buffer_keeps_its_position() {
        ByteBuffer payload = ByteBuffer.allocateDirect(4).put(bytes("abcd")).position(1);
        byte[] b = new byte[10];
        int p = OpEncoder.payload(b, 0, payload);
        assertThat(text(b, p)).isEqualTo("bcd\r\n");
        assertThat(payload.position()).isEqualTo(1);
    }

    @Test
    void numbers_are_written_as_the_jdk_writes_them() {
        byte[] b = new byte[32];
        long[] numbers = {
            0,
            9,
            10,
            11,
            99,
            100,
            101,
            999,
            1000,
            65_535,
            999_999_999,
            1_000_000_000,
            2_147_483_647L,
            4_294_967_296L,
            999_999_999_999_999_999L,
            1_000_000_000_000_000_000L,
            Long.MAX_VALUE
        };
        for (long n : numbers) {
            int end = OpEncoder.number(b, 3, n);
            assertThat(new String(b, 3, end - 3, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(n));
        }
    }

    @Test
    void subscriptions_come_with_queue_and_number() {
        assertThat(bytes("SUB a.* 7\r\n")).isEqualTo(OpEncoder.subscribe(bytes("a.*"), null, 7));
        assertThat(bytes("SUB a.* q 70\r\n")).isEqualTo(OpEncoder.subscribe(bytes("a.*"), bytes("q"), 70));
        assertThat(bytes("UNSUB 7\r\n")).isEqualTo(OpEncoder.unsubscribe(7, 0));
        assertThat(bytes("UNSUB 7 12\r\n")).isEqualTo(OpEncoder.unsubscribe(7, 12));
    }

    @Test
    void walk_over_own_ops_finds_publishes_whatever_their_payloads_look_like() {
        String ops =
                "PING\r\nPUB a 4\r\nPUB \r\nSUB x 1\r\nHPUB a r 12 17\r\nNATS/1.0\r\n\r\nSUB \n\r\nUNSUB 1 2\r\nPUB b 0\r\n\r\nPONG\r\n";
        ClientOps walk = new ClientOps(bytes(ops), 0, ops.length());
        StringBuilder kinds = new StringBuilder();
        while (walk.advance()) {
            kinds.append(walk.isPublish() ? 'p' : '-');
        }
        assertThat(kinds).hasToString("-p-p-p-");
        assertThat(walk.end()).isEqualTo(ops.length());
    }
}
