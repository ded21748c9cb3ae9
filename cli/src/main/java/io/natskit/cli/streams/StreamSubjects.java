// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.jetstream.StreamHandle;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit stream subjects}. */
@Command(
        name = "subjects",
        aliases = "subj",
        description = "Lists the subjects that a stream holds, with their messages.")
public final class StreamSubjects extends OneStream {
    @Parameters(
            index = "1",
            paramLabel = "FILTER",
            arity = "0..1",
            defaultValue = ">",
            description = "Which ones, all by default.")
    private String filter = ">";

    /** For picocli. */
    public StreamSubjects() {}

    @Override
    int run(Session session, StreamHandle stream) {
        Map<String, Long> subjects =
                stream.info(spec -> spec.subjects(filter)).state().subjects();
        if (json()) {
            JsonText.print(terminal(), JsonText.object(out -> out.countsIfPresent("subjects", subjects)));
            return 0;
        }
        Table table = Table.of(subjects.size() + " Subjects in stream " + name(), "Subject", "Messages");
        new TreeMap<>(subjects).forEach((subject, messages) -> table.row(subject, Figures.count(messages)));
        table.print(terminal());
        return 0;
    }
}
