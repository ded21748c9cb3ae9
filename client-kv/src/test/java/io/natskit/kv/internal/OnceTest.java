// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OnceTest {
    private final List<String> givenBack = new ArrayList<>();
    private final CompletableFuture<String> value = new CompletableFuture<>();
    private final Once<String> once = new Once<>(value, givenBack::add);

    @Test
    void a_value_is_given_and_then_the_end() {
        CompletableFuture<Optional<String>> next = once.next();
        value.complete("lease");
        assertThat(next).isCompletedWithValue(Optional.of("lease"));
        assertThat(once.ended()).isCompleted();
        assertThat(once.next()).isCompletedWithValue(Optional.empty());
        once.cancel();
        assertThat(givenBack).as("who was given it has it").isEmpty();
    }

    @Test
    void who_cancels_first_cancels_the_future() {
        once.cancel();
        assertThat(value).isCancelled();
    }

    @Test
    void a_value_that_nobody_took_is_given_back() {
        value.complete("lease");
        once.cancel();
        assertThat(givenBack).containsExactly("lease");
    }

    @Test
    void a_failure_is_told_without_being_asked_for() {
        IllegalStateException why = new IllegalStateException("no bucket");
        value.completeExceptionally(why);
        assertThat(once.ended()).isCompletedWithValue(why);
    }
}
