// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class RelayTest {

    /** Hands on what is longer than one letter. */
    private static final class Words extends Relay<String, String> {
        @Override
        public void onNext(String word) {
            if (word.length() > 1) {
                put(word);
            } else {
                askForOneMore();
            }
        }
    }

    private static final class Source implements Flow.Subscription {
        final List<String> said = new ArrayList<>();

        @Override
        public void request(long n) {
            said.add("request " + n);
        }

        @Override
        public void cancel() {
            said.add("cancel");
        }
    }

    private final Words words = new Words();
    private final Source source = new Source();

    @Test
    void demand_goes_through_and_waits_for_a_source() {
        words.requested(2);
        words.requested(3);
        words.onSubscribe(source);
        words.requested(4);
        words.onNext("a");
        assertThat(source.said).containsExactly("request 5", "request 4", "request 1");
    }

    @Test
    void who_cancels_before_there_is_a_source_cancels_it_when_it_comes() {
        words.requested(2);
        words.cancel();
        words.onSubscribe(source);
        assertThat(source.said).containsExactly("cancel");
    }

    @Test
    void who_waits_is_given_the_next_and_then_the_end() {
        CompletableFuture<Optional<String>> first = words.next();
        words.onNext("tea");
        assertThat(first).isCompletedWithValue(Optional.of("tea"));
        CompletableFuture<Optional<String>> second = words.next();
        words.onComplete();
        assertThat(second).isCompletedWithValue(Optional.empty());
        assertThat(words.ended()).isCompletedWithValue(null);
    }

    @Test
    void a_failure_is_told_behind_what_was_there() {
        words.onNext("tea");
        words.onError(new IllegalStateException("cut"));
        assertThat(words.ended()).isNotDone();
        assertThat(words.next()).isCompletedWithValue(Optional.of("tea"));
        assertThatThrownBy(() -> words.next().join()).hasRootCauseMessage("cut");
    }

    @Test
    void the_end_is_told_with_the_last_item_to_who_asks_for_no_more() {
        words.onNext("tea");
        words.onNext("milk");
        words.onComplete();
        assertThat(words.poll()).contains("tea");
        assertThat(words.ended()).isNotDone();
        assertThat(words.poll()).contains("milk");
        assertThat(words.ended()).isCompletedWithValue(null);
    }

    @Test
    void what_is_given_to_who_has_gone_is_kept_for_the_next() {
        words.next().cancel(false);
        words.onNext("tea");
        assertThat(words.poll()).contains("tea");
    }
}
