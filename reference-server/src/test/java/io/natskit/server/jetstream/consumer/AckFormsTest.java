// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AckFormsTest {
    private final AckSubject subject = new AckSubject();

    private boolean read(String text) {
        byte[] bytes = ("xx" + text + "yy").getBytes(UTF_8);
        return subject.read(bytes, 2, bytes.length - 4);
    }

    private static AckKind kind(String text) {
        byte[] bytes = ("xx" + text + "yy").getBytes(UTF_8);
        return AckKind.of(bytes, 2, bytes.length - 4);
    }

    @Test
    void a_reply_subject_reads_back_as_it_was_written() {
        for (AckReply form : new AckReply[] {AckReply.old("S", "c"), AckReply.withAccount("_", "abcdefgh", "S", "c")}) {
            byte[] out = new byte[form.maxLength() + 3];
            int end = form.write(out, 3, 2, Long.MAX_VALUE, 17, 1_700_000_000_000_000_000L, 0);
            assertThat(subject.read(out, 3, end - 3)).isTrue();
            assertThat(subject.deliveries()).isEqualTo(2);
            assertThat(subject.streamSequence()).isEqualTo(Long.MAX_VALUE);
            assertThat(subject.consumerSequence()).isEqualTo(17);
        }
        byte[] out = new byte[200];
        int end = AckReply.old("S", "c").write(out, 0, 1, 22, 333, 4444, 50);
        assertThat(new String(out, 0, end, UTF_8)).isEqualTo("$JS.ACK.S.c.1.22.333.4444.50");
    }

    @Test
    void subjects_of_ten_tokens_or_with_letters_for_numbers_are_refused() {
        assertThat(read("$JS.ACK.S.c.1.2.3.4.5")).isTrue();
        assertThat(read("$JS.ACK._.h.S.c.1.2.3.4.5.more.tokens")).isTrue();
        assertThat(read("$JS.ACK.S.c.1.2.3.4.5.6")).isFalse();
        assertThat(read("$JS.ACK.S.c.1.x.3.4.5")).isFalse();
        assertThat(read("$JS.ACK.S.c.1..3.4.5")).isFalse();
        assertThat(read("$JS.ACK.S.c.1.99999999999999999999.3.4.5")).isFalse();
    }

    @Test
    void payloads_are_told_apart() {
        assertThat(kind("")).isEqualTo(AckKind.ACK);
        assertThat(kind("+ACK")).isEqualTo(AckKind.ACK);
        assertThat(kind("+OK")).isEqualTo(AckKind.ACK);
        assertThat(kind("-NAK")).isEqualTo(AckKind.NAK);
        assertThat(kind("-NAK 1s")).isEqualTo(AckKind.NAK);
        assertThat(kind("+WPI")).isEqualTo(AckKind.PROGRESS);
        assertThat(kind("+WPI ")).isEqualTo(AckKind.UNKNOWN);
        assertThat(kind("+NXT 5")).isEqualTo(AckKind.NEXT);
        assertThat(kind("+TERM why")).isEqualTo(AckKind.TERMINATE);
        assertThat(kind("+AC")).isEqualTo(AckKind.UNKNOWN);
    }
}
