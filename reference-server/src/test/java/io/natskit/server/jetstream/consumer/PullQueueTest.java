// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PullQueueTest {
    private static WaitingPull request(String reply, int batch) {
        return request(reply, batch, null, 0);
    }

    private static WaitingPull request(String reply, int batch, @Nullable String group, int priority) {
        return new WaitingPull(
                reply.getBytes(UTF_8), new PullTerms(batch, 0, 0, false, 0, group, 0, 0, null, priority), 0);
    }

    private static String serve(PullQueue queue, int times) {
        StringBuilder served = new StringBuilder();
        for (int i = 0; i < times; i++) {
            WaitingPull first = queue.first();
            if (first == null) {
                break;
            }
            served.append(new String(first.reply(), UTF_8));
            queue.served();
        }
        return served.toString();
    }

    @Test
    void requests_take_turns_a_message_each() {
        PullQueue queue = new PullQueue(10, false);
        queue.add(request("a", 3));
        queue.add(request("b", 1));
        queue.add(request("c", 2));
        assertThat(serve(queue, 10)).isEqualTo("abcaca");
        assertThat(queue.size()).isZero();
    }

    @Test
    void the_lowest_priority_number_is_served_first_and_equals_take_turns() {
        PullQueue queue = new PullQueue(10, true);
        queue.add(request("x", 2, "g", 5));
        queue.add(request("a", 2, "g", 1));
        queue.add(request("b", 2, "g", 1));
        queue.add(request("z", 1));
        assertThat(serve(queue, 10)).isEqualTo("ababxxz");
    }

    @Test
    void there_is_room_for_so_many_and_no_more() {
        PullQueue queue = new PullQueue(2, false);
        assertThat(queue.add(request("a", 1))).isTrue();
        assertThat(queue.add(request("b", 1))).isTrue();
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.add(request("c", 1))).isFalse();
    }

    @Test
    void a_request_that_is_passed_over_goes_to_the_end() {
        PullQueue queue = new PullQueue(3, false);
        WaitingPull b = request("b", 1);
        queue.add(request("a", 1));
        queue.add(b);
        queue.cycle();
        assertThat(queue.first()).isSameAs(b);
        queue.remove(b);
        assertThat(serve(queue, 5)).isEqualTo("a");
        assertThat(queue.find("a".getBytes(UTF_8))).isNull();
    }

    @Test
    void bytes_that_are_used_up_make_the_message_the_last_one() {
        WaitingPull request =
                new WaitingPull(new byte[] {'r'}, new PullTerms(10, 0, 100, false, 0, null, 0, 0, null, 0), 0);
        assertThat(request.fits(101)).isFalse();
        request.takeBytes(40);
        request.takeOne();
        assertThat(request.left()).isEqualTo(9);
        assertThat(request.fits(61)).isFalse();
        request.takeBytes(60);
        request.takeOne();
        assertThat(request.isDone()).isTrue();
    }
}
