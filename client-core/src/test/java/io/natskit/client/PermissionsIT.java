// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A refusal reaches what caused it, and nothing else. */
@Timeout(60)
class PermissionsIT {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private NatsServer server;
    private Connection connection;
    private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server = NatsServer.builder().config("""
                        authorization { users = [ { user: joe, password: pw, permissions: {
                            publish: { deny: ["no.>"] }, subscribe: { deny: ["no.>", "work limited"] } } } ] }""").start();
        connection = Nats.connect(o -> o.servers(server.url())
                .auth(Authenticator.userPassword("joe", "pw".toCharArray()))
                .onEvent(events::add));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    void a_refused_subscription_ends_with_the_refusal_and_others_go_on() {
        Subscription fine = connection.subscribe("yes");
        Subscription refused = connection.subscribe("no.way");
        assertThatThrownBy(() -> refused.next(WAIT)).isInstanceOfSatisfying(PermissionException.class, p -> {
            assertThat(p.subject()).isEqualTo("no.way");
            assertThat(p.action()).isEqualTo(PermissionException.Action.SUBSCRIBE);
        });
        assertThat(refused.ended()).succeedsWithin(WAIT);
        assertThat(refused.ended().join().reason()).isEqualTo(SubscriptionEnd.Reason.PERMISSION_DENIED);
        assertThat(refused.isActive()).isFalse();
        connection.publish("yes", "still here");
        assertThat(fine.next(WAIT)).map(Message::text).contains("still here");
    }

    @Test
    void a_refused_subscription_of_a_handler_is_known_by_its_end() {
        Subscription refused = connection.subscribe("no.way", m -> {});
        assertThat(refused.ended()).succeedsWithin(WAIT);
        assertThat(refused.ended().join().error()).isInstanceOf(PermissionException.class);
    }

    @Test
    void a_refused_queue_group_is_named() {
        Subscription refused = connection.subscribe("work", SubscribeOptions.queue("limited"));
        assertThatThrownBy(() -> refused.next(WAIT))
                .isInstanceOfSatisfying(
                        PermissionException.class,
                        p -> assertThat(p.queueGroup()).contains("limited"));
    }

    @Test
    void a_request_to_a_refused_subject_fails_at_once() {
        for (Runnable request : List.<Runnable>of(
                () -> connection.request("no.way", new byte[0], Duration.ofSeconds(30)),
                () -> connection.async().request("no.way", new byte[0]).join(),
                () -> connection
                        .requestMany("no.way", new byte[0], o -> o.timeout(Duration.ofSeconds(30)))
                        .all(),
                () -> connection
                        .async()
                        .requestMany("no.way", new byte[0], o -> o.timeout(Duration.ofSeconds(30)))
                        .all()
                        .join())) {
            long start = System.nanoTime();
            assertThatThrownBy(request::run)
                    .satisfiesAnyOf(
                            t -> assertThat(t).isInstanceOf(PermissionException.class),
                            t -> assertThat(t).hasCauseInstanceOf(PermissionException.class));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WAIT);
        }
        assertThat(connection.statistics().requestsPending()).isZero();
    }

    @Test
    void a_refused_publish_is_an_event_and_the_connection_stays() {
        connection.publish("no.way", "x");
        await().until(() -> events.stream()
                .anyMatch(e -> e instanceof ConnectionEvent.ServerError s
                        && s.error() instanceof PermissionException p
                        && p.subject().equals("no.way")));
        assertThat(connection.statistics().errors()).isEqualTo(1);
        assertThat(connection.state()).isInstanceOf(ConnectionState.Connected.class);
    }
}
