// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionClosedException;
import io.natskit.client.ConnectionState;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.PayloadTooLargeException;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.SubscribeOptions;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.target.WebDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Core NATS by our client, whichever view is used and whichever door leads in: the same on each server. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("viewsOfServers")
record CoreNatsIT(Target target, View view) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);

    static Stream<Arguments> viewsOfServers() {
        return SuiteTargets.throughDoors(SuiteTargets.onceEach().filter(Target::configurable))
                .flatMap(target -> Stream.of(View.values()).map(view -> Arguments.of(target, view)));
    }

    private static Connection connect(RunningServer server) {
        return Nats.connect(
                o -> o.servers(server.url()).servers(s -> s.connectTimeout(LONG).transport(WebDoor.transport())));
    }

    private static OutgoingMessage message(String subject, String text) {
        return OutgoingMessage.to(subject).payload(text).build();
    }

    @Test
    @Rows({"client: Subscribe forms", "client: Publish", "client: WebSocket"})
    void messages_arrive_in_order_with_what_they_carry() {
        try (RunningServer server = target.start("");
                Connection nats = connect(server)) {
            View.Source source = view.subscribe(nats, "a.*", SubscribeOptions.defaults());
            nats.flush();
            for (int i = 0; i < 50; i++) {
                view.publish(
                        nats,
                        OutgoingMessage.to("a." + i)
                                .header("N", "" + i)
                                .replyTo("r")
                                .payload("m".repeat(i * 1_000))
                                .build());
            }
            for (int i = 0; i < 50; i++) {
                Message came = source.next();
                assertThat(came).isNotNull();
                assertThat(came.subject()).isEqualTo("a." + i);
                assertThat(came.text()).hasSize(i * 1_000);
                assertThat(came.headers().first("N")).isEqualTo("" + i);
                assertThat(came.replyTo()).isEqualTo("r");
            }
        }
    }

    @Test
    @Rows({"client: Subscribe forms", "client: WebSocket"})
    void a_subscription_ends_after_so_many_messages_or_when_it_is_cancelled() {
        try (RunningServer server = target.start("");
                Connection nats = connect(server)) {
            View.Source three = view.subscribe(nats, "a", SubscribeOptions.of(o -> o.maxMessages(3)));
            nats.flush();
            for (int i = 0; i < 10; i++) {
                nats.publish("a", "" + i);
            }
            List<String> texts = new ArrayList<>();
            for (Message m = three.next(); m != null; m = three.next()) {
                texts.add(m.text());
            }
            assertThat(texts).containsExactly("0", "1", "2");

            View.Source cancelled = view.subscribe(nats, "b", SubscribeOptions.defaults());
            nats.flush();
            cancelled.cancel();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThatThrownBy(() -> nats.request("b", new byte[0], LONG))
                            .isInstanceOf(NoRespondersException.class));
        }
    }

    @Test
    @Rows({"client: Subscribe forms", "client: WebSocket"})
    void members_of_a_queue_group_share_messages() {
        try (RunningServer server = target.start("");
                Connection nats = connect(server);
                Connection other = connect(server)) {
            AtomicInteger heard = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
                other.subscribe("a", SubscribeOptions.of(o -> o.queueGroup("q")), m -> heard.incrementAndGet());
            }
            other.flush();
            for (int i = 0; i < 100; i++) {
                view.publish(nats, message("a", "" + i));
            }
            await().atMost(LONG).until(() -> heard.get() >= 100);
            nats.flush();
            other.flush();
            assertThat(heard).hasValue(100);
        }
    }

    @Test
    @Rows({"client: Request (muxed)", "client: No responders", "client: WebSocket"})
    void requests_are_answered_refused_or_given_up() {
        try (RunningServer server = target.start("");
                Connection nats = connect(server);
                Connection other = connect(server)) {
            other.subscribe("double", m -> m.reply(m.text() + m.text()));
            other.subscribe("silent");
            other.flush();

            assertThat(view.request(nats, message("double", "ab"), LONG).text()).isEqualTo("abab");
            assertThatThrownBy(() -> view.request(nats, message("nobody", ""), LONG))
                    .isInstanceOf(NoRespondersException.class);
            assertThatThrownBy(() -> view.request(nats, message("silent", ""), Duration.ofMillis(100)))
                    .isInstanceOf(RequestTimeoutException.class);
            assertThat(nats.statistics().requestsPending()).isZero();
        }
    }

    @Test
    @Rows({"client: Request-many", "client: WebSocket"})
    void many_replies_end_by_their_number_a_sentinel_or_since_nobody_is_there() {
        try (RunningServer server = target.start("");
                Connection nats = connect(server);
                Connection other = connect(server)) {
            for (int i = 0; i < 4; i++) {
                other.subscribe("who", m -> m.reply("me"));
            }
            other.subscribe("list", m -> {
                m.reply("1");
                m.reply("2");
                m.reply("");
                m.reply("late");
            });
            other.flush();

            assertThat(view.requestMany(nats, message("who", ""), o -> o.maxReplies(3)))
                    .hasSize(3);
            assertThat(view.requestMany(nats, message("list", ""), RequestManyOptions.Builder::emptyEnds))
                    .extracting(Message::text)
                    .containsExactly("1", "2");
            assertThat(view.requestMany(nats, message("nobody", ""), o -> {})).isEmpty();
        }
    }

    @Test
    @Rows({"client: Subject validation", "client: Payload limit check", "client: Close", "client: WebSocket"})
    void what_cannot_be_sent_is_refused_here_and_the_connection_goes_on() {
        try (RunningServer server = target.start("max_payload: 1024\n");
                Connection nats = connect(server)) {
            assertThatThrownBy(() -> view.publish(nats, message("a b", "")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> view.publish(nats, message("a\r\nPUB b 0\r\n", "")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> view.publish(nats, message("a", "x".repeat(1025))))
                    .isInstanceOf(PayloadTooLargeException.class);
            assertThat(nats.state()).isInstanceOf(ConnectionState.Connected.class);
            nats.flush();

            Connection gone = connect(server);
            gone.close();
            assertThatThrownBy(() -> view.publish(gone, message("a", "")))
                    .isInstanceOf(ConnectionClosedException.class);
            assertThatThrownBy(() -> view.request(gone, message("a", ""), LONG))
                    .isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    @Rows({"client: Drain connection", "client: WebSocket"})
    void draining_hands_over_all_that_had_come() {
        try (RunningServer server = target.start("");
                Connection nats = connect(server);
                Connection other = connect(server)) {
            AtomicInteger heard = new AtomicInteger();
            other.subscribe("a", m -> heard.incrementAndGet());
            other.flush();
            for (int i = 0; i < 5_000; i++) {
                view.publish(nats, message("a", "" + i));
            }
            nats.flush();

            other.drain(LONG);

            assertThat(heard).hasValue(5_000);
            assertThat(other.state()).isInstanceOf(ConnectionState.Closed.class);
        }
    }
}
