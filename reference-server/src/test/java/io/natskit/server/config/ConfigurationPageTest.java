// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.natskit.server.NatsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each message of docs/errors/configuration.md is one that a configuration brings about, in those words. */
class ConfigurationPageTest {
    private static final String CYCLE = "`variable reference cycle for '…'`";
    private static final Path PAGE = Path.of("..", "docs", "errors", "configuration.md");
    private static final String RELOAD = "`config reload not supported for …`"; // of no file alone: ReloadPlanTest

    /** A configuration, by the message of the page that it brings about. */
    private static final Map<String, String> CAUSES = causes();

    @TempDir
    Path folder;

    private static Map<String, String> causes() {
        Map<String, String> causes = new LinkedHashMap<>();
        causes.put("`unknown field \"…\"`", "max_paylod: 1");
        causes.put("`…: comes with a later version of NatsKit`", "gateway {port: 7222}");
        causes.put("`interface conversion: interface {} is …, not …`", "port: 4222\nmax_payload: true");
        causes.put("`expected integer, but got '…'`", "max_payload: 1kbb");
        causes.put("`error parsing …: …`", "write_deadline: soon");
        causes.put("`variable reference for '…' on line … can not be found`", "a: $NATSKIT_NOWHERE");
        causes.put("`Expected …, but got … instead.`, and others of the parser", "a = {b: 1]");
        causes.put("`error parsing include file '…'`", "include './nowhere.conf'");
        causes.put("`… (expected: …)`", "http_port: 70000");
        causes.put("`… cannot be higher than …`, `… can not be …`", "max_payload: 2MB\nmax_pending: 1MB");
        causes.put("`Expected … to be …, got …`", "mqtt: 5");
        causes.put("`import forms a cycle`", """
                accounts {
                  A {exports: [{service: a}], imports: [{service: {account: B, subject: b}, to: a}]}
                  B {exports: [{service: b}], imports: [{service: {account: A, subject: a}, to: b}]}
                }
                """);
        return causes;
    }

    @Test
    void each_message_of_the_page_is_brought_about_in_its_words() throws IOException {
        List<String> rows = messages();
        assertThat(rows).contains(RELOAD, CYCLE);
        rows.removeAll(List.of(RELOAD, CYCLE));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(CAUSES.keySet());
        for (String row : rows) {
            Path file = Files.writeString(folder.resolve("server.conf"), String.valueOf(CAUSES.get(row)));
            Throwable refused = catchThrowable(() -> start(file));
            assertThat(refused).as(row).isNotNull();
            assertThat(parts(row))
                    .as(row)
                    .allSatisfy(part -> assertThat(refused).hasMessageContaining(part));
        }
    }

    @Test
    void variables_of_the_environment_that_refer_to_each_other_are_told_as_the_page_says() {
        Map<String, String> environment = Map.of("A", "$B", "B", "$A");
        assertThat(catchThrowable(
                        () -> ConfigParser.parse("a: $A".getBytes(StandardCharsets.UTF_8), "", environment::get)))
                .isInstanceOf(ConfigException.class)
                .satisfies(refused -> assertThat(parts(CYCLE))
                        .allSatisfy(part -> assertThat(refused).hasMessageContaining(part)));
    }

    /** As a program would: the file, then whether its values go together, both without a port taken. */
    private static void start(Path file) {
        NatsServer.builder().configFile(file).port(-1).start().close();
    }

    /** The first column. */
    private static List<String> messages() throws IOException {
        List<String> messages = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                messages.add(line.substring(2, line.indexOf(" | ")).strip());
            }
        }
        return messages;
    }

    /** What stands between the gaps of the first wording. */
    private static List<String> parts(String row) {
        String wording = row.substring(1, row.indexOf('`', 1));
        return List.of(wording.split("…", -1));
    }
}
