// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private final Delivery delivery = new Delivery();

    private boolean read(String reply) {
        byte[] bytes = ("xx" + reply + "yy").getBytes(StandardCharsets.UTF_8);
        return delivery.read(bytes, 2, bytes.length - 4);
    }

    private boolean isFrom(String consumer) {
        return delivery.isFrom(consumer.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$JS.ACK.S.JS_SRC_a-b.1.20.30.1700000000000000001.5",
                "$JS.ACK.hub.AbCd1234.S.JS_SRC_a-b.1.20.30.1700000000000000001.5",
                "$JS.ACK._.AbCd1234.S.JS_SRC_a-b.1.20.30.1700000000000000001.5.more.of.it"
            })
    void both_forms_say_the_same(String reply) {
        assertThat(read(reply)).isTrue();
        assertThat(isFrom("JS_SRC_a-b")).isTrue();
        assertThat(isFrom("JS_SRC_a-")).isFalse();
        assertThat(isFrom("S")).isFalse();
        assertThat(delivery.deliveries()).isEqualTo(1);
        assertThat(delivery.streamSequence()).isEqualTo(20);
        assertThat(delivery.consumerSequence()).isEqualTo(30);
        assertThat(delivery.timestampNanos()).isEqualTo(1700000000000000001L);
        assertThat(delivery.pending()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_INBOX.a",
                "$JS.ACK.S.c.1.2.3.4",
                "$JS.ACK.S.c.1.2.3.4.5.6",
                "$JS.ACK.S.c.x.2.3.4.5",
                "$JS.ACK.S.c.1.0.3.4.5",
                "$JS.ACK.S.c.1.2.3.4.",
                "$JS.ACK.S.c.1.99999999999999999999.3.4.5"
            })
    void anything_else_is_none(String reply) {
        assertThat(read(reply)).isFalse();
    }
}
