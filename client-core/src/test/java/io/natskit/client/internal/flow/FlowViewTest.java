// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.natskit.client.BackPressureException;
import io.natskit.client.FlowConnection;
import io.natskit.client.FlowSink;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.PermissionException;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.FakeMessage;
import io.natskit.client.internal.FakeSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Runs on the calling thread alone, so that each step can be looked at. */
class FlowViewTest {

    private final FakeAsyncConnection fake = new FakeAsyncConnection();
    private final List<Throwable> reported = new ArrayList<>();
    private final FlowConnection view = new FlowView(fake.connection(), Runnable::run, reported::add, fake.room());
    private final FakeSubscription source = new FakeSubscription();

    FlowViewTest() {
        fake.subscriptions = () -> source;
    }

    @Test
    void nothing_is_taken_that_was_not_asked_for() {
        Probe probe = new Probe();
        view.subscribe("a").subscribe(probe);
        for (int i = 0; i < 5; i++) {
            source.arrive(FakeMessage.of("m" + i));
        }
        assertThat(source.taken()).isZero();
        probe.subscription.request(2);
        assertThat(probe.texts()).containsExactly("m0", "m1");
        assertThat(source.taken()).isEqualTo(2);
        probe.subscription.request(Long.MAX_VALUE);
        probe.subscription.request(Long.MAX_VALUE);
        assertThat(probe.texts()).hasSize(5);
        source.arrive(FakeMessage.of("late"));
        assertThat(probe.texts()).endsWith("late");
    }

    @Test
    void a_cancelled_subscriber_unsubscribes_and_hears_no_more() {
        Probe probe = new Probe();
        view.subscribe("a").subscribe(probe);
        probe.subscription.request(1);
        probe.subscription.cancel();
        source.arrive(FakeMessage.of("late"));
        assertThat(source.ended()).isCompleted();
        assertThat(probe.messages).isEmpty();
        assertThat(probe.completed).isFalse();
    }

    @Test
    void the_end_is_told_without_demand() {
        Probe probe = new Probe();
        view.subscribe("a").subscribe(probe);
        source.end(new SubscriptionEnd(SubscriptionEnd.Reason.DRAINED, null));
        assertThat(probe.completed).isTrue();
    }

    @Test
    void a_refusal_by_the_server_is_an_error_to_the_subscriber() {
        PermissionException refused = new PermissionException(PermissionException.Action.SUBSCRIBE, "a", null, "no");
        for (long demand : new long[] {0, 1}) {
            FakeSubscription own = new FakeSubscription();
            fake.subscriptions = () -> own;
            Probe probe = new Probe();
            view.subscribe("a").subscribe(probe);
            if (demand > 0) {
                probe.subscription.request(demand);
            }
            own.end(new SubscriptionEnd(SubscriptionEnd.Reason.PERMISSION_DENIED, refused));
            assertThat(probe.error).isSameAs(refused);
        }
    }

    @Test
    void a_subscriber_that_throws_is_cancelled_and_reported() {
        RuntimeException thrown = new IllegalStateException("boom");
        Probe probe = new Probe() {
            @Override
            public void onNext(Message message) {
                throw thrown;
            }
        };
        view.subscribe("a").subscribe(probe);
        probe.subscription.request(5);
        source.arrive(FakeMessage.of("m"));
        assertThat(reported).containsExactly(thrown);
        assertThat(source.ended()).isCompleted();
    }

    @Test
    void a_request_is_sent_when_somebody_wants_its_reply() {
        CompletableFuture<Message> reply = new CompletableFuture<>();
        List<String> sent = new ArrayList<>();
        fake.request = () -> {
            sent.add("sent");
            return reply;
        };
        Probe probe = new Probe();
        view.request("a", new byte[0]).subscribe(probe);
        assertThat(sent).isEmpty();
        probe.subscription.request(3);
        assertThat(sent).hasSize(1);
        reply.complete(FakeMessage.of("yes"));
        assertThat(probe.texts()).containsExactly("yes");
        assertThat(probe.completed).isTrue();
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_request_that_fails_is_an_error_and_a_cancelled_one_is_given_up() {
        NoRespondersException nobody = new NoRespondersException("a");
        fake.request = () -> CompletableFuture.failedFuture(nobody);
        Probe failed = new Probe();
        view.request("a", new byte[0]).subscribe(failed);
        failed.subscription.request(1);
        assertThat(failed.error).isSameAs(nobody);

        CompletableFuture<Message> reply = new CompletableFuture<>();
        fake.request = () -> reply;
        Probe cancelled = new Probe();
        view.request("a", new byte[0]).subscribe(cancelled);
        cancelled.subscription.request(1);
        cancelled.subscription.cancel();
        assertThat(reply).isCancelled();
    }

    @Test
    void a_request_that_is_refused_at_once_is_an_error_too() {
        fake.request = () -> {
            throw new IllegalArgumentException("subject");
        };
        Probe probe = new Probe();
        view.request("a b", new byte[0]).subscribe(probe);
        probe.subscription.request(1);
        assertThat(probe.error).isInstanceOf(IllegalArgumentException.class);
        assertThat(reported).isEmpty();
    }

    @Test
    void the_sink_asks_for_no_more_while_the_buffer_is_full() {
        CompletableFuture<Void> room = new CompletableFuture<>();
        fake.writable = () -> room;
        FlowSink sink = view.publisher(4);
        Source origin = new Source();
        sink.onSubscribe(origin);
        assertThat(origin.requested).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            sink.onNext(OutgoingMessage.of("a", new byte[] {(byte) i}));
        }
        assertThat(fake.published).isEmpty();
        assertThat(origin.requested).isEqualTo(4);
        room.complete(null);
        assertThat(fake.published).hasSize(4);
        assertThat(origin.requested).isEqualTo(8);
        sink.onComplete();
        assertThat(sink.completion()).isCompletedWithValue(4L);
    }

    @Test
    void the_sink_tries_again_when_another_publisher_was_faster() {
        List<CompletableFuture<Void>> results = new ArrayList<>(List.of(
                CompletableFuture.failedFuture(new BackPressureException(1, 1)),
                CompletableFuture.completedFuture(null)));
        fake.publish = () -> results.remove(0);
        FlowSink sink = view.publisher();
        sink.onSubscribe(new Source());
        sink.onNext(OutgoingMessage.of("a", new byte[0]));
        sink.onComplete();
        assertThat(sink.completion()).isCompletedWithValue(1L);
        assertThat(fake.published).hasSize(1);
    }

    @Test
    void the_sink_asks_for_room_for_the_message_at_hand_and_waits_for_it() {
        List<OutgoingMessage> asked = new ArrayList<>();
        CompletableFuture<Void> fits = new CompletableFuture<>();
        FlowView strict = new FlowView(fake.connection(), Runnable::run, reported::add, message -> {
            asked.add(message);
            return fits;
        });
        FlowSink sink = strict.publisher();
        sink.onSubscribe(new Source());
        OutgoingMessage large = OutgoingMessage.of("a", new byte[1000]);
        sink.onNext(large);
        assertThat(asked).containsExactly(large);
        assertThat(fake.published).isEmpty();
        fits.complete(null);
        assertThat(fake.published).containsExactly(large);
    }

    @Test
    void the_sink_cancels_its_source_when_publishing_fails() {
        fake.publish = () -> CompletableFuture.failedFuture(new IllegalStateException("closed"));
        FlowSink sink = view.publisher();
        Source origin = new Source();
        sink.onSubscribe(origin);
        sink.onNext(OutgoingMessage.of("a", new byte[0]));
        assertThat(sink.completion()).isCompletedExceptionally();
        assertThat(origin.cancelled).isTrue();
    }

    @Test
    void an_error_of_the_source_fails_the_sink() {
        FlowSink sink = view.publisher();
        sink.onSubscribe(new Source());
        sink.onError(new IllegalStateException("source"));
        assertThat(sink.completion()).isCompletedExceptionally();
    }

    @Test
    void a_window_is_at_least_one() {
        assertThatIllegalArgumentException().isThrownBy(() -> view.publisher(0)).withMessageContaining("> 0");
    }

    @Test
    void the_end_is_told_even_when_the_executor_is_closed() {
        FlowConnection closed = new FlowView(
                fake.connection(),
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                reported::add,
                fake.room());
        CountDownLatch told = new CountDownLatch(1);
        source.end(new SubscriptionEnd(SubscriptionEnd.Reason.CONNECTION_CLOSED, null));
        closed.subscribe("a").subscribe(new Probe() {
            @Override
            public void onComplete() {
                told.countDown();
            }
        });
        await().until(() -> told.getCount() == 0);
    }

    private static class Probe implements Flow.Subscriber<Message> {
        final List<Message> messages = new ArrayList<>();
        Flow.Subscription subscription;
        Throwable error;
        boolean completed;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Message message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable thrown) {
            error = thrown;
        }

        @Override
        public void onComplete() {
            completed = true;
        }

        List<String> texts() {
            return messages.stream().map(Message::text).toList();
        }
    }

    private static final class Source implements Flow.Subscription {
        long requested;
        boolean cancelled;

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
