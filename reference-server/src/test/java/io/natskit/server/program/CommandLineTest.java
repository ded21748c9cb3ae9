// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PR-01: flags are read as Go's flag package reads them. */
class CommandLineTest {
    private static CommandLine parse(String... args) throws UsageException {
        return CommandLine.parse(args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-p 4333",
                "--p 4333",
                "-p=4333",
                "--port=4333",
                "-port 4333",
                "--port 0x10ed",
                "-p 4_333",
                "-p 0o10355"
            })
    void a_value_follows_a_space_or_an_equal_sign_after_one_or_two_dashes(String line) throws UsageException {
        assertThat(parse(line.split(" ")).number("p")).isEqualTo(4333);
    }

    @Test
    void the_value_of_a_flag_may_begin_with_a_dash() throws UsageException {
        assertThat(parse("-p", "-1").number("p")).isEqualTo(-1);
        assertThat(parse("--name", "-x").text("n")).isEqualTo("-x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-D", "--D", "-debug", "--debug=true", "-D=1", "-D=T"})
    void a_switch_needs_no_value(String flag) throws UsageException {
        assertThat(parse(flag).isOn("D")).isTrue();
    }

    @Test
    void a_switch_takes_no_word_after_it() throws UsageException {
        CommandLine line = parse("-D", "false");
        assertThat(line.isOn("D")).isTrue();
        assertThat(line.words()).containsExactly("false");
    }

    @Test
    void a_switch_can_be_switched_off() throws UsageException {
        CommandLine line = parse("-T=false");
        assertThat(line.has("T")).isTrue();
        assertThat(line.isOn("T")).isFalse();
    }

    @Test
    void the_last_value_counts() throws UsageException {
        assertThat(parse("-a", "one", "--net=two", "-addr", "three").text("a")).isEqualTo("three");
    }

    @Test
    void two_dashes_end_the_flags() throws UsageException {
        assertThat(parse("-D", "--", "-p").words()).containsExactly("-p");
    }

    @Test
    void a_word_ends_the_flags() throws UsageException {
        CommandLine line = parse("version", "-D");
        assertThat(line.words()).containsExactly("version", "-D");
        assertThat(line.isOn("D")).isFalse();
    }

    @Test
    void a_value_may_hold_equal_signs_and_nothing() throws UsageException {
        assertThat(parse("--auth=a=b").text("auth")).isEqualTo("a=b");
        assertThat(parse("--auth=").text("auth")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-x | flag provided but not defined: -x",
                "--bogus=1 | flag provided but not defined: -bogus",
                "---p | bad flag syntax: ---p",
                "-=p | bad flag syntax: -=p",
                "-p | flag needs an argument: -p",
                "--port | flag needs an argument: -port",
                "-p=x | invalid value \"x\" for flag -p: parse error",
                "-p=1.5 | invalid value \"1.5\" for flag -p: parse error",
                "-p= | invalid value \"\" for flag -p: parse error",
                "-p=99999999999999999999 | invalid value \"99999999999999999999\" for flag -p: value out of range",
                "-D=maybe | invalid boolean value \"maybe\" for -D: parse error",
            })
    void a_line_that_means_nothing_is_refused_in_gos_words(String flag, String message) {
        assertThatThrownBy(() -> parse(flag)).isInstanceOf(UsageException.class).hasMessage(message);
    }
}
