// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stream}, {@code backup} and {@code restore}. */
class StreamsIT extends CommandsIT {
    @Test
    void a_graph_shows_what_is_kept_and_what_comes_and_goes() throws Exception {
        natskit("stream", "add", "G", "--subjects", "g", "--storage", "memory", "--max-msgs", "3")
                .well();
        natskit("pub", "g", "x", "--count", "3").well();
        assertThat(natskit("stream", "graph", "G", "--interval", "0.01", "--max-refresh", "2")
                        .well()
                        .out())
                .hasLineCount(2)
                .contains("  stored 3  removed 0/s  added 0/s\n");
        CompletableFuture<Ran> graph =
                Ran.beside(() -> natskit("stream", "graph", "G", "-d", "0.1", "-r", "20", "--json"));
        while (!graph.isDone()) {
            natskit("pub", "g", "x").well();
        }
        assertThat(graph.get().well().out().lines().toList())
                .hasSize(20)
                .allMatch(line -> line.startsWith("{\"stream\":\"G\",\"messages\":3,\"removed_rate\":"))
                .anyMatch(line -> !line.contains("\"removed_rate\":0,") && !line.endsWith("\"stored_rate\":0}"));
        assertThat(natskit("stream", "graph", "NONE").err()).contains("stream not found");
        natskit("stream", "rm", "G", "-f").well();
    }

    @Test
    void a_stream_is_made_shown_changed_and_removed() {
        assertThat(natskit(
                                "stream",
                                "add",
                                "A",
                                "--subjects",
                                "a.>,aa",
                                "--max-msgs",
                                "5",
                                "--retention",
                                "workqueue",
                                "--storage",
                                "memory",
                                "--max-age",
                                "1d",
                                "--metadata",
                                "k=v")
                        .well()
                        .out())
                .contains(
                        "Stream A was created",
                        "Subjects: a.>, aa",
                        "Retention: Work Queue",
                        "Maximum Messages: 5",
                        "Maximum Age: 24h0m0s",
                        "k: v");
        assertThat(natskit("stream", "edit", "A", "--max-msgs", "9", "--dry-run")
                        .well()
                        .out())
                .contains("5 -> 9");
        assertThat(natskit("stream", "edit", "A", "--max-msgs", "9", "--dry-run", "--json")
                        .well()
                        .out())
                .contains("\"from\": \"5\"", "\"to\": \"9\"", "\"path\": \"");
        assertThat(natskit("stream", "edit", "A", "--max-msgs", "9").err()).contains("Really edit", "--force");
        natskit("stream", "edit", "A", "--max-msgs", "9", "-f").well();
        assertThat(natskit("stream", "info", "A", "--json").well().out())
                .contains("\"max_msgs\": 9", "\"retention\": \"workqueue\"", "\"max_age\": 86400000000000");
        natskit("stream", "copy", "A", "B", "--subjects", "b").well();
        assertThat(natskit("stream", "ls", "-n").out()).contains("A\nB\n");
        natskit("stream", "rm", "A", "-f").well();
        natskit("stream", "rm", "B", "-f").well();
        Ran gone = natskit("stream", "info", "A");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).startsWith("natskit: error: stream not found [10059]\n  remedy: ");
    }

    @Test
    void what_a_stream_holds_is_seen_got_removed_and_purged() {
        natskit("stream", "add", "V", "--subjects", "v.*").well();
        natskit("pub", "v.a", "first", "-J").well();
        natskit("pub", "v.b", "n{{Count}}", "-J", "--count", "3", "-q").well();
        assertThat(natskit("stream", "view", "V").well().out())
                .contains("[1] Subject: v.a", "first", "[4] Subject: v.b", "n3");
        assertThat(natskit("stream", "view", "V", "2", "--subject", "v.b", "--raw")
                        .out())
                .isEqualTo("n1\nn2\n");
        assertThat(natskit("stream", "get", "V", "1").well().out()).contains("Item: V#1", "on Subject v.a", "first");
        assertThat(natskit("stream", "get", "V", "--last-for", "v.b", "--json").out())
                .contains("\"seq\": 4", "\"data\": \"n3\"");
        assertThat(natskit("stream", "subjects", "V").out()).contains("│ v.a     │ 1 ", "│ v.b     │ 3 ");
        natskit("stream", "rmm", "V", "2", "-f").well();
        assertThat(natskit("stream", "get", "V", "2").err()).contains("no message found");
        assertThat(natskit("stream", "report", "--json").well().out())
                .contains("\"name\": \"V\"", "\"num_deleted\": 1");
        assertThat(natskit("stream", "report").out()).contains("│ V ");
        assertThat(natskit("sub", "--stream", "V", "--raw", "-T").well().out()).isEqualTo("first\nn2\nn3\n");
        assertThat(natskit("stream", "purge", "V", "--keep", "1", "-f").well().out())
                .contains("Messages: 1\n");
        natskit("stream", "seal", "V", "-f").well();
        assertThat(natskit("stream", "info", "V").out()).contains("Sealed: true");
        natskit("stream", "rm", "V", "-f").well();
    }

    @Test
    void a_batch_is_stored_as_a_whole_and_a_schedule_needs_a_destination() {
        natskit("stream", "add", "BATCH", "--subjects", "batch", "--allow-batch")
                .well();
        assertThat(natskit("pub", "batch", "{{Count}}", "--atomic", "--count", "3")
                        .well()
                        .out())
                .contains("Stored in Stream: BATCH Sequence: 3");
        assertThat(natskit("pub", "batch", "x", "--schedule-after", "1h").err()).contains("--schedule-dest");
        natskit("stream", "rm", "BATCH", "-f").well();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream.tar.s2", "stream.arc.s2"})
    void a_backup_leaves_an_archive_alone_that_was_there_before(String name) throws IOException {
        natskit("stream", "add", "LONE", "--subjects", "lone").well();
        Path place = Files.createDirectories(folder.resolve("of-" + name));
        Path archive = Files.writeString(place.resolve(name), "precious");
        Ran ran = natskit("backup", "stream", "LONE", place.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("holds a backup already, or a part of one: " + name, "remedy: ");
        assertThat(archive).hasContent("precious");
        try (Stream<Path> all = Files.list(place)) {
            assertThat(all).containsExactly(archive);
        }
        natskit("stream", "rm", "LONE", "-f").well();
    }

    @Test
    void one_configuration_is_not_for_many_backups() throws IOException {
        Path all = folder.resolve("many");
        for (String name : List.of("A", "B")) {
            Files.writeString(Files.createDirectories(all.resolve(name)).resolve("backup.json"), "{}");
        }
        Path config = Files.writeString(folder.resolve("one.json"), "{}");
        assertThat(natskit("restore", all.toString(), "--config", config.toString())
                        .err())
                .contains("--config is for one stream", "holds 2 backups");
    }

    @Test
    void a_backup_brings_a_stream_back_with_its_consumers() {
        natskit("stream", "add", "KEPT", "--subjects", "kept").well();
        natskit("pub", "kept", "{{Count}}", "-J", "--count", "5", "-q").well();
        natskit("consumer", "add", "KEPT", "C").well();
        natskit("consumer", "next", "KEPT", "C").well();
        String backup = folder.resolve("kept").toString();
        assertThat(natskit("backup", "stream", "KEPT", backup).well().out())
                .contains("for stream \"KEPT\" with 5 messages");
        assertThat(natskit("stream", "backup", "KEPT", backup).err()).contains("holds a backup already");
        assertThat(natskit("backup", "info", backup).well().out()).contains("Backup of Stream KEPT", "Messages: 5");
        natskit("stream", "rm", "KEPT", "-f").well();
        assertThat(natskit("restore", backup).well().out())
                .contains("Restored stream \"KEPT\" with 5 messages and 1 consumers");
        assertThat(natskit("consumer", "next", "KEPT", "C", "--raw").well().out())
                .isEqualTo("2\n");
        String account = folder.resolve("account").toString();
        assertThat(natskit("backup", "account", account, "--no-consumers")
                        .well()
                        .out())
                .startsWith("Backed up ");
        natskit("stream", "rm", "KEPT", "-f").well();
        assertThat(natskit("restore", account + "/KEPT", "--json").well().out())
                .contains("\"name\": \"KEPT\"", "\"consumer_count\": 0");
        natskit("stream", "rm", "KEPT", "-f").well();
        assertThat(natskit("restore", folder.resolve("nothing").toString()).code())
                .isEqualTo(1);
    }

    @Test
    void a_word_that_is_no_policy_is_told_with_those_that_are() {
        Ran ran = natskit("stream", "add", "W", "--retention", "forever");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("\"forever\" (expected: limits, interest, workqueue)");
    }
}
