// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.server.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard as a client: it may do what the user may whom it logs in as, and no more. */
class LiveMessagesIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Login ADA = new Login("ada", "secret");
    private static NatsServer server;

    private final AtomicLong nanos = new AtomicLong();
    private final LiveMessages messages =
            new LiveMessages(() -> server.inProcess().connect(), nanos::get);

    @BeforeAll
    static void start() {
        server = NatsServer.builder().config("""
                        accounts {
                          A { users: [
                            {user: ada, password: secret, permissions: {publish: "orders.>", subscribe: "orders.*"}}
                          ] }
                          B { users: [{user: bob, password: secret}] }
                        }
                        """).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        messages.close();
    }

    private void publish(String subject, String payload) {
        messages.publish(ADA, subject, "", payload.getBytes(StandardCharsets.UTF_8));
    }

    private List<Heard> heard(String id, int count) {
        List<Heard> all = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            long after = all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
            all.addAll(messages.next(id, after).messages());
            return all.size() >= count;
        });
        return all;
    }

    @Test
    void what_is_published_on_a_subject_is_heard_within_the_account() {
        String id = messages.listen(ADA, "orders.*");
        publish("orders.new", "hé");
        messages.publish(new Login("bob", "secret"), "orders.new", "", new byte[0]);
        messages.publish(ADA, "orders.old", "orders.answer", new byte[] {0, (byte) 0xff});

        assertThat(heard(id, 2))
                .containsExactly(
                        new Heard(1, "orders.new", "", "", "hé", 3, true),
                        new Heard(2, "orders.old", "orders.answer", "", "00 ff", 2, false));
    }

    @Test
    void what_the_user_may_not_do_is_refused_in_the_servers_words() {
        assertThatThrownBy(() -> publish("secrets", "x"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Permissions Violation for Publish to \"secrets\"");
        assertThatThrownBy(() -> messages.listen(ADA, ">"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Permissions Violation for Subscription to \">\"");
        for (Login wrong : List.of(Login.NONE, new Login("ada", "wrong"), new Login("", "secret"))) {
            assertThatThrownBy(() -> messages.publish(wrong, "orders.new", "", new byte[0]))
                    .hasMessage("Authorization Violation");
        }
        assertThat(messages.size()).isZero();
    }

    @Test
    void a_subject_that_would_end_its_line_is_not_sent() {
        for (String subject :
                List.of("", "a b", "orders.x 0\r\n\r\nPUB orders.y", "a..b", "orders.\0", "x".repeat(1_025))) {
            assertThatThrownBy(() -> publish(subject, "x")).hasMessageStartingWith("subject: not valid");
            assertThatThrownBy(() -> messages.listen(ADA, subject)).hasMessageStartingWith("subject: not valid");
        }
        assertThatThrownBy(() -> publish("orders.*", "x")).hasMessageContaining("has wildcards");
        assertThatThrownBy(() -> messages.publish(ADA, "orders.new", "a b", new byte[0]))
                .hasMessageStartingWith("reply: not valid");
    }

    @Test
    void a_busy_subject_is_heard_in_rounds_of_a_bounded_number() {
        String id = messages.listen(ADA, "orders.*");
        for (int i = 0; i < Tail.ROUND_MAX + 50; i++) {
            publish("orders.new", "" + i);
        }

        List<Heard> first = heard(id, Tail.ROUND_MAX);
        assertThat(first).hasSize(Tail.ROUND_MAX);
        publish("orders.new", "later");
        assertThat(messages.next(id, Tail.ROUND_MAX).messages())
                .extracting(Heard::payload)
                .allMatch("later"::equals);
    }

    @Test
    void so_many_are_heard_at_a_time_until_one_ends_or_nobody_asks_any_more() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < LiveMessages.TAILS_MAX; i++) {
            ids.add(messages.listen(ADA, "orders.*"));
        }
        assertThatThrownBy(() -> messages.listen(ADA, "orders.*")).hasMessageStartingWith("too many subjects");

        messages.end(ids.get(0));
        assertThat(messages.listen(ADA, "orders.*")).isNotEmpty();

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        messages.next(ids.get(1), 0);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(messages.listen(ADA, "orders.*")).isNotEmpty();
        assertThat(messages.size()).isEqualTo(2);
        assertThatThrownBy(() -> messages.next(ids.get(2), 0)).hasMessageContaining("nobody listens");
    }
}
