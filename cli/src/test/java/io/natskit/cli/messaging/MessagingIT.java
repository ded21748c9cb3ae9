// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code pub}, {@code sub}, {@code req} and {@code reply}. */
class MessagingIT extends CommandsIT {
    @Test
    void what_is_published_is_shown_to_a_subscriber() {
        CompletableFuture<Ran> sub = beside("sub", "greet.*", "--count", "3", "-I", "greet.not");
        untilSomebodyListens("greet.not");
        natskit("pub", "greet.ada", "hello {{Count}}", "-H", "Lang:en", "--count", "2")
                .well();
        Ran.withInput(environment(), "from a pipe", "pub", "greet.bob").well();
        assertThat(sub.join().well().out())
                .contains(
                        "[#1] Received on \"greet.ada\"\nLang: en\n\nhello 1\n",
                        "hello 2\n",
                        "[#3] Received on \"greet.bob\"\nfrom a pipe\n");
    }

    @Test
    void a_message_is_json_where_that_is_asked_for() {
        CompletableFuture<Ran> sub = beside("sub", "json.>", "--count", "2", "--json", "-I", "json.probe");
        untilSomebodyListens("json.probe");
        natskit("pub", "json.a", "text", "--reply", "r.1").well();
        natskit("pub", "json.b", "x", "-H", "A:1", "-H", "A:2").well();
        assertThat(sub.join().well().out())
                .isEqualTo("{\"subject\":\"json.a\",\"reply\":\"r.1\",\"data\":\"text\"}\n"
                        + "{\"subject\":\"json.b\",\"headers\":{\"A\":[\"1\",\"2\"]},\"data\":\"x\"}\n");
    }

    @Test
    void a_subscriber_ends_after_a_silence_and_counts_by_subject() {
        CompletableFuture<Ran> sub = beside("sub", "count.>", "--wait", "1s", "--report-subjects", "--report-top", "1");
        untilSomebodyListens("count.a");
        natskit("pub", "count.b", "x", "--count", "3").well();
        assertThat(sub.join().well().out()).contains("│ count.b │ 3 ").doesNotContain("count.a");
    }

    @Test
    void a_request_is_answered_by_a_template_an_echo_or_a_command() {
        CompletableFuture<Ran> reply = beside("reply", "weather.*", "{{1}} is fine, {{Request}}", "--count", "1");
        assertThat(ask("weather.london", "thanks").out()).isEqualTo("london is fine, thanks\n");
        reply.join().well();
        reply = beside("reply", "echo", "--echo", "--count", "1");
        assertThat(ask("echo", "again").out()).isEqualTo("again\n");
        reply.join().well();
        reply = beside("reply", "shout", "--command", "echo '{{Request}}' $HOME", "--count", "1");
        assertThat(ask("shout", "$(hostname)").out()).isEqualTo("$(hostname) $HOME\n\n");
        reply.join().well();
    }

    @Test
    void payloads_are_shown_as_another_program_translates_them() {
        CompletableFuture<Ran> sub = beside(
                "sub",
                "tr.*",
                "--count",
                "1",
                "-I",
                "tr.probe",
                "--translate",
                "sh -c 'echo \"$NATS_SUBJECT\" $1; tr a-z A-Z' - {{Subject}}");
        untilSomebodyListens("tr.probe");
        natskit("pub", "tr.$(hostname)", "hello").well();
        assertThat(sub.join().well().out())
                .isEqualTo("[#1] Received on \"tr.$(hostname)\"\ntr.$(hostname) tr.$(hostname)\nHELLO\n\n");
        natskit("stream", "add", "TR", "--subjects", "kept", "--storage", "memory")
                .well();
        natskit("pub", "kept", "hello", "-J", "-q").well();
        assertThat(natskit("stream", "get", "TR", "1", "--json", "--translate", "tr a-z A-Z")
                        .well()
                        .out())
                .contains("\"data\": \"HELLO\"");
        Ran failed = natskit("stream", "view", "TR", "--raw", "--translate", "false");
        assertThat(failed.well().out()).isEqualTo("hello\n");
        assertThat(failed.err()).contains("cannot translate what came on kept: false ended with code 1");
        natskit("stream", "rm", "TR", "-f").well();
    }

    @Test
    void a_subscriber_that_cannot_write_what_comes_ends_with_a_failure() throws IOException {
        String nowhere = Files.writeString(folder.resolve("a-file"), "") + "/below";
        CompletableFuture<Ran> sub = beside("sub", "dump.*", "--dump", nowhere, "-I", "dump.probe");
        untilSomebodyListens("dump.probe");
        natskit("pub", "dump.a", "x").well();
        assertUnwritten(sub);
        natskit("stream", "add", "DUMP", "--subjects", "stored", "--storage", "memory")
                .well();
        natskit("pub", "stored", "x", "-J", "-q").well();
        assertUnwritten(beside("sub", "--stream", "DUMP", "--dump", nowhere));
        natskit("stream", "rm", "DUMP", "-f").well();
    }

    private static void assertUnwritten(CompletableFuture<Ran> sub) {
        Ran ran = sub.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("natskit: error: cannot write to ").doesNotContain("\tat ");
    }

    @Test
    void a_request_that_cannot_be_answered_is_told_and_counts() {
        CompletableFuture<Ran> reply = beside("reply", "nul", "--command", "echo x", "--count", "1");
        untilSentTo("nul", "a\0b");
        assertThat(reply.orTimeout(30, TimeUnit.SECONDS).join().well().err()).contains("a NUL in NATS_REQUEST_BODY");
        reply = beside("reply", "large", "--command", "head -c 2000000 /dev/zero", "--count", "1");
        untilSentTo("large", "x");
        assertThat(reply.orTimeout(30, TimeUnit.SECONDS).join().well().err())
                .contains("natskit: error: cannot answer: ")
                .doesNotContain("\tat ");
    }

    /** Asks as soon as somebody is there, who does not answer. */
    private static void untilSentTo(String subject, String body) {
        Awaitility.await()
                .until(
                        () -> natskit("req", subject, body, "--timeout", "200ms")
                                .err(),
                        err -> !err.contains("no responders"));
    }

    @Test
    void without_anybody_who_answers_a_request_fails_with_a_remedy() {
        Ran ran = natskit("req", "nobody.there", "x");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("natskit: error: no responders on \"nobody.there\"", "  remedy: ")
                .doesNotContain("\tat ");
    }

    @Test
    void a_server_that_is_not_there_is_told_with_a_remedy() {
        Ran ran = natskit("pub", "a", "b", "-s", "nats://127.0.0.1:1");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("remedy: is the server running").doesNotContain("\tat ");
    }

    /** Asks as soon as somebody is there to answer: who counts requests must not meet one that only looks. */
    private static Ran ask(String subject, String body) {
        return Awaitility.await().until(() -> natskit("req", subject, body, "--raw"), ran -> ran.code() == 0);
    }
}
