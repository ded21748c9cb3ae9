// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.service.ServiceCall;
import io.natskit.client.service.ServiceCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Which interfaces can be called, and as what. */
class CallMethodTest {
    interface Good {
        String value(long in);

        CompletableFuture<Void> future(Duration time, byte[] in);

        CompletionStage<Boolean> stage();

        Flow.Publisher<Integer> many(String in, Duration time);

        @ServiceCall(subject = "x.y")
        void named();

        @Override
        String toString();

        default String own() {
            return "own";
        }
    }

    interface TwoPayloads {
        void call(String a, String b);
    }

    interface Twins {
        void call(String a);

        void call(int a);
    }

    @SuppressWarnings("rawtypes")
    interface Raw {
        CompletableFuture call();
    }

    interface Unknown {
        List<String> call();
    }

    private static String shape(CallMethod c) {
        return c.subject() + " " + c.shape() + " " + c.result().getTypeName() + " " + c.payload() + " " + c.timeout();
    }

    @Test
    void methods_are_read_by_their_types() {
        assertThat(CallMethod.of(Good.class, ServiceCodec.text()).values())
                .extracting(CallMethodTest::shape)
                .containsExactlyInAnyOrder(
                        "value VALUE java.lang.String 0 -1",
                        "future FUTURE java.lang.Void 1 0",
                        "stage FUTURE java.lang.Boolean -1 -1",
                        "many MANY java.lang.Integer 0 1",
                        "x.y VALUE void -1 -1");
    }

    @Test
    void what_cannot_be_a_call_is_refused_by_name() {
        assertThatThrownBy(() -> CallMethod.of(String.class, ServiceCodec.text()))
                .hasMessage("type: java.lang.String (expected: an interface)");
        assertThatThrownBy(() -> CallMethod.of(TwoPayloads.class, ServiceCodec.text()))
                .hasMessageContaining("2 parameters (expected: one payload and a Duration at most)");
        assertThatThrownBy(() -> CallMethod.of(Twins.class, ServiceCodec.text()))
                .hasMessageContaining("(expected: a subject of its own)");
        assertThatThrownBy(() -> CallMethod.of(Raw.class, ServiceCodec.text())).hasMessageContaining("a raw result");
        assertThatThrownBy(() -> CallMethod.of(Unknown.class, ServiceCodec.text()))
                .hasMessageContaining("java.util.List<java.lang.String> (expected: a type that the codec knows)");
    }

    @Test
    void texts_are_read_and_written() {
        ServiceCodec text = ServiceCodec.text();
        assertThat(text.decode(text.encode(7L, long.class), long.class)).isEqualTo(7L);
        assertThat(text.decode(text.encode(true, Boolean.class), boolean.class)).isEqualTo(true);
        assertThat(text.encode(null, void.class)).isEmpty();
        assertThat(text.decode(new byte[] {1}, byte[].class)).isEqualTo(new byte[] {1});
        assertThatThrownBy(() -> text.decode(new byte[] {'x'}, int.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text.decode(new byte[] {'x'}, boolean.class))
                .hasMessage("\"x\" (expected: true or false)");
    }
}
