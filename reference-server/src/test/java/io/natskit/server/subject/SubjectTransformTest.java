// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows MP-02, MP-03, SC-17. */
class SubjectTransformTest {
    // source, destination, subject or "!", and what a stream of nats-server 2.15.2 made of it or answered
    static List<List<String>> recorded() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SubjectTransformTest.class.getResourceAsStream("transforms.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(SubjectTransformTest::columns).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void a_subject_becomes_what_nats_server_makes_of_it(List<String> row) {
        String source = row.get(0);
        String destination = row.get(1);
        if (row.get(2).equals("!")) {
            String text = row.get(3);
            if (text.startsWith("10156 stream transform: ")) {
                assertThatThrownBy(() -> SubjectTransform.ofMapping(source, destination))
                        .isInstanceOf(InvalidTransformException.class)
                        .hasMessage(text.substring("10156 stream transform: ".length()));
            } else {
                assertThat(text).isEqualTo("10155 stream transform source: invalid subject " + source);
                assertThatThrownBy(() -> SubjectTransform.of(source, destination))
                        .hasMessage("invalid subject");
            }
            return;
        }
        SubjectTransform transform = SubjectTransform.ofMapping(source, destination);
        String subject = row.get(2);
        if (!subject.isEmpty()) {
            String made = transform.match(subject);
            // a stream keeps a subject that its transform does not match
            assertThat(made == null ? subject : made).isEqualTo(row.get(3));
            byte[] around = ("xx." + subject + ".yy").getBytes(StandardCharsets.UTF_8);
            int length = around.length - 6;
            assertThat(transform.matches(around, 3, length)).isEqualTo(made != null);
            if (made != null) {
                assertThat(transform.apply(around, 3, length)).isEqualTo(made.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void random_numbers_stay_below_their_bound() {
        List<Integer> bounds = new ArrayList<>();
        SubjectTransform transform = SubjectTransform.of("a.*", "b.{{random(10)}}.$1", bound -> {
            bounds.add(bound);
            return 7;
        });
        assertThat(transform.match("a.x")).isEqualTo("b.7.x");
        assertThat(bounds).containsExactly(10);
        assertThat(SubjectTransform.of("a.*", "{{random(3)}}").match("a.x")).isIn("0", "1", "2");
    }

    @Test
    void the_strict_form_wants_wildcards_alone_and_all_of_them() {
        assertThat(SubjectTransform.strict("a.*.*", "b.$2.$1").match("a.1.2")).isEqualTo("b.2.1");
        assertThatThrownBy(() -> SubjectTransform.strict("a.*.*", "b.$2"))
                .hasMessage("invalid mapping destination: not using all of the token wildcard(s) in b.$2");
        assertThatThrownBy(() -> SubjectTransform.strict("a.*", "b.{{left(1,2)}}"))
                .hasMessage("invalid mapping destination: the only mapping function allowed for import transforms is "
                        + "{{Wildcard()}} in {{left(1,2)}}");
    }

    @ParameterizedTest
    @CsvSource({
        "a.*, b.$1, b.x, a.x",
        "a.*.*, b.$2.$1, b.y.x, a.x.y",
        "a.*.*.*, b.$2.$3.$1, b.y.z.x, a.x.y.z",
        "a.>, b.c.>, b.c.x.y, a.x.y",
        "a.*.>, b.{{wildcard(1)}}.>, b.x.y.z, a.x.y.z",
        "a, b, b, a"
    })
    void a_strict_transform_is_undone_by_its_reverse(String source, String destination, String made, String back) {
        SubjectTransform transform = SubjectTransform.strict(source, destination);
        assertThat(transform.match(back)).isEqualTo(made);
        assertThat(transform.reverse().orElseThrow().match(made)).isEqualTo(back);
    }

    @Test
    void a_wildcard_used_twice_can_not_be_undone() {
        assertThat(SubjectTransform.strict("a.*", "b.$1.$1").reverse()).isEmpty();
        assertThat(SubjectTransform.of("a.*.*", "b.$1").reverse()).isEmpty();
    }

    @Test
    void patterns_and_destinations_are_made_of_one_another() {
        assertThat(SubjectTransform.numbered("foo.*.x.*")).isEqualTo("foo.$1.x.$2");
        assertThat(SubjectTransform.patternOf("foo.$2.{{wildcard(1)}}.$x.bar")).isEqualTo("foo.*.*.$x.bar");
        assertThat(SubjectTransform.patternOf("foo.{{partition(1,2)}}")).isEqualTo("foo.{{partition(1,2)}}");
    }

    @Test
    void an_empty_destination_lets_through_what_the_source_matches() {
        SubjectTransform filter = SubjectTransform.of("a.*", "");
        assertThat(filter.isIdentity()).isTrue();
        assertThat(filter.match("a.x")).isEqualTo("a.x");
        assertThat(filter.match("b.x")).isNull();
        assertThat(SubjectTransform.of("", ">").match("b.x")).isEqualTo("b.x");
    }

    private static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        int from = 0;
        for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', from)) {
            columns.add(line.substring(from, tab));
            from = tab + 1;
        }
        columns.add(line.substring(from));
        return columns;
    }
}
