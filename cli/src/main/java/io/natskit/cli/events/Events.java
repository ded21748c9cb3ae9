// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.events;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Failure;
import io.natskit.cli.action.Showing;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.Message;
import io.natskit.client.Options;
import io.natskit.jetstream.Consuming;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit events}. */
@Command(
        name = "events",
        aliases = {"event", "e"},
        description = {
            "Shows what servers and JetStream tell of, as it happens.",
            "",
            "Events of servers come to users of the system account alone, those of JetStream to users of the account they are about.",
            "",
            "natskit events --user sys --short",
            "natskit events --js-advisory --no-srv-advisory --filter orders"
        })
public final class Events extends ConnectedAction {
    @Mixin
    private EventSources sources = new EventSources();

    @Option(names = "--short", description = "A line each.")
    private boolean brief;

    @Option(names = "--cloudevent", description = "As documents of CloudEvents, version 1.")
    private boolean cloudEvent;

    @Option(names = "--filter", paramLabel = "TEXT", description = "Those whose subject or document has this text.")
    private String filter = "";

    @Option(names = "--stream", paramLabel = "STREAM", description = "What this stream keeps, and nothing else.")
    private @Nullable String stream;

    @Option(names = "--since", paramLabel = "DURATION", description = "Of a stream: what came since then.")
    private @Nullable Duration since;

    @Option(names = "--count", description = "Ends after so many.")
    private long count;

    private final ReentrantLock turn = new ReentrantLock();

    /** For picocli. */
    public Events() {}

    @Override
    protected void prepare(Options.Builder options) {
        watch(options);
    }

    @Override
    protected int run(Session session) throws InterruptedException, ExecutionException {
        if (since != null && stream == null) {
            throw new Failure("--since without a stream", "say --stream, with one that keeps events");
        }
        Showing showing = new Showing(count);
        if (stream != null) {
            read(session, stream, showing);
        } else {
            listen(session, showing);
        }
        return 0;
    }

    private void listen(Session session, Showing showing) throws InterruptedException, ExecutionException {
        List<EventSources.Source> wanted =
                sources.wanted(session.jetStream().options().eventPrefix());
        if (wanted.isEmpty()) {
            throw new Failure("no events", "say --all, --js-advisory, --js-metric, --srv-advisory or --subjects");
        }
        for (EventSources.Source source : wanted) {
            session.connection().subscribe(source.subject(), message -> show(message, Instant.now(), showing));
            terminal().note("Listening for " + source.what() + " on " + source.subject());
        }
        session.connection().flush(session.timeout());
        showing.await(new CompletableFuture<>(), "the connection");
    }

    private void read(Session session, String from, Showing showing) throws InterruptedException, ExecutionException {
        Duration back = since;
        try (Consuming reading = session.jetStream().stream(from)
                .ordered(spec -> {
                    if (back != null) {
                        spec.from(Instant.now().minus(back));
                    }
                })
                .consume(message -> show(message, message.metadata().time(), showing))) {
            showing.await(reading.ended(), "stream " + from);
        }
    }

    /** What is no event is left out: it could be of anybody on the subjects that were asked for. */
    private void show(Message message, Instant came, Showing showing) {
        if (!isWanted(message)) {
            return;
        }
        turn.lock(); // each subject has a thread of its own
        try {
            Event.of(message.subject(), message.bytes(), came).ifPresent(event -> showing.next(() -> print(event)));
        } finally {
            turn.unlock();
        }
    }

    private boolean isWanted(Message message) {
        return filter.isEmpty()
                || message.subject().contains(filter)
                || new String(message.bytes(), StandardCharsets.UTF_8).contains(filter);
    }

    private void print(Event event) {
        if (cloudEvent) {
            JsonText.printLine(terminal(), EventView.cloudEvent(event));
        } else if (json()) {
            JsonText.printLine(terminal(), event.bytes());
        } else if (brief) {
            terminal().line(EventView.line(event));
        } else {
            EventView.facts(event).print(terminal());
        }
    }
}
