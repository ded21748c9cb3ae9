// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerSetTest {
    private static final int MANY = 100;

    private final ConsumerSet set = new ConsumerSet();
    private final List<Listener> all = new ArrayList<>();

    private void addMany() {
        for (int i = 0; i < MANY; i++) {
            Listener one = new Listener("c" + i, "s." + i);
            all.add(one);
            set.add(one);
        }
        set.committed(0);
        all.forEach(one -> one.heard.clear());
    }

    private static ByteRange subject(String text) {
        return new ByteRange().set(text.getBytes(StandardCharsets.UTF_8));
    }

    private void store(String subject, long sequence) {
        set.stored(subject(subject), sequence);
    }

    private long told() {
        return all.stream().filter(one -> !one.heard.isEmpty()).count();
    }

    @Test
    void of_many_consumers_those_hear_of_a_commit_whom_it_concerns() {
        addMany();
        store("s.7", 1);
        store("s.9", 2);
        set.committed(2);
        assertThat(told()).isEqualTo(2);
        assertThat(all.get(7).heard).containsExactly(2L);
        assertThat(all.get(9).heard).containsExactly(2L);
        set.committed(2);
        assertThat(all.get(7).heard).containsExactly(2L);
    }

    @Test
    void a_few_consumers_hear_of_every_commit() {
        Listener one = new Listener("a", "s.1");
        set.add(one);
        store("s.2", 1);
        set.committed(1);
        assertThat(one.heard).containsExactly(1L);
    }

    @Test
    void a_message_that_is_not_committed_yet_is_not_forgotten() {
        addMany();
        store("s.7", 1);
        store("s.7", 5);
        set.committed(1);
        set.committed(5);
        set.committed(6);
        assertThat(all.get(7).heard).containsExactly(1L, 5L);
    }

    @Test
    void a_new_consumer_hears_of_what_was_stored_before_it_came() {
        addMany();
        store("s.new", 1);
        Listener late = new Listener("late", "s.new");
        set.add(late);
        set.committed(1);
        assertThat(late.heard).containsExactly(1L);
        Listener other = new Listener("other", "s.new");
        set.add(other);
        store("s.new", 2);
        set.committed(2);
        assertThat(other.heard).containsExactly(2L);
    }

    @Test
    void one_without_a_filter_or_with_another_one_hears_what_it_wants() {
        addMany();
        Listener every = new Listener("every", "");
        set.add(every);
        store("x", 1);
        set.committed(1);
        assertThat(every.heard).containsExactly(1L);
        Listener first = all.get(0);
        first.filter = "x.>";
        set.filtersChanged(first);
        set.committed(1);
        first.heard.clear();
        store("x.y", 2);
        store("s.0", 3);
        set.committed(3);
        assertThat(first.heard).containsExactly(3L);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void one_that_left_hears_nothing_and_the_rest_of_a_few_hear_everything_again() {
        addMany();
        set.remove(all.get(7));
        store("s.7", 1);
        set.committed(1);
        assertThat(told()).isZero();
        for (int i = 1; i < MANY; i++) {
            set.remove(all.get(i));
        }
        store("other", 2);
        set.committed(2);
        assertThat(all.get(0).heard).containsExactly(2L);
    }

    @Test
    void a_removal_is_told_to_whom_it_concerns_and_to_whom_it_may_have_concerned_before() {
        addMany();
        Listener first = all.get(0);
        first.filter = "other";
        set.filtersChanged(first);
        set.removed(5, subject("s.7"));
        assertThat(all.get(7).lost).containsExactly(5L);
        assertThat(first.lost).containsExactly(5L);
        assertThat(all.get(8).lost).isEmpty();
        set.removed(6, subject("other"));
        assertThat(first.lost).containsExactly(5L, 6L);
    }

    @Test
    void many_consumers_want_and_need_what_their_filters_say() {
        addMany();
        byte[] some = "s.7".getBytes(StandardCharsets.UTF_8);
        byte[] none = "s.none".getBytes(StandardCharsets.UTF_8);
        assertThat(set.want(some, 0, some.length)).isTrue();
        assertThat(set.want(none, 0, none.length)).isFalse();
        assertThat(set.need(1, subject("s.7"))).isTrue();
        all.get(7).acknowledged = true;
        assertThat(set.need(1, subject("s.7"))).isFalse();
        assertThat(set.need(1, subject("s.none"))).isFalse();
    }

    private static final class Listener implements StreamConsumer {
        private final String name;
        private final List<Long> heard = new ArrayList<>();
        private final List<Long> lost = new ArrayList<>();
        private String filter;
        private boolean acknowledged;

        Listener(String name, String filter) {
            this.name = name;
            this.filter = filter;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ConsumerConfig config() {
            return ConsumerConfig.builder().name(name).filterSubject(filter).build();
        }

        @Override
        public void committed(long lastSequence) {
            heard.add(lastSequence);
        }

        @Override
        public void removed(long sequence, ByteRange subject) {
            lost.add(sequence);
        }

        @Override
        public void purged(SubjectFilter of, long firstSequence, long lastSequence) {}

        @Override
        public void streamUpdated(StreamConfig config) {}

        @Override
        public void streamOffline() {}

        @Override
        public void serverEnds() {}

        @Override
        public void streamClosed(boolean deleted) {}

        @Override
        public boolean wants(byte[] subject, int offset, int length) {
            return filter.isEmpty()
                    || Subjects.matches(filter, new String(subject, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public boolean hasAcknowledged(long sequence) {
            return acknowledged;
        }

        @Override
        public long ackFloor() {
            return 0;
        }
    }
}
