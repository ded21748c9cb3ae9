// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.contract.LogInDoors.Door;
import io.natskit.conformance.contract.LogInWays.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is asked and what came: {@code way|types|credentials} by door. Confined to one test. */
final class LogInTable {
    private final TreeMap<String, TreeMap<String, String>> rows = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int cells;

    void add(Way way, Door door, String answer) {
        String row = way.row();
        boolean expected = way.isLetIn(door);
        boolean allowed = answer.equals("PONG");
        cells++;
        rows.computeIfAbsent(row, key -> new TreeMap<>())
                .put(door.name(), (allowed ? "in" : "refused") + (allowed == expected ? "" : " (expected otherwise)"));
        if (allowed != expected) {
            wrong.add(row + " by " + door.name() + ": " + (allowed ? "let in" : "refused"));
        }
    }

    /** Writes the table down, fails where a cell is otherwise than the rule says, and gives the number of cells. */
    int judged(String name) throws IOException {
        Files.writeString(Path.of("target", "log-in-matrix-" + name + ".md"), markdown());
        assertThat(wrong).as("cells that are otherwise than the rule says").isEmpty();
        return cells;
    }

    private String markdown() {
        List<String> doors = LogInDoors.NAMES;
        StringBuilder text = new StringBuilder("| way | connection types | credentials |");
        doors.forEach(door -> text.append(' ').append(door).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(doors.size())).append('\n');
        rows.forEach((row, cells) -> {
            text.append("| ").append(row.replace("|", " | ")).append(" |");
            doors.forEach(door ->
                    text.append(' ').append(cells.getOrDefault(door, "–")).append(" |"));
            text.append('\n');
        });
        return text.toString();
    }
}
