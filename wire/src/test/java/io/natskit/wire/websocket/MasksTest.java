// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void each_byte_meets_its_byte_of_the_key_wherever_it_begins_and_ends(boolean direct) {
        int key = 0x9a3bfc5d;
        byte[] bytes = {(byte) 0x9a, 0x3b, (byte) 0xfc, 0x5d};
        for (int from = 0; from < 9; from++) {
            for (int length = 0; length < 40; length++) {
                byte[] before = new byte[64];
                new Random(length).nextBytes(before);
                ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(64) : ByteBuffer.allocate(64);
                buffer.put(0, before);

                Masks.apply(buffer, from, length, key);

                for (int i = 0; i < before.length; i++) {
                    boolean inside = i >= from && i < from + length;
                    int expected = inside ? before[i] ^ bytes[(i - from) % 4] : before[i];
                    assertThat(buffer.get(i)).isEqualTo((byte) expected);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 100})
    void a_payload_may_be_masked_in_two_parts(int cut) {
        ByteBuffer whole = ByteBuffer.allocate(100);
        ByteBuffer parts = ByteBuffer.allocate(100);

        Masks.apply(whole, 0, 100, 0x01020304);
        Masks.apply(parts, 0, cut, 0x01020304);
        Masks.apply(parts, cut, 100 - cut, Masks.rotated(0x01020304, cut));

        assertThat(parts).isEqualTo(whole);
    }
}
