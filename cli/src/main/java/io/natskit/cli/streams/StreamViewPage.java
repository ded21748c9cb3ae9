// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.cli.message.MessageView;
import io.natskit.cli.message.Translation;
import io.natskit.cli.terminal.Figures;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit stream view}. */
@Command(name = "view", description = "Shows messages of a stream, a page at a time.")
public final class StreamViewPage extends OneStream {
    @Parameters(
            index = "1",
            paramLabel = "SIZE",
            arity = "0..1",
            defaultValue = "10",
            description = "How many to a page, 10 by default.")
    private int size = 10;

    @Option(names = "--id", paramLabel = "SEQUENCE", defaultValue = "1", description = "From this sequence on.")
    private long from = 1;

    @Option(names = "--subject", paramLabel = "SUBJECT", defaultValue = ">", description = "Those of these subjects.")
    private String subject = ">";

    @Option(names = "--since", paramLabel = "DURATION", description = "What came since then.")
    private @Nullable Duration since;

    @Option(names = "--raw", description = "Payloads alone.")
    private boolean raw;

    @Mixin
    private Translation translation = new Translation();

    /** For picocli. */
    public StreamViewPage() {}

    @Override
    int run(Session session, StreamHandle stream) {
        Instant earliest = since == null ? Instant.MIN : Instant.now().minus(since);
        MessageView view =
                new MessageView(terminal(), json(), raw ? MessageView.Part.RAW : MessageView.Part.ALL, translation);
        long next = from;
        int shown = 0;
        Optional<StoredMessage> message = stream.next(next, subject);
        while (message.isPresent()) {
            StoredMessage found = message.get();
            if (!found.time().isBefore(earliest)) {
                if (shown == size && !another()) {
                    return 0;
                }
                shown = shown == size ? 1 : shown + 1;
                view.show(
                        "[" + found.sequence() + "] Subject: " + found.subject() + " Received: "
                                + Figures.time(found.time()),
                        found);
            }
            next = found.sequence() + 1;
            message = stream.next(next, subject);
        }
        if (!raw && !json()) {
            terminal().note("Reached apparent end of data");
        }
        return 0;
    }

    private boolean another() {
        return terminal().isInteractive() && terminal().confirms("Next page?");
    }
}
