// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.Ran;
import io.natskit.cli.TwoAccountsIT;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code events}: what servers and JetStream tell of. */
class EventsIT extends TwoAccountsIT {
    /** Runs {@code events}, and makes what it is to show happen until it has seen enough. */
    private static String seen(Runnable happening, String user, String... options)
            throws InterruptedException, ExecutionException {
        String[] line = new String[options.length + 1];
        line[0] = "events";
        System.arraycopy(options, 0, line, 1, options.length);
        FutureTask<Ran> events = new FutureTask<>(() -> natskit(user, line));
        Thread command = new Thread(events, "command");
        command.start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                happening.run();
                return events.isDone();
            });
            return events.get().well().out();
        } finally {
            command.interrupt();
            command.join(10_000);
        }
    }

    @Test
    void who_comes_and_who_is_refused_is_seen_by_the_system_account() throws InterruptedException, ExecutionException {
        assertThat(seen(
                                () -> natskit("ada", "pub", "x", "y", "--password", "wrong"),
                                "sys",
                                "--short",
                                "--filter",
                                ".CLIENT.AUTH.ERR",
                                "--count",
                                "2")
                        .lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("[Authentication Error] user: ada cid: ", "reason: Authentication Failure"));
        assertThat(seen(
                        () -> natskit("ada", "pub", "x", "y").well(),
                        "sys",
                        "--filter",
                        "client_disconnect",
                        "--count",
                        "1"))
                .contains(
                        "] Client Disconnection\n", "  Server: hub\n", "\nClient:\n", "User: ada\n", "Account: APP\n");
    }

    @Test
    void jetstream_tells_its_own_account() throws InterruptedException, ExecutionException {
        String out = seen(
                () -> {
                    natskit("ada", "stream", "add", "E", "--subjects", "e", "--storage", "memory")
                            .well();
                    natskit("ada", "stream", "rm", "E", "-f").well();
                },
                "ada",
                "--js-advisory",
                "--no-srv-advisory",
                "--json",
                "--filter",
                "\"action\":\"delete\"",
                "--count",
                "1");
        assertThat(out)
                .startsWith("{\"type\":\"io.nats.jetstream.advisory.v1.stream_action\"")
                .contains("\"stream\":\"E\"")
                .hasLineCount(1);
    }

    @Test
    void advisories_that_are_imported_are_listened_to_under_their_prefix()
            throws InterruptedException, ExecutionException {
        String forged = "{\"type\":\"io.nats.jetstream.advisory.v1.stream_action\",\"stream\":\"FAR\"}";
        assertThat(seen(
                        () -> natskit("ada", "pub", "told.ADVISORY.STREAM.DELETED.FAR", forged)
                                .well(),
                        "ada",
                        "--js-event-prefix",
                        "told",
                        "--js-advisory",
                        "--no-srv-advisory",
                        "--json",
                        "--count",
                        "1"))
                .contains("\"stream\":\"FAR\"");
    }

    @Test
    void events_that_a_stream_keeps_are_read() {
        natskit("ada", "stream", "add", "KEPT", "--subjects", "kept.>", "--storage", "memory")
                .well();
        natskit("ada", "pub", "kept.a", "no event").well();
        natskit(
                        "ada",
                        "pub",
                        "kept.a",
                        "{\"type\":\"io.nats.jetstream.metric.v1.consumer_ack\",\"id\":\"i\",\n\"stream\":\"S\",\"ack_time\":5}")
                .well();
        natskit("ada", "pub", "kept.b", "{\"type\":\"of.ours.v1.tea_time\",\"cups\":2}")
                .well();
        assertThat(natskit("ada", "events", "--stream", "KEPT", "--since", "1h", "--short", "--count", "2")
                        .well()
                        .out())
                .contains(" [Acknowledgement] S ack_time: 5\n", " [Tea Time] cups: 2\n");
        assertThat(natskit("ada", "events", "--stream", "KEPT", "--cloudevent", "--count", "1")
                        .well()
                        .out())
                .contains(
                        "\"id\":\"i\",\"source\":\"urn:nats:jetstream\"",
                        "\"subject\":\"metric\"",
                        "\"ack_time\":5}}\n")
                .hasLineCount(1);
        natskit("ada", "stream", "rm", "KEPT", "-f").well();
    }

    @Test
    void without_anything_to_listen_to_it_says_what_to_say() {
        assertThat(natskit("ada", "events", "--no-srv-advisory").err()).contains("no events", "--js-advisory");
        assertThat(natskit("ada", "events", "--since", "1h").err()).contains("--since without a stream");
    }
}
