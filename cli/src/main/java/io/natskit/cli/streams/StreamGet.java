// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.message.MessageJson;
import io.natskit.cli.message.MessageView;
import io.natskit.cli.message.Translation;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit stream get}. */
@Command(name = "get", description = "Shows one message of a stream.")
public final class StreamGet extends OneStream {
    @Parameters(index = "1", paramLabel = "SEQUENCE", arity = "0..1", description = "Its sequence.")
    private @Nullable Long sequence;

    @Option(
            names = {"-S", "--last-for"},
            paramLabel = "SUBJECT",
            description = "The last one of this subject.")
    private @Nullable String lastFor;

    @Mixin
    private Translation translation = new Translation();

    /** For picocli. */
    public StreamGet() {}

    @Override
    int run(Session session, StreamHandle stream) {
        Optional<StoredMessage> found;
        if (lastFor != null) {
            found = stream.last(lastFor);
        } else if (sequence != null) {
            found = stream.message(sequence);
        } else {
            throw new Failure(
                    "neither a sequence nor a subject",
                    "natskit stream get " + name() + " SEQUENCE, or --last-for SUBJECT");
        }
        StoredMessage message = found.orElseThrow(() -> new Failure(
                "no message found in stream " + name(),
                "natskit stream info " + name() + " tells first and last sequence"));
        if (json()) {
            byte[] payload = translation.of(terminal(), message.subject(), message.bytes());
            JsonText.print(terminal(), MessageJson.of(message, payload));
        } else {
            new MessageView(terminal(), false, MessageView.Part.ALL, translation).show(about(message), message);
        }
        return 0;
    }

    private String about(StoredMessage message) {
        return "Item: " + name() + "#" + message.sequence() + " received " + Figures.time(message.time()) + " ("
                + Figures.ago(Optional.of(message.time()), Instant.now()) + ") on Subject " + message.subject() + "\n";
    }
}
