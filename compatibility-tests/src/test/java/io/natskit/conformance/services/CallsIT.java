// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Dispatch;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.service.Answer;
import io.natskit.client.service.Gathered;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceError;
import io.natskit.client.service.ServiceErrorException;
import io.natskit.client.service.ServicePing;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a mesh is used for: deadlines, retries, shed load, questions to many; in each shape. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.services.Judged#targets")
record CallsIT(Target target) implements Judged {

    /** Takes what comes of a publisher, all at once. */
    private static final class All<T> implements Flow.Subscriber<T> {
        private final List<T> got = new CopyOnWriteArrayList<>();
        private final CompletableFuture<List<T>> all = new CompletableFuture<>();

        static <T> List<T> of(Flow.Publisher<T> publisher) {
            All<T> taker = new All<>();
            publisher.subscribe(taker);
            return taker.all.join();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T item) {
            got.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.complete(new ArrayList<>(got));
        }
    }

    @Test
    @Rows("client: Service calls")
    void who_is_not_there_yet_is_asked_again() {
        try (Lab lab = lab()) {
            assertThatThrownBy(() -> lab.asking()
                            .call(Judged.ask("late", ""), c -> c.attempts(2).delay(Duration.ofMillis(1))))
                    .isInstanceOf(NoRespondersException.class);
            CompletableFuture<Message> answer = lab.asking()
                    .async()
                    .call(
                            Judged.ask("late", ""),
                            c -> c.attempts(Integer.MAX_VALUE).timeout(LONG).delay(Duration.ofMillis(5)));
            try (Service service =
                    lab.serving().start("s", "1.0.0", s -> s.endpoint("late", e -> e.handler(r -> r.reply("here"))))) {
                assertThat(answer.join().text()).isEqualTo("here");
                assertThat(service.stopped()).isNotDone();
            }
        }
    }

    @Test
    @Rows("client: Service calls")
    void an_answer_that_says_try_again_is_tried_again_and_another_error_is_not() {
        AtomicInteger asked = new AtomicInteger();
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                                "busy",
                                                e -> e.handler(r -> {
                                                    if (asked.incrementAndGet() < 3) {
                                                        throw new ServiceErrorException(
                                                                ServiceError.OVERLOADED, "busy");
                                                    }
                                                    r.reply("now");
                                                }))
                                        .endpoint(
                                                "wrong",
                                                e -> e.handler(r -> {
                                                    throw new ServiceErrorException(
                                                            400, "wrong " + asked.incrementAndGet());
                                                })))) {
            assertThat(lab.asking()
                            .call(Judged.ask("busy", ""), c -> c.attempts(3).delay(Duration.ofMillis(1)))
                            .text())
                    .isEqualTo("now");
            assertThat(asked).hasValue(3);
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("wrong", ""), c -> c.attempts(3)))
                    .hasMessageContaining("400 wrong 4");
            assertThat(service.stats().endpoints()).hasSize(2);
        }
    }

    @Test
    @Rows("client: Service calls")
    void what_may_have_been_done_is_asked_again_only_if_that_does_no_harm() {
        AtomicInteger asked = new AtomicInteger();
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                        "mute",
                                        e -> e.handler(r -> {
                                            if (asked.incrementAndGet() % 2 == 0) {
                                                r.reply("second time");
                                            }
                                        })))) {
            assertThatThrownBy(() -> lab.asking()
                            .call(Judged.ask("mute", ""), c -> c.attempts(5).attemptTimeout(Duration.ofMillis(300))))
                    .isInstanceOf(RequestTimeoutException.class);
            await().atMost(LONG).untilAsserted(() -> assertThat(asked).hasValue(1));
            asked.set(0);
            assertThat(lab.asking()
                            .call(
                                    Judged.ask("mute", ""),
                                    c -> c.attempts(2)
                                            .timeout(LONG)
                                            .attemptTimeout(Duration.ofSeconds(1))
                                            .idempotent())
                            .text())
                    .isEqualTo("second time");
            assertThat(service.stats().endpoints().get(0).errors()).isZero();
        }
    }

    @Test
    @Rows("client: Service calls")
    void the_handler_knows_how_long_the_caller_waits_and_a_late_request_is_not_begun() throws Exception {
        List<Duration> remaining = new CopyOnWriteArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                        "slow",
                                        e -> e.dispatch(Dispatch.serial()).handler(r -> {
                                            remaining.add(r.remaining().orElse(Duration.ofDays(1)));
                                            begun.countDown();
                                            go.await();
                                            r.reply("done");
                                        })))) {
            CompletableFuture<Message> first = lab.asking().async().call(Judged.ask("slow", ""), c -> c.timeout(LONG));
            begun.await();
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("slow", ""), c -> c.timeout(Duration.ofMillis(30))))
                    .isInstanceOf(RequestTimeoutException.class);
            go.countDown();
            assertThat(first.join().text()).isEqualTo("done");
            // a request is counted before what became of it
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(service.stats().endpoints().get(0).lastError())
                                    .startsWith("504:"));
            assertThat(service.stats().endpoints().get(0).requests()).isEqualTo(2);
            assertThat(remaining).hasSize(1);
            assertThat(remaining.get(0)).isBetween(Duration.ofSeconds(1), LONG);
            lab.guest().request("slow", new byte[0], LONG);
            assertThat(remaining.get(1)).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    @Rows("client: Service load shedding")
    void past_its_bound_an_endpoint_refuses_at_once() {
        CompletableFuture<byte[]> open = new CompletableFuture<>();
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint("e", e -> e.inFlightMax(2).asyncHandler(r -> open)))) {
            List<CompletableFuture<Message>> first = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                first.add(lab.asking().async().call(Judged.ask("e", ""), c -> c.timeout(LONG)));
            }
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("e", ""), c -> c.timeout(LONG)))
                    .isInstanceOfSatisfying(ServiceErrorException.class, e -> {
                        assertThat(e.code()).isEqualTo(ServiceError.OVERLOADED);
                        assertThat(e.retryable()).isTrue();
                    });
            open.complete(new byte[] {'x'});
            first.forEach(f -> assertThat(f.join().text()).isEqualTo("x"));
            await().atMost(LONG).until(() -> service.stats().endpoints().get(0).requests() == 3);
            assertThat(lab.asking().call("e", new byte[0]).text()).isEqualTo("x");
        }
    }

    @Test
    @Rows("client: Service load shedding")
    void what_waited_too_long_is_refused_instead_of_handled() {
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                        "e", e -> e.waitMax(Duration.ofNanos(1)).handler(r -> r.reply("never"))))) {
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("e", ""), c -> c.timeout(LONG)))
                    .isInstanceOf(ServiceErrorException.class)
                    .hasMessageContaining("503 overloaded: waited longer than PT0.000000001S");
            await().atMost(LONG).until(() -> service.stats().endpoints().get(0).errors() == 1);
        }
    }

    private static List<Service> three(Lab lab) {
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            services.add(lab.serving()
                    .start(
                            "vote",
                            "1.0.0",
                            s -> s.endpoint(
                                    "vote",
                                    e -> e.noQueueGroup().handler(r -> {
                                        if (number == 0) {
                                            r.replyError(403, "abstains");
                                        } else {
                                            r.reply("yes");
                                        }
                                    }))));
        }
        return services;
    }

    @Test
    @Rows("client: Service scatter-gather")
    void all_are_asked_at_once_until_enough_have_answered() {
        try (Lab lab = lab()) {
            three(lab);
            Gathered all = lab.asking()
                    .gather(Judged.ask("vote", ""), g -> g.answersMax(3).timeout(LONG));
            assertThat(all.end()).isEqualTo(RepliesEnd.MAX_REPLIES);
            assertThat(all.good()).extracting(Message::text).containsExactly("yes", "yes");
            assertThat(all.errors()).containsExactly(new ServiceError(403, "abstains"));
            Gathered two = lab.asking()
                    .gather(
                            Judged.ask("vote", ""),
                            g -> g.quorum(2).timeout(LONG).stall(LONG));
            assertThat(two.good()).hasSize(2);
            assertThat(two.end()).isEqualTo(RepliesEnd.MAX_REPLIES);
            Gathered fastest = lab.asking()
                    .async()
                    .gather(Judged.ask("vote", ""), g -> g.quorum(1).stall(LONG))
                    .join();
            assertThat(fastest.good()).hasSize(1);
            Gathered stalled = lab.asking()
                    .gather(Judged.ask("vote", ""), g -> g.timeout(LONG).stall(Duration.ofMillis(500)));
            assertThat(stalled.end()).isEqualTo(RepliesEnd.STALL);
            assertThat(stalled.answers()).hasSize(3);
            Gathered nobody = lab.asking().gather(Judged.ask("nobody", ""), g -> {});
            assertThat(nobody.answers()).isEmpty();
            assertThat(nobody.end()).isEqualTo(RepliesEnd.NO_RESPONDERS);
        }
    }

    @Test
    @Rows("client: Service Flow shape")
    void the_flow_shape_does_the_same() {
        try (Lab lab = lab()) {
            List<Service> services = three(lab);
            assertThat(All.of(lab.asking().flow().ping(d -> d.name("vote").instancesMax(3))))
                    .extracting(ServicePing::id)
                    .containsExactlyInAnyOrder(
                            services.stream().map(Service::id).toArray(String[]::new));
            assertThat(All.of(lab.asking().flow().info(d -> d.instancesMax(3)))).hasSize(3);
            assertThat(All.of(lab.asking().flow().stats(d -> d.instancesMax(3))))
                    .hasSize(3);
            assertThat(All.of(lab.asking()
                            .flow()
                            .gather(Judged.ask("vote", ""), g -> g.quorum(2).stall(LONG))))
                    .filteredOn(Answer::good)
                    .hasSize(2);
            services.get(0).stop();
            assertThat(All.of(lab.asking().flow().call("vote", new byte[0])))
                    .extracting(Message::text)
                    .containsExactly("yes");
            assertThatThrownBy(() -> All.of(lab.asking().flow().call("nobody", new byte[0])))
                    .hasCauseInstanceOf(NoRespondersException.class);
        }
    }

    @Test
    @Rows("client: Service calls")
    void a_cancelled_call_is_given_up() {
        try (Lab lab = lab()) {
            CompletableFuture<Message> call = lab.asking()
                    .async()
                    .call(
                            Judged.ask("nobody", ""),
                            c -> c.attempts(Integer.MAX_VALUE).timeout(LONG).delay(LONG));
            call.cancel(false);
            assertThat(call).isCancelled();
        }
    }
}
