// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOpDecoderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT {\"verbose\":false}\r\nPING\r\nPONG\r\n",
                "PUB a 2\r\nhi\r\nPUB a 2\r\nho\r\nPUB b r 0\r\n\r\nPUB a 1\r\nx\r\n",
                "PUB  a \t r  003 \r\nabc\r\nPUB a 2\nhi\r\n",
                "HPUB a 12 14\r\nNATS/1.0\r\n\r\nhi\r\nHPUB a  r 12 14\r\nNATS/1.0\r\n\r\nhi\r\nhpub a 0 0\r\n\r\n",
                "SUB a 1\r\nsub a q 2\r\nUNSUB 1\r\nUNSUB 1 5\r\nUNSUB 1 x\r\n",
                "PING trailing words\r\nPONG x\r\n+OK\r\nINFO {}\r\nping\n",
                "PUB a\rb 2\r\nhi\r\nPUB a\rb 2\r\nhi\r\n",
                "PUB a 2\r\nhixx\r\nPING\r\n",
                "PUB a 2\r\nhi\nPING\r\n",
                "PUB a x\r\nPING\r\n",
                "PUB a 1 2 3\r\n",
                "PUB a 9999999999\r\n",
                "PUB a 1048577\r\n",
                "HPUB a 15 14\r\n",
                "SUB a\r\nPING\r\n",
                "SUB a b c d\r\n",
                "UNSUB \r\n",
                "UNSUB\r\n",
                "-ERR what\r\nPING\r\n",
                "FOO\r\n",
                "PUBX a\r\n",
                "MSG a 1 2\r\nhi\r\n",
                "HMSG a 1 2 2\r\nhi\r\n",
                "\r\n"
            })
    void input_split_anywhere_gives_the_same_calls(String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        List<String> whole = new RecordedOps().feed(bytes, 0, bytes.length).calls;
        RecordedOps single = new RecordedOps();
        for (int i = 0; i < bytes.length; i++) {
            single.feed(bytes, i, i + 1);
        }
        assertThat(single.calls).as("byte by byte").isEqualTo(whole);
        for (int i = 0; i <= bytes.length; i++) {
            for (int j = i; j <= bytes.length; j++) {
                RecordedOps parts = new RecordedOps();
                parts.feed(bytes, 0, i).feed(bytes, i, j).feed(bytes, j, bytes.length);
                assertThat(parts.calls).as("split at %d and %d", i, j).isEqualTo(whole);
            }
        }
    }

    @Test
    void a_message_gives_its_ranges_and_the_tail_that_receivers_get() {
        RecordedOps ops = new RecordedOps().feed("PUB a.b r 2\r\nhi\r\n");
        assertThat(ops.calls)
                .containsExactly("publishing a.b", "publish a.b reply=r header=-1 body=hi tail=r 2\r\nhi\r\n");
    }

    @Test
    void loose_spacing_reaches_receivers_in_canonical_form() {
        RecordedOps ops = new RecordedOps().feed("HPUB \t a.b  r\t12   14 \nNATS/1.0\r\n\r\nhi\r\n");
        assertThat(ops.calls)
                .containsExactly(
                        "publishing a.b",
                        "publish a.b reply=r header=12 body=NATS/1.0\r\n\r\nhi tail=r 12 14\r\nNATS/1.0\r\n\r\nhi\r\n");
    }

    @Test
    void the_plain_form_and_the_general_form_agree() {
        Random random = new Random(20261123);
        String alphabet = "ab. \t019\r\n";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder("PUB ");
            int length = 1 + random.nextInt(10);
            for (int i = 0; i < length; i++) {
                line.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String input = line + " 1\r\nx\r\nPING\r\n";
            RecordedOps plain = new RecordedOps();
            plain.decoder.announceSubjects(false);
            plain.feed(input);
            RecordedOps general = new RecordedOps().feed(input);
            general.calls.removeIf(call -> call.startsWith("publishing "));
            assertThat(plain.calls).as(input).isEqualTo(general.calls);
        }
    }

    @Test
    void a_subject_with_a_control_byte_is_marked_each_time() {
        RecordedOps ops = new RecordedOps();
        ops.decoder.announceSubjects(false);
        ops.feed("PUB a\0b 0\r\n\r\nPUB a\0b 0\r\n\r\n");
        assertThat(ops.calls).hasSize(2).allMatch(call -> call.endsWith(" unsafe"));
    }

    @Test
    void a_line_may_be_as_long_as_the_limit_and_no_longer() {
        String longest = "a".repeat(4094);
        assertThat(new RecordedOps().feed("SUB " + longest + " 1\r\n").calls).hasSize(1);
        assertThat(new RecordedOps().feed("SUB a" + longest + " 1\r\n").calls)
                .containsExactly("malformed CONTROL_LINE_TOO_LONG");
        assertThat(new RecordedOps().feed("SUB aaaa" + longest).calls)
                .containsExactly("malformed CONTROL_LINE_TOO_LONG");
    }

    @Test
    void what_is_ignored_is_not_kept() {
        RecordedOps ops = new RecordedOps().feed("PING " + "x".repeat(100_000));
        assertThat(ops.keptLength()).isZero();
        assertThat(ops.feed("\r\n").calls).containsExactly("ping");
        RecordedOps spaces = new RecordedOps().feed("SUB " + " ".repeat(100_000));
        assertThat(spaces.keptLength()).isZero();
        assertThat(spaces.feed("a 1\r\n").calls).containsExactly("subscribe a queue= sid=1");
    }

    @Test
    void the_byte_behind_a_payload_is_judged_before_the_next_comes() {
        RecordedOps ops = new RecordedOps();
        ops.decoder.announceSubjects(false);
        assertThat(ops.feed("PUB a 2\r\nhiX").calls).containsExactly("malformed UNKNOWN_OPERATION");
    }

    @Test
    void a_half_received_payload_says_how_much_is_missing() {
        RecordedOps ops = new RecordedOps();
        ops.decoder.announceSubjects(false);
        ops.feed("PUB a 1000\r\nxxx");
        assertThat(ops.decoder.wanted()).isEqualTo("a 1000\r\n".length() + 1001);
    }

    @Test
    void the_gate_lets_connect_through_and_nothing_else() {
        assertThat(new RecordedOps().gated(false).feed("CONNECT {}\r\n").calls).containsExactly("connect {}");
        assertThat(new RecordedOps().gated(false).feed("P").calls).containsExactly("malformed NOT_LOGGED_IN");
        assertThat(new RecordedOps().gated(true).feed("PING\r\n").calls).containsExactly("ping");
    }

    @Test
    void headers_are_refused_where_they_were_not_agreed_on() {
        RecordedOps ops = new RecordedOps();
        ops.decoder.headers(false);
        assertThat(ops.feed("HPUB a 12 14\r\n").calls).containsExactly("malformed HEADERS_NOT_SUPPORTED");
    }

    @Test
    void a_halted_decoder_leaves_the_rest() {
        RecordedOps ops = new RecordedOps();
        ops.decoder.halt();
        assertThat(ops.feed("PING\r\n").calls).isEmpty();
        ops.decoder.proceed();
        assertThat(ops.feed("").calls).containsExactly("ping");
    }
}
