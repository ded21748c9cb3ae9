// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LatestTest {
    private final Latest<String> latest = new Latest<>();

    @Test
    void who_waits_is_given_the_next_state() {
        CompletableFuture<Optional<String>> next = latest.next();
        assertThat(next).isNotDone();
        latest.offer("a");
        assertThat(next).isCompletedWithValue(Optional.of("a"));
        assertThat(latest.poll()).as("given once").isEmpty();
    }

    @Test
    void who_asks_late_is_given_the_last_state_alone() {
        latest.offer("a");
        latest.offer("b");
        assertThat(latest.poll()).contains("b");
        latest.offer("c");
        assertThat(latest.next()).isCompletedWithValue(Optional.of("c"));
        assertThat(latest.next()).isNotDone();
    }

    @Test
    void a_state_is_not_lost_to_who_does_not_wait_any_more() {
        latest.next().cancel(false);
        latest.offer("a");
        assertThat(latest.poll()).contains("a");
    }

    @Test
    void the_end_is_told_behind_the_last_state() {
        latest.offer("a");
        latest.finish(null);
        assertThat(latest.ended()).isNotDone();
        assertThat(latest.next()).isCompletedWithValue(Optional.of("a"));
        assertThat(latest.next()).isCompletedWithValue(Optional.empty());
        latest.offer("b");
        assertThat(latest.poll()).isEmpty();
        assertThat(latest.ended()).isCompleted();
    }

    @Test
    void a_beginning_that_fails_ends_it_with_that() {
        IllegalStateException why = new IllegalStateException("no bucket");
        CompletableFuture<Optional<String>> next = latest.next();
        latest.until(CompletableFuture.failedFuture(why), source -> {});
        assertThat(next).isCompletedExceptionally();
        assertThat(latest.ended()).isCompletedWithValue(why);
    }

    @Test
    void cancelling_ends_what_it_comes_of_once_that_has_begun() {
        List<String> ended = new ArrayList<>();
        CompletableFuture<String> begun = new CompletableFuture<>();
        latest.until(begun, ended::add);
        latest.cancel();
        assertThat(ended).isEmpty();
        begun.complete("watch");
        assertThat(ended).containsExactly("watch");
    }
}
