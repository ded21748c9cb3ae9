// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.ConnectionClosedException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestTableTest {
    private final RequestTable table = new RequestTable();

    private static PendingRequest request(String subject, long deadline) {
        return new PendingRequest(subject, deadline) {
            @Override
            public void reply(Message message) {}

            @Override
            public void fail(NatsException error) {}

            @Override
            public void expired() {}
        };
    }

    @Test
    void token_finds_its_request_once() {
        PendingRequest a = request("a", 0);
        long token = table.add(a);
        assertThat(table.answered(token)).isSameAs(a);
        assertThat(table.answered(token)).isNull();
        assertThat(table.remove(a)).isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void late_reply_does_not_reach_the_next_request_in_the_slot() {
        long old = table.add(request("a", 0));
        table.answered(old);
        PendingRequest b = request("b", 0);
        long fresh = table.add(b);
        assertThat(fresh).isNotEqualTo(old);
        assertThat(table.answered(old)).isNull();
        assertThat(table.answered(fresh)).isSameAs(b);
    }

    @Test
    void tokens_stay_unique_while_the_table_grows() {
        Set<Long> tokens = new HashSet<>();
        List<Long> live = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long token = table.add(request("r" + i, i));
            assertThat(tokens.add(token)).isTrue();
            live.add(token);
            if (i % 3 == 0) {
                table.answered(live.remove(live.size() / 2));
            }
        }
        assertThat(table.size()).isEqualTo(live.size());
        assertThat(table.takeIf(r -> r.subject().endsWith("7")))
                .allMatch(r -> r.subject().endsWith("7"));
        assertThat(table.nanosToNextDeadline(0)).isNotNegative();
    }

    @Test
    void nonsense_tokens_find_nobody() {
        table.add(request("a", 0));
        for (long token : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 24, 12345678901L}) {
            assertThat(table.answered(token)).isNull();
        }
    }

    @Test
    void closed_table_refuses_with_the_reason() {
        table.refuse(() -> new ConnectionClosedException("closed"));
        assertThatThrownBy(() -> table.add(request("a", 0))).isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void reply_subjects_are_short_and_differ() {
        Inbox inbox = new Inbox("_INBOX.");
        assertThat(inbox.wildcard()).startsWith("_INBOX.").endsWith(".*");
        Set<String> seen = new HashSet<>();
        for (long token : new long[] {0, 1, 61, 62, 3843, 3844, 1L << 24, (1L << 40) + 5}) {
            String subject = new String(inbox.replySubject(token), StandardCharsets.US_ASCII);
            assertThat(seen.add(subject)).isTrue();
            assertThat(subject).hasSizeLessThan(45);
        }
    }
}
