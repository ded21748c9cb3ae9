// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Refusals;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.Options;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AtomicBatch;
import io.natskit.wire.headers.HeadersBuilder;
import io.natskit.wire.jetstream.PubAck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit pub}. */
@Command(name = "publish", aliases = "pub", description = "Publishes messages, to subscribers or into a stream.")
public final class Publish extends ConnectedAction {
    @Mixin
    private Body body = new Body();

    @Mixin
    private Schedule schedule = new Schedule();

    @Option(names = "--reply", paramLabel = "SUBJECT", description = "Where answers go.")
    private @Nullable String reply;

    @Option(names = "--count", defaultValue = "1", description = "How many.")
    private long count = 1;

    @Option(names = "--sleep", paramLabel = "DURATION", description = "Time between two.")
    private @Nullable Duration sleep;

    @Option(
            names = {"-J", "--jetstream"},
            description = "Have a stream acknowledge each.")
    private boolean jetStream;

    @Option(names = "--atomic", description = "All or none into a stream, as one batch.")
    private boolean atomic;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing.")
    private boolean quiet;

    private final Refusals refusals = new Refusals();

    /** For picocli. */
    public Publish() {}

    @Override
    protected void prepare(Options.Builder options) {
        options.observer(refusals);
    }

    @Override
    protected int run(Session session) {
        if (atomic) {
            publishAtomically(session);
        } else {
            body.each(terminal(), count, (number, payload) -> {
                pause(number);
                publish(session, message(payload));
            });
        }
        arrive(session);
        return 0;
    }

    private void publish(Session session, OutgoingMessage message) {
        if (jetStream || schedule.isAsked()) {
            acknowledged(session.jetStream().publish(message), message.size());
            return;
        }
        session.connection().publish(message);
        if (!quiet) {
            arrive(session);
            tell(
                    "Published " + message.size() + " bytes to \"" + body.subject + "\"",
                    out -> out.field("subject", body.subject).field("bytes", message.size()));
        }
    }

    /** Waits until the server has taken what was published; throws what it refused of it. */
    private void arrive(Session session) {
        session.connection().flush(session.timeout());
        refusals.rethrow();
    }

    private void publishAtomically(Session session) {
        try (AtomicBatch batch = session.jetStream().atomicBatch(spec -> {})) {
            List<OutgoingMessage> last = new ArrayList<>();
            body.each(terminal(), count, (number, payload) -> {
                last.forEach(batch::add);
                last.clear();
                last.add(message(payload));
            });
            PubAck ack = last.isEmpty() ? batch.commit() : batch.commit(last.get(0));
            acknowledged(ack, last.isEmpty() ? 0 : last.get(0).size());
        }
    }

    private void acknowledged(PubAck ack, int size) {
        if (quiet) {
            return;
        }
        if (json()) {
            JsonText.print(terminal(), ack.toJson());
        } else {
            terminal()
                    .line("Stored in Stream: " + ack.stream() + " Sequence: " + ack.sequence()
                            + (ack.duplicate() ? " Duplicate: true" : "") + " Bytes: " + size);
        }
    }

    private OutgoingMessage message(byte[] payload) {
        HeadersBuilder headers = body.headers().toBuilder();
        schedule.applyTo(headers);
        OutgoingMessage.Builder message =
                OutgoingMessage.to(body.subject).headers(headers.build()).payload(payload);
        return (reply == null ? message : message.replyTo(reply)).build();
    }

    private void pause(long number) {
        if (sleep != null && number > 1) {
            LockSupport.parkNanos(sleep.toNanos());
        }
    }
}
