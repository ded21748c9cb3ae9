// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What others write is shown, and never obeyed, by the terminal: only {@code --raw} gives bytes as they came. */
class HostileTextIT extends CommandsIT {
    private static final String TEXT = "a\u001b]0;b\u0007\u009b2J\rc\td\r\ne\u202E";
    private static final String SHOWN = "a�]0;b��2J�c\td\r\ne�";
    private static final String JSON = "a\\u001b]0;b\\u0007\\u009b2J\\rc\\td\\r\\ne\\u202e";
    private static final String SUBJECT = ".\u001b[2J";
    private static final String SHOWN_SUBJECT = ".�[2J";

    @Test
    void a_subscriber_masks_subjects_replies_headers_and_payloads() throws IOException {
        String out = subscribed("sub", "plain");
        assertThat(out)
                .contains("Received on \"plain" + SHOWN_SUBJECT + "\" with reply \"r" + SHOWN_SUBJECT + "\"\n")
                .contains("K: v�[2J\n", "\n" + SHOWN + "\n");
        assertHarmless(out);
        assertHarmless(subscribed("sub", "subjects", "--subjects-only"));
        assertHarmless(subscribed("sub", "headers", "--headers-only"));
        assertThat(subscribed("sub", "json", "--json"))
                .containsIgnoringCase(JSON)
                .satisfies(HostileTextIT::assertHarmless);
        assertThat(subscribed("sub", "raw", "--raw")).isEqualTo(TEXT + "\n");
    }

    @Test
    void a_request_and_who_answers_it_mask_one_another() throws IOException {
        CompletableFuture<Ran> reply = beside("reply", "ask.*", "--echo", "--count", "4");
        untilSomebodyListens("ask.probe");
        String shown = natskit("req", "ask.a", TEXT).well().out();
        assertThat(shown).contains("\n" + SHOWN + "\n").satisfies(HostileTextIT::assertHarmless);
        assertThat(natskit("req", "ask.a", TEXT, "--raw").well().out()).isEqualTo(TEXT + "\n");
        Awaitility.await().until(() -> {
            publish("ask" + SUBJECT);
            return reply.isDone();
        });
        assertThat(reply.orTimeout(30, TimeUnit.SECONDS).join().well().out())
                .contains("Received on subject \"ask" + SHOWN_SUBJECT + "\":\n\n" + SHOWN + "\n")
                .satisfies(HostileTextIT::assertHarmless);
    }

    @Test
    void stored_messages_and_keys_are_masked_alike() throws IOException {
        natskit("stream", "add", "HOSTILE", "--subjects", "stored.*", "--storage", "memory")
                .well();
        publish("stored" + SUBJECT);
        assertThat(natskit("stream", "view", "HOSTILE").well().out())
                .contains("stored" + SHOWN_SUBJECT, "K: v�[2J\n", SHOWN)
                .satisfies(HostileTextIT::assertHarmless);
        assertHarmless(natskit("stream", "get", "HOSTILE", "1").well().out());
        assertThat(natskit("stream", "get", "HOSTILE", "1", "--json").well().out())
                .containsIgnoringCase(JSON)
                .satisfies(HostileTextIT::assertHarmless);
        natskit("kv", "add", "HOSTILE", "--storage", "memory").well();
        natskit("kv", "put", "HOSTILE", "k", TEXT).well();
        assertThat(natskit("kv", "watch", "HOSTILE", "--count", "1").well().out())
                .contains("PUT HOSTILE > k: " + SHOWN)
                .satisfies(HostileTextIT::assertHarmless);
        assertHarmless(natskit("kv", "get", "HOSTILE", "k").well().out());
        assertThat(natskit("kv", "get", "HOSTILE", "k", "--raw").well().out()).isEqualTo(TEXT);
    }

    private static String subscribed(String command, String subject, String... options) throws IOException {
        String[] args = new String[options.length + 6];
        System.arraycopy(
                new String[] {command, subject + ".*", "--count", "1", "-I", subject + ".probe"}, 0, args, 0, 6);
        System.arraycopy(options, 0, args, 6, options.length);
        CompletableFuture<Ran> sub = beside(args);
        untilSomebodyListens(subject + ".probe");
        publish(subject + SUBJECT);
        return sub.orTimeout(30, TimeUnit.SECONDS).join().well().out();
    }

    /** By bytes, since no client of ours would: the subjects have control characters. */
    private static void publish(String subject) throws IOException {
        byte[] headers = "NATS/1.0\r\nK: v\u001b[2J\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] payload = TEXT.getBytes(StandardCharsets.UTF_8);
        URI server = URI.create(url());
        try (Socket socket = new Socket(server.getHost(), server.getPort());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            write(out, "CONNECT {\"headers\":true,\"verbose\":false}\r\n");
            write(
                    out,
                    "HPUB " + subject + " r" + SUBJECT + " " + headers.length + " " + (headers.length + payload.length)
                            + "\r\n");
            out.write(headers);
            out.write(payload);
            write(out, "\r\nPING\r\n");
            assertThat(in.lines().anyMatch("PONG"::equals)).isTrue();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing that a terminal obeys but tabulators and the ends of lines. */
    private static void assertHarmless(String out) {
        assertThat(out.replace("\r\n", "\n").chars())
                .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' || c == '\u202E');
    }
}
