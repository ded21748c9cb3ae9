// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import org.junit.jupiter.api.Test;

/** {@code check}: exit codes and formats. */
class ChecksIT extends CommandsIT {
    @Test
    void a_connection_is_good_slow_or_not_there() {
        assertThat(natskit("check", "connection").well().out())
                .startsWith("OK Connection OK:connecting took")
                .contains("rtt=", "request_time=");
        assertThat(natskit("check", "connection", "--rtt-warn", "1ns").code()).isEqualTo(1);
        assertThat(natskit("server", "check", "connection", "--rtt-critical", "1ns")
                        .code())
                .isEqualTo(2);
        Ran gone = natskit("check", "connection", "-s", "nats://127.0.0.1:1");
        assertThat(gone.code()).isEqualTo(2);
        assertThat(gone.out()).startsWith("CRITICAL Connection Crit:");
        assertThat(natskit("check", "connection", "--nonsense").code()).isEqualTo(3);
    }

    @Test
    void misuse_is_unknown_and_no_warning() {
        assertThat(natskit("check").code()).isEqualTo(3);
        assertThat(natskit("server", "check").code()).isEqualTo(3);
        Ran format = natskit("check", "connection", "--format", "xml");
        assertThat(format.code()).isEqualTo(3);
        assertThat(format.err()).contains("\"xml\" (expected: nagios, json, prometheus or text)");
        Ran file = natskit("server", "check", "connection", "--outfile", folder.resolve("no/such/folder") + "");
        assertThat(file.code()).isEqualTo(3);
        assertThat(file.err()).startsWith("natskit: error: no such file: ");
        assertThat(natskit("server", "info", "nobody").code()).isEqualTo(1);
    }

    @Test
    void a_stream_its_messages_and_its_consumers_are_checked() {
        natskit("stream", "add", "CHK", "--subjects", "chk").well();
        assertThat(natskit("check", "message", "--stream", "CHK").code()).isEqualTo(2);
        natskit("pub", "chk", "good news", "-J", "--count", "3", "-q").well();
        natskit("consumer", "add", "CHK", "C").well();
        assertThat(natskit("check", "stream", "--stream", "CHK", "--msgs-critical", "2")
                        .code())
                .isZero();
        assertThat(natskit("check", "stream", "--stream", "CHK", "--msgs-warn", "9", "--msgs-critical", "2")
                        .code())
                .isEqualTo(1);
        assertThat(natskit("check", "stream", "--stream", "CHK", "--msgs-critical", "3", "--json")
                        .out())
                .contains("\"status\": \"CRITICAL\"");
        assertThat(natskit("check", "stream", "--stream", "CHK", "--min-sources", "1")
                        .code())
                .isEqualTo(2);
        assertThat(natskit("check", "stream", "--stream", "NOT").out())
                .startsWith("CRITICAL NOT Crit:")
                .contains("10059");
        assertThat(natskit("check", "consumer", "--stream", "CHK", "--consumer", "C", "--unprocessed-critical", "3")
                        .code())
                .isZero();
        assertThat(natskit(
                                "check",
                                "--format",
                                "text",
                                "consumer",
                                "--stream",
                                "CHK",
                                "--consumer",
                                "C",
                                "--unprocessed-critical",
                                "2")
                        .out())
                .contains("CHK_C: CRITICAL", "│ Critical │ pending: 3");
        assertThat(natskit("check", "consumer", "--stream", "CHK", "--consumer", "C", "--last-ack-critical", "1h")
                        .out())
                .contains("Crit:no ack yet");
        assertThat(natskit(
                                "check",
                                "message",
                                "--stream",
                                "CHK",
                                "--subject",
                                "chk",
                                "--content",
                                "good",
                                "--format",
                                "prometheus")
                        .well()
                        .out())
                .contains("nats_server_check_message_size{item=\"Stream Message\"} 9");
        assertThat(natskit("check", "message", "--stream", "CHK", "--age-critical", "1ns")
                        .code())
                .isEqualTo(2);
        assertThat(natskit("check", "message", "--stream", "CHK", "--content", "bad")
                        .code())
                .isEqualTo(2);
        assertThat(natskit("check", "message", "--stream", "CHK", "--content", "^go+d .*s$")
                        .code())
                .isZero();
        assertThat(natskit("check", "message", "--stream", "CHK", "--content", "^news")
                        .out())
                .contains("the content does not match \"^news\"");
        Ran pattern = natskit("check", "message", "--stream", "CHK", "--content", "[");
        assertThat(pattern.code()).isEqualTo(3);
        assertThat(pattern.err()).contains("--content", "no pattern: missing closing ]");
        natskit("stream", "rm", "CHK", "-f").well();
    }
}
