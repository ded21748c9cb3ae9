// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullConsumerTest {
    private final Bench bench = new Bench();

    private static ConsumerConfigBuilder config() {
        return ConsumerConfig.builder("c")
                .durable("c")
                .ackPolicy(AckPolicy.EXPLICIT)
                .ackWait(Duration.ofSeconds(30))
                .maxAckPending(1000)
                .maxDeliver(-1)
                .maxWaiting(512);
    }

    @Test
    void a_request_gets_as_many_messages_as_it_asked_for() {
        bench.store("a", "b", "c").start(config());
        bench.pull("in", "2");
        assertThat(bench.taken()).containsExactly("in a 1.1.1.2", "in b 1.2.2.1");
        bench.pull("in", "");
        assertThat(bench.taken()).containsExactly("in c 1.3.3.0");
    }

    @Test
    void messages_come_to_those_who_wait_in_turns() {
        bench.start(config());
        bench.pull("x", "2").pull("y", "{\"batch\":2}");
        bench.store("a", "b", "c", "d");
        assertThat(bench.taken()).containsExactly("x a 1.1.1.3", "y b 1.2.2.2", "x c 1.3.3.1", "y d 1.4.4.0");
    }

    @Test
    void a_request_ends_when_its_time_is_over() {
        bench.start(config());
        bench.pull("in", "{\"batch\":5,\"expires\":1000000000}");
        bench.store("a");
        bench.taken();
        bench.pass(1100);
        assertThat(bench.taken())
                .containsExactly("in 408 Request Timeout|Nats-Pending-Messages: 4|Nats-Pending-Bytes: 0|");
        assertThat(bench.consumer().pulls().size()).isZero();
    }

    @Test
    void heartbeats_tell_that_the_request_waits() {
        bench.store("a").start(config());
        bench.pull("in", "{\"batch\":5,\"expires\":1000000000,\"idle_heartbeat\":400000000}");
        bench.taken();
        bench.pass(950);
        assertThat(bench.taken())
                .containsExactly(
                        "in 100 Idle Heartbeat|Nats-Last-Consumer: 1|Nats-Last-Stream: 1|",
                        "in 100 Idle Heartbeat|Nats-Last-Consumer: 1|Nats-Last-Stream: 1|");
    }

    @Test
    void who_does_not_want_to_wait_is_told_that_there_is_nothing() {
        bench.start(config());
        bench.pull("in", "{\"batch\":5,\"no_wait\":true}");
        assertThat(bench.taken()).containsExactly("in 404 No Messages|");
        bench.store("a").pull("in", "{\"batch\":5,\"no_wait\":true}");
        assertThat(bench.taken()).containsExactly("in a 1.1.1.0", "in 404 No Messages|");
    }

    @Test
    void malformed_and_excessive_requests_are_refused() {
        bench.start(config().maxBatch(10).maxExpires(Duration.ofSeconds(1)).maxBytes(100));
        bench.pull("in", "{\"batch\":11}");
        bench.pull("in", "{\"batch\":1,\"expires\":2000000000}");
        bench.pull("in", "{\"batch\":1,\"max_bytes\":101}");
        bench.pull("in", "{\"batch\":1,\"expires\":100,\"idle_heartbeat\":51}");
        bench.pull("in", "{\"batch\":1,\"min_pending\":5}");
        bench.pull("in", "{\"batch\":1,\"id\":\"x\"}");
        bench.pull("in", "{\"batch\":1,\"priority\":10}");
        assertThat(bench.taken())
                .containsExactly(
                        "in 409 Exceeded MaxRequestBatch of 10|",
                        "in 409 Exceeded MaxRequestExpires of 1s|",
                        "in 409 Exceeded MaxRequestMaxBytes of 100|",
                        "in 400 Bad Request - heartbeat value too large|",
                        "in 400 Bad Request - Not a Overflow Priority consumer|",
                        "in 400 Bad Request - Not a Pinned Client Priority consumer|",
                        "in 400 Bad Request - Priority must be between 0 and 9|");
    }

    @Test
    void more_requests_than_may_wait_are_refused_unless_they_have_heartbeats() {
        bench.start(config().maxWaiting(1));
        bench.pull("in", "1").pull("in", "1");
        bench.pull("in", "{\"batch\":1,\"expires\":1000000000,\"idle_heartbeat\":100000000}");
        assertThat(bench.taken()).containsExactly("in 409 Exceeded MaxWaiting|");
    }

    @Test
    void bytes_are_a_limit_too() {
        bench.store("a", "b", "c").start(config());
        bench.pull("in", "{\"batch\":9,\"max_bytes\":110}");
        assertThat(bench.taken())
                .containsExactly(
                        "in a 1.1.1.2",
                        "in b 1.2.2.1",
                        "in 409 Message Size Exceeds MaxBytes|Nats-Pending-Messages: 7|Nats-Pending-Bytes: 22|");
        bench.pull("in", "{\"batch\":1,\"max_bytes\":100}");
        assertThat(bench.taken())
                .containsExactly(
                        "in c 1.3.3.0", "in 409 Batch Completed|Nats-Pending-Messages: 0|Nats-Pending-Bytes: 56|");
    }

    @Test
    void nobody_gets_a_message_who_does_not_listen_any_more() {
        bench.start(config());
        bench.pull("x", "1").pull("y", "1").leave("x");
        bench.store("a");
        assertThat(bench.taken()).containsExactly("y a 1.1.1.0");
    }

    @Test
    void a_message_comes_again_when_its_acknowledgement_is_late_and_before_new_ones() {
        bench.store("a").start(config().ackWait(Duration.ofSeconds(1)));
        bench.pull("in", "1").pass(1100);
        bench.store("b");
        bench.taken();
        bench.pull("in", "2");
        assertThat(bench.taken()).containsExactly("in a 2.1.2.1", "in b 1.2.3.0");
    }

    @Test
    void an_acknowledged_message_does_not_come_again() {
        bench.store("a").start(config().ackWait(Duration.ofSeconds(1)));
        bench.pull("in", "1").ack(1, 1, 1, "+ACK");
        bench.taken();
        bench.pull("in", "{\"batch\":1,\"no_wait\":true}").pass(5000);
        assertThat(bench.taken()).containsExactly("in 404 No Messages|");
        assertThat(bench.acknowledged).containsExactly(1L);
        assertThat(bench.consumer().progress().floorStream()).isEqualTo(1);
    }

    @Test
    void an_acknowledgement_with_a_reply_is_confirmed() {
        bench.store("a").start(config());
        bench.pull("in", "1");
        bench.taken();
        bench.ack("$JS.ACK.S.c.1.1.1.5.0", "", "confirm");
        bench.ack("$JS.ACK.S.c.1.7.7.5.0", "", "too.early");
        bench.ack("$JS.ACK.S.c.1.1.1.5.0", "", "again");
        assertThat(bench.taken()).containsExactly("confirm", "again");
    }

    @Test
    void a_refused_message_comes_again_at_once_or_after_its_delay() {
        bench.store("a").start(config()).progress();
        bench.pull("in", "9");
        bench.taken();
        bench.ack(1, 1, 1, "-NAK");
        assertThat(bench.taken()).containsExactly("in a 2.1.2.0");
        bench.ack(2, 1, 2, "-NAK {\"delay\":2000000000}");
        bench.pass(1900);
        assertThat(bench.taken()).isEmpty();
        bench.pass(200);
        assertThat(bench.taken()).containsExactly("in a 3.1.3.0");
        bench.ack(3, 1, 3, "-NAK 500ms").pass(600);
        assertThat(bench.taken()).containsExactly("in a 4.1.4.0");
    }

    @Test
    void work_in_progress_keeps_a_message_from_coming_again() {
        bench.store("a").start(config().ackWait(Duration.ofSeconds(1)));
        bench.pull("in", "9");
        bench.taken();
        bench.pass(800).ack(1, 1, 1, "+WPI").pass(800);
        assertThat(bench.taken()).isEmpty();
        bench.pass(300);
        assertThat(bench.taken()).containsExactly("in a 2.1.2.0");
    }

    @Test
    void a_terminated_message_never_comes_again_and_is_reported() {
        bench.listen("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.S.c")
                .store("a")
                .start(config().ackWait(Duration.ofSeconds(1)));
        bench.pull("in", "9");
        bench.taken();
        bench.ack(1, 1, 1, "+TERM because").pass(5000);
        assertThat(bench.taken())
                .containsExactly("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.S.c "
                        + "{\"type\":\"io.nats.jetstream.advisory.v1.terminated\",\"id\":\"\",\"timestamp\":\"\","
                        + "\"stream\":\"S\",\"consumer\":\"c\",\"consumer_seq\":1,\"stream_seq\":1,\"deliveries\":1,"
                        + "\"reason\":\"because\"}");
    }

    @Test
    void the_next_message_comes_with_the_acknowledgement_of_the_last() {
        bench.store("a", "b").start(config());
        bench.pull("in", "1");
        bench.taken();
        bench.ack("$JS.ACK.S.c.1.1.1.5.0", "+NXT {\"batch\":1}", "in");
        assertThat(bench.taken()).containsExactly("in b 1.2.2.0");
        assertThat(bench.consumer().progress().pending().size()).isEqualTo(1);
    }

    @Test
    void a_message_has_so_many_deliveries_and_no_more() {
        bench.listen("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.S.c")
                .store("a")
                .start(config().ackWait(Duration.ofSeconds(1)).maxDeliver(2));
        bench.pull("in", "9");
        bench.pass(1100);
        assertThat(bench.taken()).containsExactly("in a 1.1.1.0", "in a 2.1.2.0");
        bench.pass(1100);
        assertThat(bench.taken())
                .containsExactly("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.S.c "
                        + "{\"type\":\"io.nats.jetstream.advisory.v1.max_deliver\",\"id\":\"\",\"timestamp\":\"\","
                        + "\"stream\":\"S\",\"consumer\":\"c\",\"stream_seq\":1,\"deliveries\":2}");
        bench.pass(60_000);
        assertThat(bench.taken()).isEmpty();
        assertThat(bench.consumer().needs(1)).isTrue();
    }

    @Test
    void delivery_stops_at_the_limit_of_unacknowledged_messages() {
        bench.store("a", "b", "c").start(config().maxAckPending(2));
        bench.pull("in", "9");
        assertThat(bench.taken()).containsExactly("in a 1.1.1.2", "in b 1.2.2.1");
        bench.ack(1, 2, 2, "");
        assertThat(bench.taken()).containsExactly("in c 1.3.3.0");
    }

    @Test
    void a_filter_passes_over_what_does_not_matter() {
        bench.store("a.1", "b.1", "a.2", "b.2").start(config().filterSubject("b.*"));
        bench.pull("in", "9");
        bench.store("a.3", "b.3");
        assertThat(bench.taken()).containsExactly("in b.1 1.2.1.1", "in b.2 1.4.2.0", "in b.3 1.6.3.0");
    }

    @Test
    void the_last_message_of_each_subject_comes_first_and_then_what_is_new() {
        bench.store("a", "b", "a", "c", "b")
                .start(config().deliverPolicy(DeliverPolicy.LAST_PER_SUBJECT).filterSubject(">"));
        bench.pull("in", "9");
        bench.store("a");
        assertThat(bench.taken()).containsExactly("in a 1.3.1.2", "in c 1.4.2.1", "in b 1.5.3.0", "in a 1.6.4.0");
    }

    @Test
    void acknowledging_all_settles_what_came_before() {
        bench.store("a", "b", "c").start(config().ackPolicy(AckPolicy.ALL));
        bench.pull("in", "9").ack(1, 2, 2, "");
        assertThat(bench.acknowledged).containsExactly(1L, 2L);
        assertThat(bench.consumer().progress().pending().size()).isEqualTo(1);
    }

    @Test
    void what_needs_no_acknowledgement_is_done_when_it_is_sent() {
        bench.store("a", "b").start(config().ackPolicy(AckPolicy.NONE).maxAckPending(0));
        bench.pull("in", "9");
        assertThat(bench.acknowledged).containsExactly(1L, 2L);
        assertThat(bench.consumer().progress().floorConsumer()).isEqualTo(2);
    }

    @Test
    void a_message_that_goes_out_of_the_stream_is_pending_no_more() {
        bench.listen("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.S.c")
                .store("a", "b")
                .start(config());
        bench.pull("in", "1");
        bench.taken();
        bench.remove(1);
        assertThat(bench.taken()).hasSize(1).first().asString().contains("Unacknowledged message was deleted");
        assertThat(bench.consumer().progress().pending().size()).isZero();
        bench.remove(2);
        assertThat(bench.consumer().cursor().shownCount(bench.lastSequence())).isZero();
    }

    @Test
    void a_purge_leaves_nothing_to_be_sent() {
        bench.store("a", "b", "c").start(config());
        assertThat(bench.consumer().lastAckWallNanos()).isZero();
        bench.pull("in", "1").purge();
        bench.taken();
        // what was pending counts as acknowledged
        assertThat(bench.consumer().lastAckWallNanos()).isEqualTo(bench.wallNanos());
        assertThat(bench.consumer().cursor().shownCount(bench.lastSequence())).isZero();
        assertThat(bench.consumer().progress().floorStream()).isEqualTo(3);
        bench.store("d").pull("in", "1");
        assertThat(bench.taken()).containsExactly("in d 1.4.2.0");
    }

    @Test
    void an_unused_consumer_vanishes_but_not_while_somebody_waits() {
        bench.start(config().inactiveThreshold(Duration.ofSeconds(1)));
        bench.pull("in", "{\"batch\":1,\"expires\":5000000000}").pass(4000);
        assertThat(bench.vanished).isFalse();
        bench.pass(4000);
        assertThat(bench.vanished).isTrue();
    }

    @Test
    void a_paused_consumer_sends_nothing_until_the_pause_is_over() {
        bench.store("a").start(config().pauseUntil(java.time.Instant.ofEpochSecond(1_700_000_000L + 11)));
        bench.pull("in", "1").pass(9000);
        assertThat(bench.taken()).isEmpty();
        bench.pass(2000);
        assertThat(bench.taken()).containsExactly("in a 1.1.1.0");
    }

    @Test
    void overflow_serves_a_request_from_its_backlog_on() {
        bench.start(config().priorityPolicy(PriorityPolicy.OVERFLOW).priorityGroups(List.of("g")));
        bench.pull("in", "{\"batch\":9,\"group\":\"g\",\"min_pending\":3}");
        bench.store("a", "b");
        assertThat(bench.taken()).isEmpty();
        bench.store("c");
        assertThat(bench.taken()).containsExactly("in a 1.1.1.2");
        bench.pull("no", "{\"batch\":1}");
        bench.pull("no", "{\"batch\":1,\"group\":\"other\"}");
        assertThat(bench.taken())
                .containsExactly(
                        "no 400 Bad Request - Priority Group missing|", "no 400 Bad Request - Invalid Priority Group|");
    }

    @Test
    void one_client_is_pinned_until_it_is_silent() {
        bench.start(config().priorityPolicy(PriorityPolicy.PINNED_CLIENT)
                .priorityGroups(List.of("g"))
                .priorityTimeout(Duration.ofSeconds(2)));
        bench.pull("x", "{\"batch\":2,\"group\":\"g\"}").pull("y", "{\"batch\":2,\"group\":\"g\"}");
        bench.store("a", "b", "c");
        List<String> first = bench.taken();
        assertThat(first).hasSize(2).allMatch(line -> line.startsWith("x "));
        String id = bench.consumer().pin().id();
        assertThat(first.get(0)).isEqualTo("x a 1.1.1.2 NATS/1.0|Nats-Pin-Id: " + id + "||");
        bench.pull("z", "{\"batch\":1,\"group\":\"g\",\"id\":\"wrong\"}");
        assertThat(bench.taken()).containsExactly("z 423 Nats-Pin-Id mismatch|");
        bench.pass(1500).pull("x", "{\"batch\":1,\"group\":\"g\",\"id\":\"" + id + "\"}");
        assertThat(bench.taken()).hasSize(1).first().asString().startsWith("x c");
        bench.pass(1500);
        assertThat(bench.consumer().pin().id()).isEqualTo(id);
        bench.pass(1000).store("d");
        assertThat(bench.taken()).hasSize(1).first().asString().startsWith("y d");
    }

    @Test
    void a_reset_begins_again() {
        bench.store("a", "b").start(config());
        bench.pull("in", "2").ack(1, 1, 1, "");
        bench.taken();
        bench.consumer().reset(2);
        bench.pull("in", "2");
        assertThat(bench.taken()).containsExactly("in b 1.2.1.0");
    }

    @Test
    void a_deleted_consumer_tells_those_who_wait() {
        bench.start(config());
        bench.pull("in", "1");
        bench.consumer().close(true);
        assertThat(bench.taken()).containsExactly("in 409 Consumer Deleted|");
    }

    @Test
    void headers_alone_tell_how_large_the_message_is() {
        bench.store("a").start(config().headersOnly(true));
        bench.pull("in", "1");
        assertThat(bench.taken()).containsExactly("in a 1.1.1.0 NATS/1.0|Nats-Msg-Size: 4||");
    }

    @Test
    void messages_are_replayed_with_the_pauses_in_which_they_were_stored() {
        bench.store("a");
        bench.now += 500_000_000;
        bench.store("b");
        bench.start(config().replayPolicy(io.natskit.wire.jetstream.ReplayPolicy.ORIGINAL));
        bench.pull("in", "9");
        assertThat(bench.taken()).containsExactly("in a 1.1.1.1");
        bench.pass(400);
        assertThat(bench.taken()).isEmpty();
        bench.pass(200).store("c");
        assertThat(bench.taken()).containsExactly("in b 1.2.2.0", "in c 1.3.3.0");
    }

    @Test
    void a_consumer_that_goes_on_serves_those_who_wait_at_once() {
        bench.store("a").start(config().pauseUntil(java.time.Instant.ofEpochSecond(1_900_000_000L)));
        bench.pull("in", "1");
        assertThat(bench.taken()).isEmpty();
        bench.consumer().update(Terms.of(config().build()));
        bench.run();
        assertThat(bench.taken()).containsExactly("in a 1.1.1.0");
    }

    @Test
    void a_delay_is_what_was_asked_for_whatever_the_back_off() {
        bench.store("a").start(config().backoff(Duration.ofSeconds(1), Duration.ofSeconds(20)));
        bench.pull("in", "9").pass(1000);
        bench.taken();
        bench.ack(2, 1, 2, "-NAK 2s").pass(1900);
        assertThat(bench.taken()).isEmpty();
        bench.pass(200);
        assertThat(bench.taken()).containsExactly("in a 3.1.3.0");
    }
}
