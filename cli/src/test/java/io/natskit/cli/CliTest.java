// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line as such. */
class CliTest {
    private static Stream<CommandLine> commands(CommandLine line) {
        return Stream.concat(
                Stream.of(line),
                line.getSubcommands().values().stream().distinct().flatMap(CliTest::commands));
    }

    private static CommandLine line() {
        Terminal nobody = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(OutputStream.nullOutputStream()),
                Map.of(),
                false);
        return new Cli(nobody).commandLine();
    }

    @Test
    void each_command_says_what_it_is_for_and_what_its_options_and_arguments_are() {
        assertThat(commands(line())).allSatisfy(command -> {
            CommandSpec spec = command.getCommandSpec();
            assertThat(spec.usageMessage().description())
                    .as(spec.qualifiedName())
                    .isNotEmpty();
            assertThat(spec.options())
                    .allSatisfy(option -> assertThat(option.description())
                            .as(spec.qualifiedName() + " " + option)
                            .isNotEmpty());
            assertThat(spec.positionalParameters())
                    .allSatisfy(place -> assertThat(place.description())
                            .as(spec.qualifiedName() + " " + place.paramLabel())
                            .isNotEmpty());
        });
    }

    @Test
    void help_comes_on_standard_output_with_code_0() {
        Ran ran = Ran.natskit(Map.of(), "pub", "--help");
        assertThat(ran.well().out())
                .startsWith("Usage: natskit publish [OPTIONS] SUBJECT [BODY]")
                .doesNotContain("--creds");
        assertThat(Ran.natskit(Map.of(), "--help").well().out()).contains("--creds", "subscribe, sub");
    }

    @Test
    void a_misspelt_command_or_option_fails_with_a_suggestion() {
        Ran ran = Ran.natskit(Map.of(), "subscribr", "x");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("subscribr", "Did you mean", "natskit subscribe");
        assertThat(Ran.natskit(Map.of(), "pub", "a", "--cuont", "2").err())
                .contains("--cuont")
                .doesNotContain("\tat ");
    }

    @Test
    void a_value_that_cannot_be_is_told_with_an_example() {
        assertThat(Ran.natskit(Map.of(), "sub", "a", "--wait", "soon").err())
                .contains("--wait", "soon", "such as 500ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sub a --translate ~|--translate|is no command (expected: a program and its arguments)",
                "req a b --translate ~~|--translate|is no command (expected: a program and its arguments)",
                "reply a --command ~|--command|is no command (expected: a program and its arguments)",
                "server report connections --top -1|--top|-1 (expected: 0 or more)",
                "account report connections --offset -1|--offset|-1 (expected: 0 or more)",
                "server report connections --sort age|--sort|expected: one of cid, start, subs, pending, msgs_to,"
            })
    void what_cannot_be_done_is_refused_before_anybody_is_asked(String line, String option, String expected) {
        String[] words =
                Stream.of(line.split(" ")).map(word -> word.replace('~', ' ')).toArray(String[]::new);
        Ran ran = Ran.natskit(Map.of("NATS_URL", "nats://127.0.0.1:1"), words);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(option, expected, "--help shows what can be said");
    }

    /** The options that all commands share and that take a text. */
    private static Stream<OptionSpec> sharedTexts() {
        return line().getCommandSpec().options().stream()
                .filter(option -> option.arity().min() > 0 && option.type() == String.class);
    }

    @ParameterizedTest
    @MethodSource("sharedTexts")
    void a_value_may_be_called_as_a_command_is_wherever_the_option_stands(OptionSpec option) {
        CommandLine line = line();
        for (String name : option.names()) {
            for (String value : line.getSubcommands().keySet()) {
                assertThat(parsed(line, option, name, value, "account", "info")).isEqualTo(value);
                assertThat(parsed(line, option, "account", name, value, "info")).isEqualTo(value);
                assertThat(parsed(line, option, "account", "info", name, value)).isEqualTo(value);
            }
            for (String value : Set.of("info", "report", "run", "")) {
                assertThat(parsed(line, option, "account", name, value, "info")).isEqualTo(value);
            }
        }
    }

    /** What the option is, when this line leads to {@code account info}. */
    private static @Nullable String parsed(CommandLine line, OptionSpec option, String... words) {
        ParseResult result = line.parseArgs(words);
        assertThat(result.asCommandLineList())
                .extracting(CommandLine::getCommandName)
                .as(String.join(" ", words))
                .containsExactly("natskit", "account", "info");
        return result.commandSpec().findOption(option.longestName()).getValue();
    }

    @Test
    void a_name_of_a_command_is_no_duration_and_is_told_as_what_it_was_given_for() {
        assertThat(Ran.natskit(Map.of(), "--timeout", "events", "account", "info")
                        .err())
                .contains("--timeout", "events", "such as 500ms");
    }

    @Test
    void the_options_that_all_share_are_texts_durations_and_switches_alone() {
        assertThat(line().getCommandSpec().options())
                .extracting(option -> (Object) option.type())
                .containsOnly(String.class, Duration.class, boolean.class, Boolean.class);
    }

    @ParameterizedTest
    @CsvSource({"--user", "--password", "--token", "-s", "--context"})
    void a_value_that_looks_like_an_option_is_taken_for_a_value_that_is_missing(String option) {
        for (String value : List.of("--json", "-secret")) {
            assertThat(Ran.natskit(Map.of(), option, value, "account", "info").err())
                    .contains("Expected parameter for option", "but found '" + value + "'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "server, true",
        "server run -p 1, true",
        "server -js, true",
        "server --help, false",
        "server list, false",
        "pub server, false"
    })
    void a_server_is_run_unless_a_subcommand_is_named(String line, boolean runs) {
        assertThat(ServerLaunch.isMeant(line.split(" "))).isEqualTo(runs);
    }
}
