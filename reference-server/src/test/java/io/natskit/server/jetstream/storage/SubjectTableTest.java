// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTableTest {
    private static final List<String> TOKENS =
            List.of("a", "aa", "ab", "b", "sensor", "sensor1", "sensor10", "a>", "*b", "ü");
    private static final List<String> WILDCARDS = List.of("*", "*", "a", "sensor1", "aa", "zz");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsWhatMatchesAPatternInTheOrderOfTheNames(long seed) {
        Random random = new Random(seed);
        SubjectTable table = new SubjectTable();
        TreeMap<String, Integer> there = new TreeMap<>();
        for (int step = 0; step < 2000; step++) {
            String subject = tokens(random, TOKENS, 1 + random.nextInt(4));
            Integer known = there.get(subject);
            if (known == null) {
                there.put(subject, added(table, subject));
            } else if (random.nextInt(3) == 0) {
                table.remove(known);
                there.remove(subject);
            }
            if (step % 10 == 0) {
                String pattern = tokens(random, WILDCARDS, 1 + random.nextInt(3)) + (random.nextBoolean() ? ".>" : "");
                assertThat(found(table, pattern))
                        .as("seed %d, step %d, %s", seed, step, pattern)
                        .isEqualTo(matching(there, pattern));
                String other = tokens(random, WILDCARDS, 1 + random.nextInt(3));
                assertThat(foundInAnyOrder(table, pattern, other))
                        .as("seed %d, step %d, %s and %s", seed, step, pattern, other)
                        .containsExactlyInAnyOrderElementsOf(there.keySet().stream()
                                .filter(each -> Subjects.matches(pattern, each) || Subjects.matches(other, each))
                                .toList());
            }
        }
    }

    @Test
    void findsAllSubjectsInTheOrderOfTheirNames() {
        SubjectTable table = new SubjectTable();
        added(table, "b");
        added(table, "a.b");
        added(table, "a");

        assertThat(found(table, ">")).containsExactly("a", "a.b", "b");
    }

    @Test
    void looksOnlyWhereSubjectsOfTheShapeCanBe() {
        SubjectTable table = new SubjectTable();
        for (int device = 0; device < 50; device++) {
            for (int sensor = 0; sensor < 50; sensor++) {
                added(table, "device" + device + ".sensor" + sensor + ".value");
            }
        }

        assertThat(shown(table, "*.sensor7.value")).isEqualTo(50);
        assertThat(shown(table, "*.sensor7.*")).isEqualTo(50);
        assertThat(shown(table, "device7.*.value")).isEqualTo(50);
        assertThat(shown(table, "device7.>")).isEqualTo(50);
        assertThat(shown(table, "room7.>")).isZero();
    }

    @Test
    void findsByTheLastTokenWhatAWalkWouldTakeLongFor() {
        SubjectTable table = new SubjectTable();
        for (int device = 0; device < 300; device++) {
            for (int sensor = 0; sensor < 100; sensor++) {
                added(table, "device" + device + ".sensor" + sensor);
            }
        }
        for (int device = 0; device < 300; device += 2) {
            byte[] name = ("device" + device + ".sensor7").getBytes(UTF_8);
            table.remove(table.find(name, 0, name.length));
        }

        assertThat(foundInAnyOrder(table, "*.sensor7")).hasSize(150).contains("device1.sensor7", "device299.sensor7");
        assertThat(foundInAnyOrder(table, "*.sensor7", "device1.*", "device1.sensor5"))
                .hasSize(249)
                .doesNotHaveDuplicates();
    }

    @Test
    void stopsShowingWhenTheVisitorHasEnough() {
        SubjectTable table = new SubjectTable();
        for (int i = 0; i < 100; i++) {
            added(table, "a." + i + ".x");
        }
        int[] shown = {0};

        table.each(SubjectFilter.of("*.*.x", "a.*.*"), id -> ++shown[0] < 3);

        assertThat(shown[0]).isEqualTo(3);
    }

    private static int shown(SubjectTable table, String pattern) {
        int[] shown = {0};
        table.candidates(SubjectShape.of(pattern.getBytes(UTF_8)), id -> {
            shown[0]++;
            return true;
        });
        return shown[0];
    }

    private static int added(SubjectTable table, String subject) {
        byte[] name = subject.getBytes(UTF_8);
        int id = table.findOrAdd(name, 0, name.length);
        table.count(id, 1);
        return id;
    }

    private static List<String> found(SubjectTable table, String pattern) {
        List<String> names = new ArrayList<>();
        ByteRange name = new ByteRange();
        table.matching(SubjectFilter.of(pattern), id -> {
            table.name(id, name);
            names.add(name.toString());
            return true;
        });
        return names;
    }

    private static List<String> foundInAnyOrder(SubjectTable table, String... patterns) {
        List<String> names = new ArrayList<>();
        ByteRange name = new ByteRange();
        table.each(SubjectFilter.of(patterns), id -> {
            table.name(id, name);
            names.add(name.toString());
            return true;
        });
        return names;
    }

    private static List<String> matching(TreeMap<String, Integer> subjects, String pattern) {
        return subjects.keySet().stream()
                .filter(subject -> Subjects.matches(pattern, subject))
                .collect(Collectors.toList());
    }

    private static String tokens(Random random, List<String> choices, int count) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(choices.get(random.nextInt(choices.size())));
        }
        return String.join(".", tokens);
    }
}
