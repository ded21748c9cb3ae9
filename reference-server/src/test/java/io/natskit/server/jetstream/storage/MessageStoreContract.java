// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What every store of messages does, whatever it keeps them in. */
abstract class MessageStoreContract {
    private static final String[] FILTERS = {
        ">", "a", "a.b", "a.*", "a.>", "*.b", "*", "*.*.c", "a.b,b.c", "a.*,b.>", "nothing", "a.*.c,*.b", "*.*"
    };

    /** A store of its own for this test. */
    abstract MessageStore create();

    /** The store as it is after a restart; the same store where that has no meaning. */
    abstract MessageStore restart(MessageStore store);

    // ---- single statements

    @Test
    void a_message_comes_back_as_it_was_stored() {
        MessageStore store = create();
        byte[] shared = "xxa.bxxNATS/1.0\r\n\r\nhello".getBytes(UTF_8);
        StoredMessage message = new StoredMessage().timestampNanos(42).expiresNanos(99);
        message.subject().set(shared, 2, 3);
        message.headers().set(shared, 7, 12);
        message.payload().set(shared, 19, 5);

        assertThat(store.append(message)).isEqualTo(1);
        shared[2] = '!';
        StoredMessage read = new StoredMessage();
        assertThat(store.read(1, read)).isTrue();
        assertThat(read.sequence()).isEqualTo(1);
        assertThat(read.timestampNanos()).isEqualTo(42);
        assertThat(read.expiresNanos()).isEqualTo(99);
        assertThat(read.subject()).hasToString("a.b");
        assertThat(read.headers()).hasToString("NATS/1.0\r\n\r\n");
        assertThat(read.payload()).hasToString("hello");
        assertThat(store.read(2, read)).isFalse();
        assertThat(store.read(0, read)).isFalse();
        store.close();
    }

    @Test
    void a_new_store_has_nothing_and_its_first_message_is_number_one() {
        MessageStore store = create();
        assertThat(store.firstSequence()).isZero();
        assertThat(store.lastSequence()).isZero();
        assertThat(store.messages()).isZero();
        assertThat(store.next(SubjectFilter.ALL, 1)).isZero();
        assertThat(store.firstSince(0)).isEqualTo(1);
        assertThat(append(store, "a", "")).isEqualTo(1);
        store.close();
    }

    @Test
    void sequences_never_come_back_after_everything_was_purged() {
        MessageStore store = create();
        for (int i = 0; i < 5; i++) {
            append(store, "a", "" + i);
        }
        assertThat(store.purge(SubjectFilter.ALL, 0, 0, Removals.IGNORED)).isEqualTo(5);
        store = restart(store);
        assertThat(store.firstSequence()).isEqualTo(6);
        assertThat(store.lastSequence()).isEqualTo(5);
        assertThat(store.messages()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(append(store, "a", "")).isEqualTo(6);
        store.close();
    }

    @Test
    void a_first_sequence_can_be_chosen_while_there_are_no_messages() {
        MessageStore store = create();
        store.skipTo(1_000_000_000_000_000L, 0);
        store = restart(store);
        assertThat(store.firstSequence()).isEqualTo(1_000_000_000_000_000L);
        assertThat(store.lastSequence()).isEqualTo(999_999_999_999_999L);
        assertThat(append(store, "a", "")).isEqualTo(1_000_000_000_000_000L);
        store.close();
    }

    @Test
    void a_gap_of_any_width_counts_as_deleted() {
        MessageStore store = create();
        append(store, "a", "");
        StoredMessage message = message("a", "", "far", 7, 0);
        store.appendAt(1L << 50, message);
        store = restart(store);
        assertThat(store.deletedCount()).isEqualTo((1L << 50) - 2);
        List<Long> ranges = new ArrayList<>();
        store.deleted((from, to) -> ranges.addAll(List.of(from, to)));
        assertThat(ranges).containsExactly(2L, (1L << 50) - 1);
        assertThat(store.next(SubjectFilter.of("a"), 2)).isEqualTo(1L << 50);
        assertThat(store.last(SubjectFilter.of("a"), (1L << 50) - 1)).isEqualTo(1);
        assertThat(store.remove(1L << 50, false, Removals.IGNORED)).isTrue();
        assertThat(store.last(SubjectFilter.of("*"), Long.MAX_VALUE)).isEqualTo(1);
        assertThatThrownBy(() -> {
                    MessageStore other = create();
                    append(other, "a", "");
                    other.appendAt(1, message("a", "", "", 1, 0));
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequence: 1");
        store.close();
    }

    @Test
    void a_purge_past_the_end_takes_the_sequences_with_it() {
        MessageStore store = create();
        append(store, "a", "");
        assertThat(store.compact(100, Removals.IGNORED)).isEqualTo(1);
        assertThat(store.firstSequence()).isEqualTo(100);
        assertThat(append(store, "a", "")).isEqualTo(100);
        store.close();
    }

    @Test
    void a_message_that_nobody_wanted_moves_the_time_of_the_last() {
        MessageStore store = create();
        append(store, "a", "");
        store.skipTo(3, 77);
        store = restart(store);
        assertThat(store.lastTimestampNanos()).isEqualTo(77);
        assertThat(store.lastSequence()).isEqualTo(2);
        store.close();
    }

    @Test
    void the_next_to_expire_is_known_and_given_until_it_is_removed() {
        MessageStore store = create();
        store.append(message("a", "", "", 1, 500));
        store.append(message("a", "", "", 1, 300));
        store.append(message("a", "", "", 1, 0));
        store = restart(store);
        assertThat(store.nextExpiryNanos()).isEqualTo(300);
        assertThat(store.expired(299)).isZero();
        assertThat(store.expired(600)).isEqualTo(2);
        store.remove(2, false, Removals.IGNORED);
        assertThat(store.expired(600)).isEqualTo(1);
        store.remove(1, false, Removals.IGNORED);
        assertThat(store.expired(600)).isZero();
        assertThat(store.nextExpiryNanos()).isEqualTo(Long.MAX_VALUE);
        store.close();
    }

    @Test
    void subjects_that_come_and_go_leave_no_trace() {
        MessageStore store = create();
        for (int i = 0; i < 40_000; i++) {
            append(store, "work." + i + ".item", "x");
            if (i >= 10) {
                store.remove(i - 9, false, Removals.IGNORED);
            }
            if (i % 1_000 == 0) {
                assertThat(store.count(SubjectFilter.of("work.*.item"), 0)).isEqualTo(Math.min(i + 1, 10));
            }
        }
        store = restart(store);
        assertThat(store.subjectCount()).isEqualTo(10);
        assertThat(store.firstSequence()).isEqualTo(39_991);
        store.close();
    }

    @Test
    void a_subject_before_its_own_extension_and_bytes_of_any_value_are_in_order() {
        MessageStore store = create();
        String[] names = {"b", "a.b.c", "a", "a.b", "ä.x", "a\u0001", "aa", "a.", "\u007f", "z.*.>"};
        for (String name : names) {
            append(store, name, "");
        }
        List<String> seen = new ArrayList<>();
        store.subjects(SubjectFilter.ALL, (name, count, first, last) -> seen.add(name.toString()));
        List<String> sorted = new ArrayList<>(List.of(names));
        sorted.sort((a, b) -> java.util.Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
        assertThat(seen).isEqualTo(sorted);
        seen.clear();
        store.subjects(SubjectFilter.of("a.>"), (name, count, first, last) -> {
            seen.add(name.toString());
            return seen.size() < 2;
        });
        assertThat(seen).containsExactly("a.b", "a.b.c");
        store.close();
    }

    @Test
    void a_large_message_and_an_empty_one_are_both_kept() {
        MessageStore store = create();
        String large = "x".repeat(3 << 20);
        append(store, "a", large);
        append(store, "a", "");
        append(store, "a", large + "y");
        store = restart(store);
        StoredMessage read = new StoredMessage();
        assertThat(store.read(1, read)).isTrue();
        assertThat(read.payload().length()).isEqualTo(large.length());
        assertThat(store.read(2, read)).isTrue();
        assertThat(read.payload().length()).isZero();
        assertThat(store.read(3, read)).isTrue();
        assertThat(read.payload()).hasToString(large + "y");
        store.close();
    }

    @Test
    void a_subject_that_is_empty_or_too_long_is_refused() {
        MessageStore store = create();
        assertThatThrownBy(() -> append(store, "", "")).hasMessageContaining("subject: 0 bytes");
        assertThatThrownBy(() -> append(store, "x".repeat(65_536), "")).hasMessageContaining("65536");
        assertThat(store.lastSequence()).isZero();
        store.close();
    }

    // ---- against the naive store

    @Test
    void random_operations_do_what_the_naive_store_does() {
        Seeds.each(runs(), random -> random(random, 600));
    }

    int runs() {
        return Boolean.getBoolean("natskit.full") ? 200 : 12;
    }

    private void random(Random random, int operations) {
        MessageStore store = create();
        NaiveStore naive = new NaiveStore();
        long now = 1_000;
        for (int i = 0; i < operations; i++) {
            now += random.nextInt(4);
            int choice = random.nextInt(100);
            if (choice < 55) {
                storeSome(random, store, naive, now);
            } else if (choice < 75) {
                removeOne(random, store, naive);
            } else if (choice < 83) {
                purge(random, store, naive);
            } else if (choice < 86) {
                long next = naive.last + random.nextInt(2_000);
                store.skipTo(next, 0);
                naive.skipTo(next);
            } else if (choice < 90) {
                store.flush();
            } else if (choice < 93) {
                step(store.prepareSync());
            } else if (choice < 96) {
                Step upkeep = store.planUpkeep();
                if (upkeep != null) {
                    step(upkeep);
                }
            } else if (choice < 98) {
                store = restart(store);
            }
            compare(random, store, naive, now);
        }
        store = restart(store);
        compareAll(store, naive);
        store.close();
    }

    static void step(Step step) {
        step.run();
        step.finish();
    }

    private static void storeSome(Random random, MessageStore store, NaiveStore naive, long now) {
        for (int n = random.nextInt(6); n >= 0; n--) {
            String subject = subject(random);
            String headers = random.nextInt(3) == 0 ? "NATS/1.0\r\nA: " + random.nextInt() + "\r\n\r\n" : "";
            String payload = "p".repeat(random.nextInt(40)) + random.nextInt();
            long expires = random.nextInt(4) == 0 ? now + random.nextInt(60) : 0;
            long sequence = naive.last + 1 + (random.nextInt(20) == 0 ? random.nextInt(3_000) : 0);
            store.appendAt(sequence, message(subject, headers, payload, now, expires));
            naive.append(sequence, new NaiveStore.Message(subject, headers, payload, now, expires));
        }
    }

    private static void removeOne(Random random, MessageStore store, NaiveStore naive) {
        long sequence = random.nextBoolean() ? naive.first : anySequence(random, naive);
        boolean erase = random.nextInt(3) == 0;
        List<Long> told = new ArrayList<>();
        NaiveStore.Message message = naive.messages.get(sequence);
        boolean removed = store.remove(sequence, erase, (gone, subject, bytes) -> {
            told.add(gone);
            assertThat(subject).hasToString(message == null ? "" : message.subject());
            assertThat(bytes).isEqualTo(message == null ? 0 : size(store, message));
        });
        assertThat(removed).isEqualTo(naive.remove(sequence));
        assertThat(told).isEqualTo(removed ? List.of(sequence) : List.of());
    }

    private static void purge(Random random, MessageStore store, NaiveStore naive) {
        String filter = FILTERS[random.nextInt(FILTERS.length)];
        long before = random.nextInt(3) == 0 ? 0 : anySequence(random, naive);
        long keep = random.nextInt(3) == 0 ? random.nextInt(10) : 0;
        if (filter.equals(">") && (before == 0 || before > naive.last) && keep == 0 && random.nextInt(4) != 0) {
            return;
        }
        List<Long> told = new ArrayList<>();
        Removals removals = random.nextBoolean() ? Removals.IGNORED : (gone, subject, bytes) -> told.add(gone);
        long count = store.purge(SubjectFilter.of(filter.split(",")), before, keep, removals);
        List<Long> expected = naive.purge(filter, before, keep);
        assertThat(count).isEqualTo(expected.size());
        if (removals != Removals.IGNORED) {
            assertThat(told).isEqualTo(expected);
        }
    }

    private static void compare(Random random, MessageStore store, NaiveStore naive, long now) {
        assertThat(store.messages()).isEqualTo(naive.messages.size());
        assertThat(store.firstSequence()).isEqualTo(naive.first);
        assertThat(store.lastSequence()).isEqualTo(naive.last);
        String name = FILTERS[random.nextInt(FILTERS.length)];
        SubjectFilter filter = SubjectFilter.of(name.split(","));
        long at = anySequence(random, naive);
        List<Long> matching = naive.matching(name, at);
        assertThat(store.next(filter, at)).isEqualTo(matching.isEmpty() ? 0 : matching.get(0));
        assertThat(store.count(filter, at)).isEqualTo(matching.size());
        assertThat(store.last(filter, at)).isEqualTo(naive.lastMatching(name, at));
        List<Long> lasts = naive.lastPerSubject(name, at);
        assertThat(store.lastPerSubject(filter, at, Integer.MAX_VALUE - 1)).containsExactly(lasts.toArray(new Long[0]));
        long late = naive.lastPerSubject(name, Long.MAX_VALUE).stream()
                .filter(sequence -> sequence >= at)
                .count();
        assertThat(store.countSubjects(filter, at)).isEqualTo(late);
        long time = now - random.nextInt(50);
        assertThat(store.firstSince(time)).isEqualTo(naive.firstSince(time));
        long expired = store.expired(now);
        long expected = naive.expired(now);
        assertThat(expired == 0).isEqualTo(expected == 0);
        if (expired != 0) {
            assertThat(naive.messages.get(expired).expires())
                    .isEqualTo(naive.messages.get(expected).expires());
        }
        checkMessage(store, naive, at);
    }

    static void compareAll(MessageStore store, NaiveStore naive) {
        for (String name : FILTERS) {
            SubjectFilter filter = SubjectFilter.of(name.split(","));
            Map<String, List<Long>> subjects = new LinkedHashMap<>();
            store.subjects(filter, (subject, count, first, last) -> {
                subjects.put(subject.toString(), List.of(count, first, last));
                return true;
            });
            assertThat(new ArrayList<>(subjects.entrySet()))
                    .isEqualTo(new ArrayList<>(naive.subjects(name).entrySet()));
        }
        for (String subject : naive.subjects(">").keySet()) {
            List<Long> expected = naive.subjects(subject).get(subject);
            byte[] bytes = subject.getBytes(UTF_8);
            assertThat(List.of(
                            store.countOf(bytes, 0, bytes.length),
                            store.firstOf(bytes, 0, bytes.length),
                            store.lastOf(bytes, 0, bytes.length)))
                    .isEqualTo(expected);
        }
        long bytes = 0;
        for (NaiveStore.Message message : naive.messages.values()) {
            bytes += size(store, message);
        }
        assertThat(store.bytes()).isEqualTo(bytes);
        List<Long> deleted = new ArrayList<>();
        store.deleted((from, to) -> {
            for (long sequence = from; sequence <= to; sequence++) {
                deleted.add(sequence);
            }
        });
        assertThat(deleted).isEqualTo(naive.deleted());
        assertThat(store.deletedCount()).isEqualTo(deleted.size());
        assertThat(store.lastTimestampNanos()).isEqualTo(naive.lastTimestamp);
        assertThat(store.firstTimestampNanos())
                .isEqualTo(
                        naive.messages.isEmpty()
                                ? 0
                                : naive.messages.firstEntry().getValue().timestamp());
        for (long sequence : naive.messages.keySet()) {
            checkMessage(store, naive, sequence);
        }
        assertThat(store.lost()).isEqualTo(LostMessages.NONE);
    }

    private static void checkMessage(MessageStore store, NaiveStore naive, long sequence) {
        NaiveStore.Message expected = naive.messages.get(sequence);
        StoredMessage read = new StoredMessage();
        assertThat(store.read(sequence, read)).isEqualTo(expected != null);
        if (expected != null) {
            assertThat(read.sequence()).isEqualTo(sequence);
            assertThat(plain(read)).isEqualTo(expected);
        }
    }

    static NaiveStore.Message plain(StoredMessage read) {
        return new NaiveStore.Message(
                read.subject().toString(),
                read.headers().toString(),
                read.payload().toString(),
                read.timestampNanos(),
                read.expiresNanos());
    }

    private static long size(MessageStore store, NaiveStore.Message message) {
        return store.sizeOf(
                message.subject().length(),
                message.headers().length(),
                message.payload().length());
    }

    private static long anySequence(Random random, NaiveStore naive) {
        LongFunction<Long> near = base -> Math.max(0, base + random.nextInt(7) - 3);
        if (naive.messages.isEmpty() || random.nextInt(10) == 0) {
            return near.apply(naive.last);
        }
        long span = naive.last - naive.first + 1;
        long at = naive.first + (long) (random.nextDouble() * span);
        Long floor = naive.messages.floorKey(at);
        return near.apply(floor == null ? at : floor);
    }

    private static String subject(Random random) {
        String[] tokens = {"a", "b", "c"};
        StringBuilder subject = new StringBuilder(tokens[random.nextInt(3)]);
        for (int n = random.nextInt(3); n > 0; n--) {
            subject.append('.').append(tokens[random.nextInt(3)]);
        }
        return subject.toString();
    }

    static StoredMessage message(String subject, String headers, String payload, long timestamp, long expires) {
        StoredMessage message = new StoredMessage().timestampNanos(timestamp).expiresNanos(expires);
        message.subject().set(subject.getBytes(UTF_8));
        message.headers().set(headers.getBytes(UTF_8));
        message.payload().set(payload.getBytes(UTF_8));
        return message;
    }

    static long append(MessageStore store, String subject, String payload) {
        return store.append(message(subject, "", payload, 1, 0));
    }
}
