// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.config.LoggingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PR-07, PR-08, S3: the form of log lines, rotation, and who may read them. */
class ProgramLogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Instant now = Instant.parse("2026-11-23T04:57:24.049018Z");
    private final InstantSource clock = () -> now;

    private ProgramLog open(LoggingOptions options) throws IOException {
        return ProgramLog.open(options.toBuilder().logTimeUtc(true).build(), 77, true, clock);
    }

    private LoggingOptions.Builder toFile() {
        return LoggingOptions.builder().logFile(folder.resolve("server.log"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_line_has_pid_time_label_and_text() throws IOException {
        ProgramLog log = open(toFile().build());
        log.write(LogLabel.INFO, "Server is ready");
        log.write(LogLabel.WARN, "w\n");
        log.close();

        assertThat(Files.readString(folder.resolve("server.log")))
                .isEqualTo("[77] 2026/11/23 04:57:24.049018 [INF] Server is ready\n"
                        + "[77] 2026/11/23 04:57:24.049018 [WRN] w\n");
    }

    @Test
    void control_characters_can_neither_begin_a_line_nor_reach_a_terminal() throws IOException {
        ProgramLog log = open(toFile().logTime(false).build());
        log.write(LogLabel.ERROR, "a\n[77] [INF] forged\r\u001b[31m\u009b\tb\n");
        log.close();

        assertThat(Files.readString(folder.resolve("server.log")))
                .isEqualTo("[77] [ERR] a?[77] [INF] forged??[31m?\tb\n");
    }

    @Test
    void the_time_can_be_left_out() throws IOException {
        ProgramLog log = open(toFile().logTime(false).build());
        log.write(LogLabel.TRACE, "x");
        log.close();

        assertThat(Files.readString(folder.resolve("server.log"))).isEqualTo("[77] [TRC] x\n");
    }

    @Test
    void a_log_file_is_its_owners_alone() throws IOException {
        open(toFile().build()).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("server.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_log_file_that_is_there_is_continued() throws IOException {
        Files.writeString(folder.resolve("server.log"), "before\n");
        ProgramLog log = open(toFile().logTime(false).build());
        log.write(LogLabel.INFO, "after");
        log.close();

        assertThat(Files.readAllLines(folder.resolve("server.log"))).containsExactly("before", "[77] [INF] after");
    }

    @Test
    void a_full_log_file_is_set_aside_under_its_time() throws IOException {
        ProgramLog log = open(toFile().logSizeLimitBytes(300).build());
        log.write(LogLabel.INFO, "x".repeat(300));
        log.write(LogLabel.INFO, "next");
        log.close();

        String backup = "server.log.2026.11.23.04.57.24.049018000";
        assertThat(files()).containsExactly("server.log", backup);
        assertThat(Files.readString(folder.resolve(backup))).endsWith("x".repeat(300) + "\n");
        assertThat(Files.readAllLines(folder.resolve("server.log")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith("[INF] Rotated log, backup saved as \"" + folder.resolve(backup) + "\""),
                        line -> assertThat(line).endsWith("[INF] next"));
    }

    @Test
    void the_oldest_files_are_removed_when_there_are_too_many() throws IOException {
        Files.writeString(folder.resolve("server.log.not.a.backup"), "keep");
        ProgramLog log = open(toFile().logSizeLimitBytes(200).logFilesMax(3).build());
        for (int i = 0; i < 6; i++) {
            now = now.plusSeconds(1);
            log.write(LogLabel.INFO, i + "x".repeat(300));
        }
        log.close();

        assertThat(files())
                .containsExactly(
                        "server.log",
                        "server.log.2026.11.23.04.57.29.049018000",
                        "server.log.2026.11.23.04.57.30.049018000",
                        "server.log.not.a.backup");
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970/01/01 00:00:00.000000",
        "2000-02-29T23:59:59.999999999Z, 2000/02/29 23:59:59.999999",
        "2024-12-31T12:00:00.000001Z, 2024/12/31 12:00:00.000001",
        "2100-03-01T00:00:00Z, 2100/03/01 00:00:00.000000",
        "1969-12-31T23:59:59Z, 1969/12/31 23:59:59.000000",
    })
    void dates_are_those_of_the_calendar(String moment, String shown) {
        StringBuilder out = new StringBuilder();
        new LogStamp(clock, true).append(Instant.parse(moment), out);
        assertThat(out.toString()).isEqualTo(shown + " ");
    }
}
