// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.config.PermissionsOptions;
import io.natskit.server.config.ResponsePermissionsOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplyPermitsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void a_reply_may_be_published_once_by_default_and_only_after_it_was_asked_for() {
        ReplyPermits permits = permits(1, Duration.ofMinutes(2));
        assertThat(use(permits, "r", 0)).isFalse();
        delivered(permits, "r", 0);
        assertThat(use(permits, "other", 1)).isFalse();
        assertThat(use(permits, "r", 1)).isTrue();
        assertThat(use(permits, "r", 2)).isFalse();
    }

    @Test
    void a_second_request_opens_the_reply_anew() {
        ReplyPermits permits = permits(1, Duration.ofMinutes(2));
        delivered(permits, "r", 0);
        assertThat(use(permits, "r", 1)).isTrue();
        delivered(permits, "r", 2);
        assertThat(use(permits, "r", 3)).isTrue();
        assertThat(use(permits, "r", 4)).isFalse();
    }

    @Test
    void a_permit_ends_with_its_time() {
        ReplyPermits permits = permits(5, Duration.ofSeconds(10));
        delivered(permits, "r", 0);
        assertThat(use(permits, "r", 10 * SECOND)).isTrue();
        assertThat(use(permits, "r", 10 * SECOND + 1)).isFalse();
    }

    @Test
    void minus_one_is_without_end() {
        ReplyPermits permits = permits(-1, Duration.ofNanos(-1));
        delivered(permits, "r", 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(use(permits, "r", i * 1_000L * SECOND)).isTrue();
        }
    }

    @Test
    void zero_means_the_default() {
        ReplyPermits permits = permits(0, Duration.ZERO);
        delivered(permits, "r", 0);
        delivered(permits, "s", 0);
        assertThat(use(permits, "r", 120 * SECOND)).isTrue();
        assertThat(use(permits, "r", 120 * SECOND)).isFalse();
        assertThat(use(permits, "s", 121 * SECOND)).isFalse();
    }

    @Test
    void permits_are_bounded_and_the_oldest_goes_first() {
        ReplyPermits permits = permits(-1, Duration.ofNanos(-1));
        for (int i = 0; i < 70_000; i++) {
            delivered(permits, "r" + i, i);
        }
        assertThat(use(permits, "r0", 70_000)).isFalse();
        assertThat(use(permits, "r69999", 70_000)).isTrue();
        assertThat(use(permits, "r10000", 70_000)).isTrue();
    }

    @Test
    void permits_are_bounded_in_bytes_too() {
        ReplyPermits permits = permits(-1, Duration.ofNanos(-1));
        String wide = "r".repeat(1024 * 1024 - 1);
        for (int i = 0; i < 8; i++) {
            delivered(permits, wide + i, i);
            delivered(permits, wide + i, i);
        }
        assertThat(use(permits, wide + 0, 8)).isTrue();
        delivered(permits, "one more", 8);
        assertThat(use(permits, wide + 0, 8)).isFalse();
        assertThat(use(permits, wide + 1, 8)).isTrue();
        assertThat(use(permits, wide + 7, 8)).isTrue();
        assertThat(use(permits, "one more", 8)).isTrue();
    }

    @Test
    void spent_permits_give_their_bytes_back() {
        ReplyPermits permits = permits(1, Duration.ofNanos(-1));
        String wide = "r".repeat(1024 * 1024 - 2);
        delivered(permits, "first", 0);
        for (int i = 0; i < 30; i++) {
            delivered(permits, wide + (10 + i), 0);
            assertThat(use(permits, wide + (10 + i), 0)).isTrue();
            assertThat(use(permits, wide + (10 + i), 0)).isFalse();
        }
        assertThat(use(permits, "first", 0)).isTrue();
    }

    @Test
    void who_may_answer_may_publish_nothing_else_unless_told() {
        Permissions only = Permissions.of(PermissionsOptions.builder()
                .responses(ResponsePermissionsOptions.builder().build())
                .build());
        assertThat(only.mayPublish(bytes("a"), 0, 1)).isFalse();
        assertThat(only.newReplyPermits()).isNotNull();
        Permissions more = Permissions.of(PermissionsOptions.builder()
                .publishAllow(List.of("a"))
                .responses(ResponsePermissionsOptions.builder().build())
                .build());
        assertThat(more.mayPublish(bytes("a"), 0, 1)).isTrue();
        assertThat(Permissions.ALL.newReplyPermits()).isNull();
    }

    private static ReplyPermits permits(int max, Duration expires) {
        return Objects.requireNonNull(Permissions.of(PermissionsOptions.builder()
                        .responses(ResponsePermissionsOptions.builder()
                                .maxMessages(max)
                                .expires(expires)
                                .build())
                        .build())
                .newReplyPermits());
    }

    private static void delivered(ReplyPermits permits, String reply, long now) {
        byte[] framed = bytes("x" + reply);
        permits.delivered(framed, 1, framed.length - 1, now);
    }

    private static boolean use(ReplyPermits permits, String subject, long now) {
        return permits.use(bytes(subject), 0, bytes(subject).length, now);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
