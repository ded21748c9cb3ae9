// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.subject.Interest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RouterLaneTest {
    private final Interest<Subscription> interest = new Interest<>();
    private final RouterLane first = new RouterLane(0);
    private final RouterLane second = new RouterLane(1);
    private final Target target = new Target();
    private final Subscription subscription = new Subscription(target, bytes("a"), null, bytes("1"), false, 2);

    @Test
    void what_one_loop_could_not_deliver_is_left_for_the_next_message() {
        insert(1);
        // while the first loop offers the last message that is owed, the second comes with another
        target.answers.add(() -> {
            assertThat(publish(second)).isZero();
            return false;
        });
        assertThat(publish(first)).isZero();
        assertThat(target.expired).isZero();
        assertThat(publish(second)).isEqualTo(1);
        assertThat(target.expired).isEqualTo(1);
        assertThat(publish(first)).isZero();
        assertThat(subscription.delivered()).isEqualTo(1);
    }

    @Test
    void a_subscription_ends_with_its_last_delivery_and_not_with_its_last_offer() {
        insert(2);
        target.answers.add(() -> {
            assertThat(publish(second)).isEqualTo(1);
            return false;
        });
        assertThat(publish(first)).isZero();
        assertThat(subscription.isClosed()).isFalse();
        assertThat(publish(first)).isEqualTo(1);
        assertThat(subscription.isClosed()).isTrue();
        assertThat(target.expired).isEqualTo(1);
        assertThat(subscription.delivered()).isEqualTo(2);
    }

    private void insert(long max) {
        assertThat(subscription.endAfter(max)).isTrue();
        interest.insert(subscription.subject(), null, subscription);
    }

    private int publish(RouterLane lane) {
        PublishFrame frame = new PublishFrame();
        frame.bytes = bytes("a0\r\n\r\n");
        frame.subjectLength = 1;
        frame.headerLength = -1;
        frame.tail = 1;
        frame.tailLength = frame.bytes.length - 1;
        return lane.publish(interest, frame, null, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes a message unless an answer is prepared for it. */
    private static final class Target implements Outbox {
        final Deque<BooleanSupplier> answers = new ArrayDeque<>();
        int expired;

        @Override
        public boolean offer(Publication message, Subscription to) {
            BooleanSupplier answer = answers.poll();
            return answer == null || answer.getAsBoolean();
        }

        @Override
        public boolean admits(byte[] bytes, int offset, int length, Subscription to) {
            return true;
        }

        @Override
        public void expired(Subscription to) {
            expired++;
        }
    }
}
