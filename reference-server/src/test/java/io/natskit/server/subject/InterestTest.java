// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InterestTest {
    private final Interest<Sub> interest = new Interest<>();
    private final Matches<Sub> matches = new Matches<>();

    private record Sub(String subject, @Nullable String queue, int id) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    @Test
    void literal_and_wildcard_patterns_are_found_side_by_side() {
        insert("a.b", null, 1);
        insert("a.*", null, 2);
        insert("a.>", null, 3);
        insert(">", null, 4);
        insert("*.b", null, 5);
        insert("a.b.c", null, 6);
        insert("a.*.>", null, 7);
        assertThat(plain("a.b")).containsExactly(1, 2, 3, 4, 5);
        assertThat(plain("a.b.c")).containsExactly(3, 4, 6, 7);
        assertThat(plain("a")).containsExactly(4);
        assertThat(plain("b.b")).containsExactly(4, 5);
        interest.checkInvariants();
    }

    @Test
    void wildcards_in_a_published_subject_mean_themselves() {
        insert("a.*", null, 1);
        insert("a.b", null, 2);
        insert("a.>", null, 3);
        assertThat(plain("a.*")).containsExactly(1, 3);
        assertThat(plain("a.>")).containsExactly(1, 3);
    }

    @Test
    void wildcards_inside_longer_tokens_are_plain_characters() {
        insert("a.*b", null, 1);
        insert("a.>b", null, 2);
        insert("a**.c", null, 3);
        assertThat(plain("a.*b")).containsExactly(1);
        assertThat(plain("a.xb")).isEmpty();
        assertThat(plain("a.>b")).containsExactly(2);
        assertThat(plain("a**.c")).containsExactly(3);
    }

    @Test
    void a_subject_with_an_empty_token_reaches_nobody() {
        insert(">", null, 1);
        insert("a.*", null, 2);
        insert("a.b", null, 3);
        for (String subject : List.of("", ".", "a.", ".b", "a..b", "a.b.")) {
            assertThat(plain(subject)).as(subject).isEmpty();
        }
    }

    @Test
    void queue_groups_are_kept_by_name_whatever_pattern_a_member_waits_on() {
        insert("a.b", "q", 1);
        insert("a.*", "q", 2);
        insert("a.>", "r", 3);
        insert("a.b", "q", 4);
        insert("a.b", null, 5);
        match("a.b");
        assertThat(matches.plainCount()).isEqualTo(1);
        assertThat(groups()).containsExactly("q: 1 2 4", "r: 3");
        match("a.c");
        assertThat(groups()).containsExactly("q: 2", "r: 3");
    }

    @Test
    void merging_groups_leaves_the_index_alone() {
        Sub first = insert("a.b", "q", 1);
        insert("a.*", "q", 2);
        insert("*.b", "q", 3);
        for (int i = 0; i < 3; i++) {
            match("a.b");
            assertThat(groups()).containsExactly("q: 1 2 3");
        }
        match("a.x");
        assertThat(groups()).containsExactly("q: 2");
        interest.remove(bytes("a.b"), bytes("q"), first);
        match("a.b");
        assertThat(groups()).containsExactly("q: 2 3");
    }

    @Test
    void what_is_removed_is_gone_and_nothing_else() {
        Sub one = insert("a.*.c", null, 1);
        Sub two = insert("a.*.c", null, 2);
        insert("a.*.c.d", null, 3);
        assertThat(interest.remove(bytes("a.*.c"), null, one)).isTrue();
        assertThat(interest.remove(bytes("a.*.c"), null, one)).isFalse();
        assertThat(interest.remove(bytes("a.*.c"), bytes("q"), two)).isFalse();
        assertThat(interest.remove(bytes("a.*.x"), null, two)).isFalse();
        assertThat(plain("a.b.c")).containsExactly(2);
        assertThat(plain("a.b.c.d")).containsExactly(3);
        interest.checkInvariants();
    }

    @Test
    void every_change_raises_the_generation_and_a_vain_removal_does_not() {
        long before = interest.generation();
        Sub sub = insert("a", null, 1);
        assertThat(interest.generation()).isGreaterThan(before);
        long inserted = interest.generation();
        interest.remove(bytes("b"), null, sub);
        assertThat(interest.generation()).isEqualTo(inserted);
        interest.remove(bytes("a"), null, sub);
        assertThat(interest.generation()).isGreaterThan(inserted);
        assertThat(interest.size()).isZero();
    }

    @Test
    void an_invalid_pattern_is_refused() {
        for (String pattern : List.of("", "a..b", ">.a", "a b", "a.")) {
            assertThatThrownBy(() -> insert(pattern, null, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(interest.size()).isZero();
    }

    @Test
    void a_subject_of_thousands_of_tokens_costs_heap_and_no_stack() {
        String deep = "a.".repeat(50_000) + "a";
        insert("*.".repeat(50_000) + "*", null, 1);
        insert(">", null, 2);
        assertThat(plain(deep)).containsExactly(1, 2);
        interest.checkInvariants();
    }

    @Test
    void ten_thousand_subscribers_of_one_subject_come_and_go() {
        List<Sub> subs = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            subs.add(insert("same", i % 2 == 0 ? null : "q", i));
        }
        match("same");
        assertThat(matches.plainCount()).isEqualTo(5_000);
        assertThat(matches.memberCount(0)).isEqualTo(5_000);
        for (Sub sub : subs) {
            assertThat(interest.remove(bytes("same"), sub.queue == null ? null : bytes(sub.queue), sub))
                    .isTrue();
        }
        assertThat(plain("same")).isEmpty();
        interest.checkInvariants();
    }

    @Test
    void random_changes_match_like_a_list_that_is_searched_from_end_to_end() {
        long seed = Long.getLong("natskit.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Sub> model = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(5) < 3 || model.isEmpty()) {
                String queue = random.nextInt(3) == 0 ? "q" + random.nextInt(2) : null;
                model.add(insert(pattern(random), queue, step));
            } else {
                Sub gone = model.remove(random.nextInt(model.size()));
                assertThat(interest.remove(bytes(gone.subject), gone.queue == null ? null : bytes(gone.queue), gone))
                        .isTrue();
            }
            if (model.size() > 300) {
                model.removeIf(s ->
                        s.id % 2 == 0 && interest.remove(bytes(s.subject), s.queue == null ? null : bytes(s.queue), s));
            }
            String subject = literal(random);
            match(subject);
            TreeSet<String> found = new TreeSet<>(groups());
            assertThat(plain(subject)).as("seed %d, %s", seed, subject).isEqualTo(expectedPlain(model, subject));
            assertThat(found).as("seed %d, %s", seed, subject).isEqualTo(expectedGroups(model, subject));
        }
        interest.checkInvariants();
        for (Sub sub : model) {
            interest.remove(bytes(sub.subject), sub.queue == null ? null : bytes(sub.queue), sub);
        }
        interest.checkInvariants();
        assertThat(interest.size()).isZero();
    }

    private static List<Integer> expectedPlain(List<Sub> model, String subject) {
        return model.stream()
                .filter(s -> s.queue == null && Subjects.matches(s.subject, subject))
                .map(Sub::id)
                .sorted()
                .toList();
    }

    private static TreeSet<String> expectedGroups(List<Sub> model, String subject) {
        return model.stream()
                .filter(s -> s.queue != null && Subjects.matches(s.subject, subject))
                .collect(Collectors.groupingBy(s -> String.valueOf(s.queue)))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + ": "
                        + e.getValue().stream()
                                .map(Sub::id)
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String pattern(Random random) {
        String text = literal(random);
        StringBuilder pattern = new StringBuilder();
        for (String token : text.split("\\.")) {
            pattern.append(pattern.length() == 0 ? "" : ".").append(random.nextInt(4) == 0 ? "*" : token);
        }
        return random.nextInt(4) == 0 ? pattern + ".>" : pattern.toString();
    }

    private static String literal(Random random) {
        StringBuilder subject = new StringBuilder().append((char) ('a' + random.nextInt(3)));
        int more = random.nextInt(4);
        for (int i = 0; i < more; i++) {
            subject.append('.').append((char) ('a' + random.nextInt(3)));
        }
        return subject.toString();
    }

    private Sub insert(String subject, @Nullable String queue, int id) {
        Sub sub = new Sub(subject, queue, id);
        interest.insert(bytes(subject), queue == null ? null : bytes(queue), sub);
        return sub;
    }

    private void match(String subject) {
        byte[] framed = bytes("?" + subject + "?");
        interest.match(framed, 1, framed.length - 2, matches);
    }

    private List<Integer> plain(String subject) {
        match(subject);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < matches.plainCount(); i++) {
            ids.add(matches.plain(i).id());
        }
        return ids.stream().sorted().toList();
    }

    private List<String> groups() {
        List<String> groups = new ArrayList<>();
        for (int g = 0; g < matches.groupCount(); g++) {
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < matches.memberCount(g); i++) {
                ids.add(matches.member(g, i).id());
            }
            groups.add(new String(matches.groupName(g), StandardCharsets.UTF_8) + ": "
                    + ids.stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        return groups.stream().sorted().toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_watcher_hears_of_each_change_to_its_literal_subject_alone() {
        Interest<Integer> watched = new Interest<>();
        int[] heard = {0};
        Runnable watch = () -> heard[0]++;
        byte[] subject = "a.b".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] queue = "q".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        watched.watch(subject, watch);
        watched.insert(subject, queue, 1);
        assertThat(heard[0]).isEqualTo(1);
        assertThat(watched.hasLiteral(subject, queue)).isTrue();
        assertThat(watched.hasLiteral(subject, null)).isFalse();
        watched.insert("a.*".getBytes(java.nio.charset.StandardCharsets.UTF_8), null, 2);
        watched.insert("a".getBytes(java.nio.charset.StandardCharsets.UTF_8), null, 3);
        assertThat(heard[0]).isEqualTo(1);
        watched.remove(subject, queue, 1);
        assertThat(heard[0]).isEqualTo(2);
        assertThat(watched.hasLiteral(subject, queue)).isFalse();
        watched.unwatch(subject, watch);
        watched.insert(subject, null, 4);
        assertThat(heard[0]).isEqualTo(2);
    }
}
