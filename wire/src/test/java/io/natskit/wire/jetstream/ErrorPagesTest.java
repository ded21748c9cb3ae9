// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each error of JetStream is explained: in the table, and on the page that is made of it. */
class ErrorPagesTest {
    private static final Path PAGE = Path.of("..", "docs", "errors", "jetstream.md");

    private static final String HEAD = """
            # Errors of JetStream

            What each `err_code` means and what helps. The client's exceptions carry the remedy. This page is made of
            `wire/src/main/resources/io/natskit/wire/jetstream/error-help.txt`: `mvn -pl wire test -Dtest=ErrorPagesTest -Dnatskit.pages=write` writes it anew.
            """;

    private static String section(JetStreamError error) {
        ErrorHelp help = ErrorHelp.of(error.errCode())
                .orElseThrow(() -> new AssertionError("no help for " + error.errCode() + " " + error));
        return "\n## " + error.errCode() + "\n\n`" + error.template() + "` (" + error.code() + ")\n\n- **Cause:** "
                + help.cause() + "\n- **Remedy:** " + help.remedy() + "\n";
    }

    @Test
    void each_code_has_its_place_on_the_page() throws IOException {
        String page = HEAD
                + Arrays.stream(JetStreamError.values())
                        .map(ErrorPagesTest::section)
                        .collect(Collectors.joining());
        if ("write".equals(System.getProperty("natskit.pages"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void cause_and_remedy_are_sentences() {
        assertThat(JetStreamError.values()).allSatisfy(error -> {
            ErrorHelp help = ErrorHelp.of(error.errCode()).orElseThrow();
            assertThat(help.cause()).as("%d", error.errCode()).endsWith(".").hasSizeGreaterThan(10);
            assertThat(help.remedy()).as("%d", error.errCode()).endsWith(".").hasSizeGreaterThan(5);
        });
    }

    @Test
    void each_code_has_a_cause_of_its_own() {
        assertThat(JetStreamError.values())
                .extracting(error -> ErrorHelp.of(error.errCode()).orElseThrow().cause())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_code_of_a_newer_server_has_none() {
        assertThat(ErrorHelp.of(99_999)).isEmpty();
    }
}
