// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How a command is split into words, and run. */
class ProgramTest {
    private static String run(String command, byte[] input) throws IOException {
        byte[] output = Program.parse(command).run(UnaryOperator.identity(), Map.of("V", "v"), input);
        return new String(output, StandardCharsets.UTF_8);
    }

    @Test
    void quotes_and_braces_hold_words_together() {
        assertThat(Program.split("curl -s  'a b' \"c 'd\" {{ Random 1 2 }}x ''"))
                .containsExactly("curl", "-s", "a b", "c 'd", "{{ Random 1 2 }}x", "");
    }

    @Test
    void it_reads_the_input_and_knows_the_variables() throws IOException {
        assertThat(run("sh -c 'tr a-z A-Z; echo $V; echo beside >&2'", "text".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("TEXTv\nbeside\n");
    }

    @Test
    void it_may_print_before_it_reads_and_leave_input_unread() throws IOException {
        byte[] large = new byte[300_000];
        assertThat(run("cat", large)).hasSize(large.length);
        assertThat(run("echo enough", large)).isEqualTo("enough\n");
    }

    @Test
    void one_that_fails_or_is_not_there_is_told() {
        assertThatThrownBy(() -> run("false", new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("code 1");
        assertThatThrownBy(() -> run("/no/such/program", new byte[0])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> run(" ", new byte[0]))
                .hasMessage("\" \" is no command (expected: a program and its arguments)");
        assertThatThrownBy(() ->
                        Program.parse("cat").run(UnaryOperator.identity(), Map.of("NATS_SUBJECT", "a\0b"), new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a NUL in NATS_SUBJECT");
    }
}
