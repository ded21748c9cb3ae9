// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Accounts whose truth is the list of what happened to them. A balance is not stored anywhere: it is replayed from the events, all of them or those up to a moment. Two writers cannot
 * both build on the same past: the stream takes an event only if its subject's last one is the one that the writer knew.
 */
public final class EventSourcing {
    private static final String ADA = "ledger.ada";

    private EventSourcing() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, EventSourcing::run);
    }

    /** What the events of an account come to, and the last of them. */
    private record Account(long cents, long lastSequence) {}

    static void run(String url) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            Sample.remove(js, "LEDGER");
            StreamHandle ledger = js.createStream(StreamConfig.builder("LEDGER")
                    .subjects("ledger.*")
                    .denyDelete(true) // what happened has happened
                    .denyPurge(true)
                    .build());

            append(js, ADA, "deposited 1000", 0);
            append(js, "ledger.bob", "deposited 50", 0);
            Account ada = replay(ledger, ADA, Instant.MAX);
            Sample.check("the balance of Ada", 1000L, ada.cents);

            // two clerks have read the same account; the first one to write wins
            append(js, ADA, "withdrew 300", ada.lastSequence);
            try {
                append(js, ADA, "withdrew 800", ada.lastSequence);
                throw new AssertionError("the account was overdrawn");
            } catch (JetStreamApiException e) {
                Sample.check(
                        "refused since the account has moved on",
                        true,
                        e.is(JetStreamError.STREAM_WRONG_LAST_SEQUENCE));
            }
            Account now = replay(ledger, ADA, Instant.MAX);
            Sample.check("the balance after that", 700L, now.cents);

            // the past can be asked, too: the balance as it was after the first event
            Instant then = ledger.message(1).orElseThrow().time();
            Sample.check("the balance as it was", 1000L, replay(ledger, ADA, then).cents);
            System.out.println("Ada has " + now.cents + " cents; at " + then + " it was 1000");
            js.deleteStream("LEDGER");
        }
    }

    /** Adds an event if {@code lastSequence} is still the account's last one, 0 for none. */
    private static void append(JetStream js, String account, String event, long lastSequence) {
        js.publish(
                OutgoingMessage.to(account)
                        .payload(event.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .build(),
                p -> p.expectLastSubjectSequence(lastSequence));
    }

    /** Reads the account's events in order, up to a moment. */
    private static Account replay(StreamHandle ledger, String account, Instant upTo) {
        long last = ledger.last(account).orElseThrow().sequence();
        Account state = new Account(0, 0);
        try (Messages events = ledger.ordered(o -> o.subjects(account)).messages(m -> {})) {
            while (state.lastSequence < last) {
                JetStreamMessage event = events.next(Duration.ofSeconds(10)).orElseThrow();
                if (event.metadata().time().isAfter(upTo)) {
                    break;
                }
                List<String> words = List.of(event.text().split(" ", 2));
                long cents = Long.parseLong(words.get(1));
                long change = words.get(0).equals("deposited") ? cents : -cents;
                state = new Account(state.cents + change, event.metadata().streamSequence());
            }
        }
        return state;
    }
}
