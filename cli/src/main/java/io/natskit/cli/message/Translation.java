// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import io.natskit.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows what another program makes of a payload: an option of commands that show messages. */
public final class Translation {
    private static final String SUBJECT = "{{Subject}}";

    @Option(
            names = "--translate",
            paramLabel = "COMMAND",
            description =
                    "Shows what this program prints of a payload that it reads; {{Subject}} stands for the subject, and so does NATS_SUBJECT in its environment.")
    private @Nullable Program program;

    /** For picocli. */
    public Translation() {}

    /** What is to be shown for this payload: itself where nothing was asked for, and where it cannot be translated, which is told beside. */
    public byte[] of(Terminal terminal, String subject, byte[] payload) {
        if (program == null) {
            return payload;
        }
        try {
            return program.run(word -> word.replace(SUBJECT, subject), Map.of("NATS_SUBJECT", subject), payload);
        } catch (IOException e) {
            terminal.note("natskit: error: cannot translate what came on " + subject + ": " + e.getMessage());
            return payload;
        }
    }
}
