// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SubjectsTest {
    private static final char[] ALPHABET = {'a', 'b', '*', '>', '.', ' '};

    @Test
    void validity_is_what_the_rules_say_for_every_short_text() {
        for (String text : texts(6)) {
            assertThat(Subjects.isValid(bytes(text))).as(text).isEqualTo(oracleValid(text));
            assertThat(Subjects.isValid(text)).as(text).isEqualTo(oracleValid(text));
        }
    }

    @Test
    void literalness_whitespace_and_token_count_are_what_the_rules_say_for_every_short_text() {
        for (String text : texts(6)) {
            boolean literal = !tokens(text).contains("*") && !tokens(text).contains(">");
            assertThat(Subjects.isLiteral(bytes(text))).as(text).isEqualTo(literal);
            assertThat(Subjects.isLiteral(text)).as(text).isEqualTo(literal);
            assertThat(Subjects.hasWhitespace(bytes(text))).as(text).isEqualTo(text.contains(" "));
            assertThat(Subjects.hasWhitespace(text)).as(text).isEqualTo(text.contains(" "));
            int count = text.isEmpty() ? 0 : tokens(text).size();
            assertThat(Subjects.tokenCount(text)).as(text).isEqualTo(count);
            assertThat(Subjects.tokenCount(bytes(text), 0, text.length()))
                    .as(text)
                    .isEqualTo(count);
        }
    }

    @Test
    void every_byte_that_breaks_a_line_makes_a_subject_invalid() {
        for (char c : new char[] {' ', '\t', '\n', '\r', '\f', 0}) {
            assertThat(Subjects.isValid("a" + c + "b")).isFalse();
            assertThat(Subjects.isValid(bytes("a" + c + "b"))).isFalse();
            assertThat(Subjects.hasWhitespace("a" + c)).isTrue();
            assertThat(Subjects.hasWhitespace(bytes("a" + c))).isTrue();
        }
    }

    @Test
    void matching_overlapping_and_containment_are_those_of_sets_for_all_patterns_of_three_tokens() {
        // "c" stands for every token that no pattern names, four tokens for every subject longer than the patterns
        List<String> universe = subjects(List.of("a", "b", "c"), 4);
        List<String> patterns = subjects(List.of("a", "b", "*", ">"), 3).stream()
                .filter(SubjectsTest::oracleValid)
                .collect(Collectors.toList());
        List<Set<String>> meanings = patterns.stream()
                .map(p -> universe.stream().filter(s -> oracleMatches(p, s)).collect(Collectors.toSet()))
                .collect(Collectors.toList());
        for (int i = 0; i < patterns.size(); i++) {
            String a = patterns.get(i);
            for (String subject : universe) {
                boolean expected = meanings.get(i).contains(subject);
                assertThat(Subjects.matches(a, subject))
                        .as("%s matches %s", a, subject)
                        .isEqualTo(expected);
                assertThat(Subjects.matches(bytes(a), bytes(subject)))
                        .as("%s matches %s", a, subject)
                        .isEqualTo(expected);
            }
            for (int j = 0; j < patterns.size(); j++) {
                checkPair(a, meanings.get(i), patterns.get(j), meanings.get(j));
            }
        }
    }

    private static void checkPair(String a, Set<String> meaningOfA, String b, Set<String> meaningOfB) {
        boolean overlap = meaningOfA.stream().anyMatch(meaningOfB::contains);
        boolean subset = meaningOfB.containsAll(meaningOfA);
        assertThat(Subjects.overlaps(a, b)).as("%s overlaps %s", a, b).isEqualTo(overlap);
        assertThat(Subjects.overlaps(bytes(a), bytes(b)))
                .as("%s overlaps %s", a, b)
                .isEqualTo(overlap);
        assertThat(Subjects.isSubsetOf(a, b)).as("%s within %s", a, b).isEqualTo(subset);
        assertThat(Subjects.isSubsetOf(bytes(a), bytes(b)))
                .as("%s within %s", a, b)
                .isEqualTo(subset);
    }

    @Test
    void both_forms_agree_on_texts_of_every_script_and_on_ranges_inside_larger_arrays() {
        Random random = Seeded.random("SubjectsTest");
        String alphabet = "ab.*>é漢\uD83D\uDE00 \t";
        for (int i = 0; i < 20_000; i++) {
            String a = text(random, alphabet);
            String b = text(random, alphabet);
            byte[] framed = bytes("x." + a + ".x");
            int length = bytes(a).length;
            assertThat(Subjects.isValid(framed, 2, length)).as(a).isEqualTo(Subjects.isValid(a));
            assertThat(Subjects.isLiteral(framed, 2, length)).as(a).isEqualTo(Subjects.isLiteral(a));
            assertThat(Subjects.hasWhitespace(framed, 2, length)).as(a).isEqualTo(Subjects.hasWhitespace(a));
            byte[] other = bytes(b);
            assertThat(Subjects.matches(framed, 2, length, other, 0, other.length))
                    .as("%s, %s", a, b)
                    .isEqualTo(Subjects.matches(a, b));
            assertThat(Subjects.overlaps(framed, 2, length, other, 0, other.length))
                    .as("%s, %s", a, b)
                    .isEqualTo(Subjects.overlaps(a, b));
            assertThat(Subjects.isSubsetOf(framed, 2, length, other, 0, other.length))
                    .as("%s, %s", a, b)
                    .isEqualTo(Subjects.isSubsetOf(a, b));
        }
    }

    private static String text(Random random, String alphabet) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static List<String> texts(int lengthMax) {
        List<String> all = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= lengthMax; length++) {
            int to = all.size();
            for (int i = from; i < to; i++) {
                for (char c : ALPHABET) {
                    all.add(all.get(i) + c);
                }
            }
            from = to;
        }
        return all;
    }

    private static List<String> subjects(List<String> tokens, int tokensMax) {
        List<String> all = new ArrayList<>(tokens);
        List<String> last = tokens;
        for (int n = 2; n <= tokensMax; n++) {
            last = last.stream()
                    .flatMap(s -> tokens.stream().map(t -> s + "." + t))
                    .collect(Collectors.toList());
            all.addAll(last);
        }
        return all;
    }

    private static List<String> tokens(String text) {
        return List.of(text.split("\\.", -1));
    }

    private static boolean oracleValid(String text) {
        List<String> tokens = tokens(text);
        return tokens.stream().noneMatch(t -> t.isEmpty() || t.contains(" "))
                && !tokens.subList(0, tokens.size() - 1).contains(">");
    }

    private static boolean oracleMatches(String pattern, String subject) {
        return subject.matches(tokens(pattern).stream()
                .map(t -> t.equals("*") ? "[^.]+" : t.equals(">") ? ".+" : t)
                .collect(Collectors.joining("\\.")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
