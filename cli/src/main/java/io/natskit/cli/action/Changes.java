// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import io.natskit.jetstream.Ensured;

/** Shows what an edit would change. */
public final class Changes {
    private Changes() {}

    /** A line for each change. */
    public static void print(Terminal terminal, Ensured planned) {
        planned.changes().forEach(change -> terminal.line(change.path() + ": " + change.from() + " -> " + change.to()));
    }

    /** The changes as an array of JSON. */
    public static void printJson(Terminal terminal, Ensured planned) {
        JsonText.print(
                terminal,
                planned.changes().stream()
                        .map(change -> JsonText.object(out -> out.field("path", change.path())
                                .field("from", change.from())
                                .field("to", change.to())))
                        .toList());
    }
}
