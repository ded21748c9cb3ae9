// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepsTest {

    @Test
    void steps_that_are_done_at_once_do_not_grow_the_stack() {
        AtomicInteger count = new AtomicInteger();
        Steps.run(() -> CompletableFuture.completedFuture(count.incrementAndGet() < 100_000))
                .join();
        assertThat(count).hasValue(100_000);
    }

    @Test
    void a_step_begins_when_the_one_before_is_done() {
        ArrayDeque<CompletableFuture<Boolean>> begun = new ArrayDeque<>();
        CompletableFuture<Void> all = Steps.run(() -> {
            CompletableFuture<Boolean> step = new CompletableFuture<>();
            begun.add(step);
            return step;
        });
        assertThat(begun).hasSize(1);
        begun.remove().complete(true);
        assertThat(begun).hasSize(1);
        assertThat(all).isNotDone();
        begun.remove().complete(false);
        assertThat(all).isCompleted();
        assertThat(begun).isEmpty();
    }

    @Test
    void a_failure_of_a_step_is_that_of_all() {
        assertThatThrownBy(() -> Steps.run(() -> CompletableFuture.failedFuture(new IllegalStateException("torn")))
                        .join())
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Steps.run(() -> {
                            throw new IllegalStateException("refused");
                        })
                        .join())
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void who_cancels_has_no_further_step_done() {
        AtomicInteger count = new AtomicInteger();
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Void> all = Steps.run(() -> {
            count.incrementAndGet();
            return first;
        });
        all.cancel(false);
        first.complete(true);
        assertThat(count).hasValue(1);
    }

    @Test
    void cancelling_what_follows_cancels_what_is_under_way() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();
        CompletableFuture<Integer> early = Steps.then(first, text -> second);
        early.cancel(false);
        assertThat(first).isCancelled();
        CompletableFuture<Integer> late = Steps.then(CompletableFuture.completedFuture("x"), text -> second);
        late.cancel(false);
        assertThat(second).isCancelled();
        assertThatThrownBy(late::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void what_follows_gets_the_value_or_the_failure() {
        assertThat(Steps.then(CompletableFuture.completedFuture(20), n -> CompletableFuture.completedFuture(n + 1))
                        .join())
                .isEqualTo(21);
        assertThatThrownBy(() -> Steps.then(
                                CompletableFuture.<Integer>failedFuture(new IllegalStateException("no")),
                                n -> CompletableFuture.completedFuture(n))
                        .join())
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
