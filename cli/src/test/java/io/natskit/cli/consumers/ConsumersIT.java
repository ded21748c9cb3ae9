// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code consumer}. */
class ConsumersIT extends CommandsIT {
    @BeforeEach
    void stream() {
        natskit("stream", "add", "S", "--subjects", "s.*").well();
        natskit("pub", "s.a", "{{Count}}", "-J", "--count", "4", "-q").well();
    }

    @AfterEach
    void remove() {
        natskit("stream", "rm", "S", "-f").well();
    }

    @Test
    void a_consumer_is_made_shown_changed_and_removed() {
        assertThat(natskit(
                                "consumer",
                                "add",
                                "S",
                                "C",
                                "--filter",
                                "s.a",
                                "--deliver",
                                "2",
                                "--wait",
                                "5s",
                                "--max-deliver",
                                "7")
                        .well()
                        .out())
                .contains(
                        "Information for Consumer S > C",
                        "Pull Mode: true",
                        "Filter Subject: s.a",
                        "Ack Wait: 5s",
                        "Maximum Deliveries: 7",
                        "Unprocessed Messages: 3");
        natskit("consumer", "edit", "S", "C", "--max-deliver", "9", "-f").well();
        assertThat(natskit("consumer", "info", "S", "C", "--json").well().out())
                .contains("\"max_deliver\": 9", "\"opt_start_seq\": 2");
        assertThat(natskit("consumer", "ls", "S").out()).contains("│ C ");
        assertThat(natskit("consumer", "ls", "S", "--json").out()).contains("\"C\"");
        assertThat(natskit("consumer", "report", "S").out())
                .contains("Consumer report for S with 1 consumers", "│ Pull");
        natskit("consumer", "rm", "S", "C", "-f").well();
        assertThat(natskit("consumer", "info", "S", "C").err()).contains("consumer not found", "10014");
    }

    @Test
    void messages_are_taken_acknowledged_given_back_and_ended() {
        natskit("consumer", "add", "S", "C").well();
        assertThat(natskit("consumer", "next", "S", "C").well().out())
                .contains("subj: s.a / tries: 1 / cons seq: 1 / str seq: 1 / pending: 3", "Acknowledged message");
        assertThat(natskit("consumer", "next", "S", "C", "--nak").well().out()).contains("Negatively acknowledged");
        assertThat(natskit("consumer", "next", "S", "C", "--term", "--count", "3")
                        .well()
                        .out())
                .contains("Terminated message", "tries: 2");
        assertThat(natskit("consumer", "info", "S", "C").out())
                .contains("Outstanding Acks: 0", "Unprocessed Messages: 0");
        Ran nothing = natskit("consumer", "next", "S", "C", "--wait", "50ms");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("no message came within 50ms");
    }

    @Test
    void a_consumer_is_followed_paused_and_goes_on() {
        natskit("consumer", "add", "S", "C").well();
        assertThat(natskit("consumer", "pause", "S", "C", "1h", "-f").well().out())
                .contains("Paused S > C until");
        assertThat(natskit("consumer", "info", "S", "C").out()).contains("Paused For:");
        natskit("consumer", "resume", "S", "C", "-f").well();
        assertThat(natskit("consumer", "sub", "S", "C", "--count", "3", "--raw")
                        .well()
                        .out())
                .isEqualTo("1\n2\n3\n");
        assertThat(natskit("consumer", "sub", "S", "C", "--wait", "300ms", "--raw")
                        .well()
                        .out())
                .isEqualTo("4\n");
        natskit("consumer", "reset", "S", "C", "--seq", "2", "-f").well();
        assertThat(natskit("consumer", "next", "S", "C", "--raw").out()).isEqualTo("2\n");
    }

    @Test
    void a_durable_of_sub_remembers_where_it_was() {
        assertThat(natskit("sub", "--stream", "S", "--durable", "D", "--raw", "--count", "2")
                        .well()
                        .out())
                .isEqualTo("1\n2\n");
        assertThat(natskit("sub", "--stream", "S", "--durable", "D", "--raw", "-T")
                        .well()
                        .out())
                .isEqualTo("3\n4\n");
        assertThat(natskit("sub", "s.a", "--last", "--raw", "-T").well().out()).isEqualTo("4\n");
    }
}
