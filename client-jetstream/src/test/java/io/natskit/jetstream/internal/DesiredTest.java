// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.jetstream.Ensured.Change;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DesiredTest {
    private static final StreamConfig PLAIN =
            StreamConfig.builder("S").subjects("s.>").build();

    @Test
    void what_servers_add_is_no_difference() {
        StreamConfig there = PLAIN.toBuilder()
                .duplicateWindow(Duration.ofMinutes(2))
                .metadata("_nats.level", "4")
                .metadata("_nats.ver", "2.15.2")
                .build();

        assertThat(Desired.changes(PLAIN, there)).isEmpty();
    }

    @Test
    void what_is_wanted_otherwise_is_a_difference_and_so_is_what_is_wanted_no_more() {
        StreamConfig there = PLAIN.toBuilder()
                .description("old")
                .metadata("owner", "you")
                .metadata("team", "a")
                .maxMessages(5)
                .build();
        StreamConfig wanted =
                PLAIN.toBuilder().metadata("owner", "me").subjects("s.>", "t.>").build();

        assertThat(Desired.changes(wanted, there))
                .containsExactlyInAnyOrder(
                        new Change("description", "old", ""),
                        new Change("max_msgs", "5", ""),
                        new Change("subjects", "[s.>]", "[s.>, t.>]"),
                        new Change("metadata.owner", "you", "me"),
                        new Change("metadata.team", "a", ""));
    }

    @Test
    void sources_are_compared() {
        StreamConfig one = StreamConfig.builder("S")
                .sources(StreamSource.builder("A").filterSubject("a").build())
                .build();
        StreamConfig other = StreamConfig.builder("S")
                .sources(StreamSource.builder("A").filterSubject("b").build())
                .build();

        assertThat(Desired.changes(one, one)).isEmpty();
        assertThat(Desired.changes(one, other)).extracting(Change::path).containsExactly("sources");
    }

    @Test
    void features_say_which_level_they_need() {
        assertThat(Desired.apiLevel(PLAIN)).isZero();
        assertThat(Desired.apiLevel(PLAIN.toBuilder().allowMessageTtl(true).build()))
                .isEqualTo(1);
        assertThat(Desired.apiLevel(PLAIN.toBuilder().allowAtomicPublish(true).build()))
                .isEqualTo(2);
        assertThat(Desired.apiLevel(PLAIN.toBuilder()
                        .allowBatchPublish(true)
                        .allowMessageTtl(true)
                        .build()))
                .isEqualTo(4);
        assertThat(Desired.apiLevel(ConsumerConfig.builder("C").build())).isZero();
        assertThat(Desired.apiLevel(
                        ConsumerConfig.builder("C").pauseUntil(Instant.EPOCH).build()))
                .isEqualTo(1);
    }
}
