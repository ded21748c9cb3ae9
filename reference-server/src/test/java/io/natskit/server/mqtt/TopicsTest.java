// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private static byte[] subject(String topic) throws MalformedPacketException {
        byte[] bytes = Names.bytes(topic);
        return Topics.toSubject(bytes, 0, bytes.length, false);
    }

    private static String topic(byte[] subject) {
        return Names.text(Topics.ofSubject(subject, 0, subject.length));
    }

    @ParameterizedTest
    @CsvSource({
        "a,a",
        "a/b,a.b",
        "/a,/.a",
        "a/,a./",
        "a//b,a./.b",
        "/,/./",
        "//,/././",
        "a.b,a//b",
        "a/b.c,a.b//c",
        "é/x,é.x"
    })
    void a_topic_is_a_subject_and_the_same_topic_again(String topic, String subject) throws MalformedPacketException {
        assertThat(Names.text(subject(topic))).isEqualTo(subject);
        assertThat(topic(subject(topic))).isEqualTo(topic);
    }

    @Test
    void any_topic_comes_back_from_a_subject_without_empty_tokens() throws MalformedPacketException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(8);
            for (int j = 0; j < length; j++) {
                text.append("ab//".charAt(random.nextInt(4)));
            }
            String topic = text.toString();
            byte[] subject = subject(topic);
            assertThat(topic(subject)).as("seed %d", seed).isEqualTo(topic);
            assertThat("." + Names.text(subject) + ".").as("seed %d", seed).doesNotContain("..");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb", "a\rb", "a\nb", "a\fb", "a\u007fb", "a/+", "#"})
    void no_subject_holds_blanks_and_no_topic_wildcards(String topic) {
        assertThatThrownBy(() -> subject(topic)).isInstanceOf(MalformedPacketException.class);
    }

    @ParameterizedTest
    @CsvSource({"a/+/b,a.*.b", "a/#,a.>", "#,>", "+,*", "+/a,*.a"})
    void a_filter_is_a_pattern(String filter, String pattern) {
        assertThat(Topics.toPattern(Names.bytes(filter))).isEqualTo(pattern);
    }

    @Test
    void a_filter_with_blanks_is_none() {
        assertThat(Topics.toPattern(Names.bytes("a\r\nSUB > 1"))).isNull();
    }

    @Test
    void many_levels_mean_the_level_above_too() {
        assertThat(Topics.levelUp("a.>")).isEqualTo("a");
        assertThat(Topics.levelUp("a.b.>")).isEqualTo("a.b");
        assertThat(Topics.levelUp(">")).isEmpty();
        assertThat(Topics.levelUp("a.*")).isEmpty();
    }

    @Test
    void a_leading_wildcard_is_known() {
        assertThat(Topics.beginsWild(">")).isTrue();
        assertThat(Topics.beginsWild("*")).isTrue();
        assertThat(Topics.beginsWild("*.a")).isTrue();
        assertThat(Topics.beginsWild("*a")).isFalse();
        assertThat(Topics.beginsWild("a.>")).isFalse();
    }
}
