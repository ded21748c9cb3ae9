// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.message.Taking;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.client.Message;
import io.natskit.client.Options;
import io.natskit.client.SubscribeOptions;
import io.natskit.jetstream.JetStreamMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit sub}. */
@Command(name = "subscribe", aliases = "sub", description = "Shows what comes on subjects, or what a stream keeps.")
public final class Subscribe extends ConnectedAction {
    @Parameters(paramLabel = "SUBJECT", arity = "0..*", description = "What to listen to.")
    private List<String> subjects = List.of();

    @Mixin
    private SubscribeView view = new SubscribeView();

    @Mixin
    private StreamStart start = new StreamStart();

    @Option(names = "--queue", paramLabel = "GROUP", description = "As a member of a queue group.")
    private @Nullable String queue;

    @Option(
            names = {"-i", "--inbox"},
            description = "Listens to an inbox of its own.")
    private boolean inbox;

    @Option(names = "--count", description = "Ends after so many messages.")
    private long count;

    @Option(names = "--wait", paramLabel = "DURATION", description = "Ends after this long without a message.")
    private @Nullable Duration quiet;

    @Option(
            names = "--ack",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Acknowledges messages of a durable consumer, on by default.")
    private boolean ack = true;

    private final ReentrantLock showing = new ReentrantLock();
    private final Map<String, Long> bySubject = new ConcurrentHashMap<>();

    /** For picocli. */
    public Subscribe() {}

    @Override
    protected void prepare(Options.Builder options) {
        watch(options);
    }

    @Override
    protected int run(Session session) throws InterruptedException {
        Receipts receipts = new Receipts(count);
        if (start.isAsked()) {
            readStream(session, receipts);
        } else {
            listen(session, receipts);
        }
        if (view.reportSubjects) {
            report();
        }
        return 0;
    }

    private void listen(Session session, Receipts receipts) throws InterruptedException {
        List<String> wanted = inbox ? List.of(session.connection().newInbox()) : subjects;
        if (wanted.isEmpty()) {
            throw new Failure("no subject", "name one, such as natskit sub 'orders.>', or say --inbox or --stream");
        }
        SubscribeOptions options = queue == null ? SubscribeOptions.defaults() : SubscribeOptions.queue(queue);
        wanted.forEach(
                subject -> session.connection().subscribe(subject, options, message -> receive(message, receipts)));
        session.connection().flush(session.timeout());
        terminal().note("Subscribing on " + String.join(", ", wanted));
        Ticker ticker = new Ticker(terminal(), view.graph, "messages on " + String.join(", ", wanted), receipts::count);
        receipts.await(quiet, ticker::second);
    }

    private void readStream(Session session, Receipts receipts) throws InterruptedException {
        try (Taking messages = start.open(session, subjects, count > 0)) {
            Thread reader = new Thread(() -> read(messages, receipts, session.timeout()), "natskit-sub");
            reader.setDaemon(true);
            reader.start();
            Ticker ticker = new Ticker(terminal(), view.graph, "messages of the stream", receipts::count);
            receipts.await(quiet, ticker::second);
        }
        session.connection().flush(session.timeout());
    }

    private void read(Taking messages, Receipts receipts, Duration timeout) {
        try {
            // a stream without messages tells no end: there it is the silence
            Duration patience = start.terminateAtEnd ? timeout : null;
            boolean more = true;
            while (more) {
                Optional<JetStreamMessage> message = messages.next(patience);
                message.ifPresent(found -> receive(found, receipts));
                boolean last = start.terminateAtEnd
                        && message.filter(found -> found.metadata().pending() > 0)
                                .isEmpty();
                more = !last && !receipts.isOver() && (count == 0 || receipts.count() < count);
            }
            receipts.end();
        } catch (RuntimeException e) {
            receipts.fail(e);
        }
    }

    private void receive(Message message, Receipts receipts) {
        if (view.isIgnored(message.subject())) {
            return;
        }
        showing.lock();
        try {
            long number = receipts.next();
            if (number == 0) {
                return;
            }
            bySubject.merge(message.subject(), 1L, Long::sum);
            if (!view.countsOnly()) {
                view.show(terminal(), json(), number, message);
            }
            if (start.durable != null && ack && message instanceof JetStreamMessage stored) {
                stored.ack();
            }
            receipts.done(number);
        } catch (RuntimeException e) {
            receipts.fail(e); // what cannot be shown now, such as on a full disk, can be no more
        } finally {
            showing.unlock();
        }
    }

    private void report() {
        Table table = Table.of("Messages by Subject", "Subject", "Messages");
        bySubject.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(view.reportTop)
                .forEach(entry -> table.row(entry.getKey(), Figures.count(entry.getValue())));
        if (json()) {
            JsonText.print(terminal(), JsonText.object(out -> out.countsIfPresent("subjects", bySubject)));
        } else {
            table.print(terminal());
        }
    }
}
