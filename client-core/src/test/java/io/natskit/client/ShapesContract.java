// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each shape of a connection does alike; one subclass for each shape. */
@Timeout(60)
abstract class ShapesContract {

    private static NatsServer server;
    private Connection connection;
    private Connection other;
    private Shape shape;

    abstract Shape shape(Connection of);

    @BeforeAll
    static void start() {
        server = NatsServer.builder().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        connection = Nats.connect(server.url());
        other = Nats.connect(server.url());
        shape = shape(connection);
    }

    @AfterEach
    void close() {
        connection.close();
        other.close();
    }

    @Test
    void messages_arrive_in_order_with_what_they_carry() {
        Shape.Source source = shape.subscribe("a.*", SubscribeOptions.defaults());
        connection.flush();
        for (int i = 0; i < 20; i++) {
            shape.publish(OutgoingMessage.to("a." + i)
                    .header("N", "" + i)
                    .replyTo("r")
                    .payload("m" + i)
                    .build());
        }
        for (int i = 0; i < 20; i++) {
            Message m = source.next();
            assertThat(m.subject()).isEqualTo("a." + i);
            assertThat(m.text()).isEqualTo("m" + i);
            assertThat(m.headers().first("N")).isEqualTo("" + i);
            assertThat(m.replyTo()).isEqualTo("r");
        }
    }

    @Test
    void a_subscription_of_so_many_messages_ends_after_them() {
        Shape.Source source = shape.subscribe("a", SubscribeOptions.of(o -> o.maxMessages(3)));
        connection.flush();
        for (int i = 0; i < 10; i++) {
            connection.publish("a", "" + i);
        }
        List<String> texts = new ArrayList<>();
        for (Message m = source.next(); m != null; m = source.next()) {
            texts.add(m.text());
        }
        assertThat(texts).containsExactly("0", "1", "2");
        await().until(() -> server.subscriptionCount() == 0);
    }

    @Test
    void cancelling_unsubscribes() {
        Shape.Source source = shape.subscribe("a", SubscribeOptions.defaults());
        connection.flush();
        assertThat(server.subscriptionCount()).isEqualTo(1);
        source.cancel();
        await().until(() -> server.subscriptionCount() == 0);
    }

    @Test
    void a_request_has_its_reply() {
        other.subscribe("double", m -> m.reply(m.text() + m.text()));
        other.flush();
        Message reply = shape.request(OutgoingMessage.to("double").payload("ab").build(), Duration.ofSeconds(5));
        assertThat(reply.text()).isEqualTo("abab");
    }

    @Test
    void a_request_to_nobody_fails_at_once() {
        assertThatThrownBy(() -> shape.request(OutgoingMessage.of("nobody", new byte[0]), Duration.ofSeconds(30)))
                .isInstanceOf(NoRespondersException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void a_request_without_answer_times_out() {
        other.subscribe("silent");
        other.flush();
        assertThatThrownBy(() -> shape.request(OutgoingMessage.of("silent", new byte[0]), Duration.ofMillis(100)))
                .isInstanceOf(RequestTimeoutException.class)
                .hasMessageContaining("silent")
                .hasMessageContaining("100 ms");
        assertThat(connection.statistics().requestsPending()).isZero();
    }

    @Test
    void a_request_with_a_reply_subject_of_its_own_is_refused() {
        OutgoingMessage message = OutgoingMessage.to("a").replyTo("mine").build();
        assertThatThrownBy(() -> shape.request(message, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> shape.requestMany(message, o -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void many_replies_end_by_number_and_nothing_waits_behind_them() {
        for (int i = 0; i < 4; i++) {
            other.subscribe("who", m -> m.reply("me"));
        }
        other.flush();
        assertThat(shape.requestMany(OutgoingMessage.of("who", new byte[0]), o -> o.maxReplies(3)))
                .hasSize(3);
        await().until(() -> connection.statistics().requestsPending() == 0);
        assertThat(shape.requestMany(OutgoingMessage.of("who", new byte[0]), o -> o.maxReplies(3)))
                .hasSize(3);
        // one inbox for all requests
        await().until(() -> server.subscriptionCount() == 5);
        await().until(() -> connection.statistics().requestsPending() == 0);
    }

    @Test
    void many_replies_end_by_a_gap() {
        for (int i = 0; i < 4; i++) {
            other.subscribe("who", m -> m.reply("me"));
        }
        other.flush();
        assertThat(shape.requestMany(OutgoingMessage.of("who", new byte[0]), o -> o.stall(Duration.ofMillis(600))))
                .hasSize(4);
    }

    @Test
    void many_replies_end_by_time() {
        other.subscribe("who", m -> m.reply("me"));
        other.flush();
        assertThat(shape.requestMany(OutgoingMessage.of("who", new byte[0]), o -> o.timeout(Duration.ofMillis(600))))
                .hasSize(1);
    }

    @Test
    void many_replies_end_by_a_sentinel() {
        other.subscribe("who", m -> {
            m.reply("1");
            m.reply("2");
            m.reply("");
            m.reply("late");
        });
        other.flush();
        assertThat(shape.requestMany(OutgoingMessage.of("who", new byte[0]), RequestManyOptions.Builder::emptyEnds))
                .extracting(Message::text)
                .containsExactly("1", "2");
    }

    @Test
    void many_replies_of_nobody_are_none() {
        assertThat(shape.requestMany(OutgoingMessage.of("nobody", new byte[0]), o -> {}))
                .isEmpty();
    }

    @Test
    void a_malformed_subject_is_refused_before_it_is_sent() {
        assertThatThrownBy(() -> shape.publish(OutgoingMessage.of("a b", new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> shape.publish(OutgoingMessage.of("a\r\nPUB b 0\r\n", new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_connection_says_so() {
        connection.close();
        assertThatThrownBy(() -> shape.publish(OutgoingMessage.of("a", new byte[0])))
                .isInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(() -> shape.request(OutgoingMessage.of("a", new byte[0]), Duration.ofSeconds(1)))
                .isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void a_payload_beyond_the_server_s_limit_is_refused_here() {
        byte[] large = new byte[(int) connection.serverInfo().maxPayload() + 1];
        assertThatThrownBy(() -> shape.publish(OutgoingMessage.of("a", large)))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThat(connection.state()).isInstanceOf(ConnectionState.Connected.class);
    }
}
