// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.jetstream.storage.MemoryMessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.jetstream.stream.SourceKey;
import io.natskit.wire.jetstream.ExternalStream;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceLedgerTest {
    private static final SourceKey A = SourceKey.of(StreamSource.builder("A").build());
    private static final SourceKey B =
            SourceKey.of(StreamSource.builder("B").filterSubject("b.x").build());

    private final MemoryMessageStore store = new MemoryMessageStore();

    private void store(String header) {
        StoredMessage message = new StoredMessage();
        message.subject().set("s".getBytes(StandardCharsets.US_ASCII));
        message.headers()
                .set(
                        header.isEmpty()
                                ? HeaderBlock.NONE
                                : HeaderBlock.with(HeaderBlock.NONE, HeaderNames.STREAM_SOURCE, header));
        message.payload().set(HeaderBlock.NONE);
        store.append(message);
    }

    @Test
    void keys_are_those_of_nats_server() {
        assertThat(A).hasToString("A > >");
        assertThat(B).hasToString("B b.x >");
        assertThat(SourceKey.of(StreamSource.builder("C")
                        .subjectTransforms(
                                new SubjectTransformConfig("c.*", "d.{{wildcard(1)}}"),
                                new SubjectTransformConfig("e", ""))
                        .build()))
                .hasToString("C c.*\fe d.{{wildcard(1)}}\f>");
        assertThat(SourceKey.of(StreamSource.builder("D")
                                .external(ExternalStream.domain("hub"))
                                .build())
                        .origin())
                .startsWith("D:")
                .hasSize(10);
    }

    @Test
    void a_header_is_read_as_it_was_written() {
        String text = SourceHeader.text(B, 7, "b.x", "AbCd1234");
        assertThat(text).isEqualTo("B 7 b.x > b.x AbCd1234");
        assertThat(SourceHeader.read(text)).isEqualTo(new SourceHeader(B, 7, "AbCd1234"));
        assertThat(SourceHeader.read(SourceHeader.text(A, 1, "a", ""))).isEqualTo(new SourceHeader(A, 1, ""));
        assertThat(SourceHeader.read("A 7")).isNull();
        assertThat(SourceHeader.read("A x > > a")).isNull();
        assertThat(SourceHeader.read("")).isNull();
    }

    @Test
    void the_newest_message_of_each_source_tells_how_far_it_has_come() {
        store(SourceHeader.text(A, 1, "a", "one"));
        store(SourceHeader.text(B, 4, "b.x", "two"));
        store(SourceHeader.text(A, 9, "a", "one"));
        store("");
        assertThat(SourceLedger.EMPTY.found(Set.of(A, B), store))
                .containsExactlyInAnyOrderEntriesOf(Map.of(A, new SourceState(9, "one"), B, new SourceState(4, "two")));
    }

    @Test
    void what_is_gone_from_the_stream_is_known_from_the_ledger() {
        store(SourceHeader.text(A, 1, "a", "one"));
        SourceLedger ledger = new SourceLedger(1, Map.of(A, new SourceState(1, "one"), B, new SourceState(3, "two")));
        store(SourceHeader.text(A, 2, "a", "one"));
        assertThat(ledger.found(Set.of(A, B), store))
                .containsExactlyInAnyOrderEntriesOf(Map.of(A, new SourceState(2, "one"), B, new SourceState(3, "two")));
    }

    @Test
    void a_source_that_the_ledger_does_not_know_is_looked_for_in_all_messages() {
        store(SourceHeader.text(B, 5, "b.x", ""));
        SourceLedger ledger = new SourceLedger(1, Map.of(A, new SourceState(8, "")));
        assertThat(ledger.found(Set.of(A, B), store))
                .containsExactlyInAnyOrderEntriesOf(Map.of(A, new SourceState(8, ""), B, new SourceState(5, "")));
    }

    @Test
    void a_ledger_is_read_as_it_was_written_and_damage_is_as_if_there_were_none() {
        SourceLedger ledger = new SourceLedger(7, Map.of(A, new SourceState(1, "one"), B, new SourceState(3, "")));
        byte[] bytes = ledger.toBytes();
        assertThat(SourceLedger.of(bytes)).isEqualTo(ledger);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(SourceLedger.of(Arrays.copyOf(bytes, length))).isEqualTo(SourceLedger.EMPTY);
        }
    }
}
