// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.tracing;

import io.natskit.wire.json.JsonWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one message, event by event (MT-01). Filled on the publisher's loop, and for a stream on the stream's; told once both are
 * {@link #done}.
 */
public final class MessageTrace {
    /** How nats-server numbers a client among connections. */
    private static final int CLIENT = 0;

    private final InstantSource clock;
    private final TraceHeaders headers;
    private final int size;
    private final boolean only;
    private final String account;
    private final Consumer<MessageTrace> told;
    private final JsonWriter ingress = new JsonWriter();
    private final List<byte[]> events = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger(1);
    private @Nullable String ingressError;

    // of the stream's loop, read once that is done
    private int streamPlace = -1;
    private @Nullable String stream;
    private @Nullable String storedSubject;
    private boolean unwanted;
    private @Nullable String streamError;

    /**
     * The trace of a message that came from a client.
     *
     * @param clock the time of day
     * @param headers what it asked for
     * @param size the bytes of headers and payload
     * @param from who sent it
     * @param subject on which subject
     * @param told gets this trace once all is known, on the loop that knew last
     */
    public MessageTrace(
            InstantSource clock,
            TraceHeaders headers,
            int size,
            Connection from,
            String subject,
            Consumer<MessageTrace> told) {
        this.clock = clock;
        this.headers = headers;
        this.size = size;
        this.only = headers.isOnly();
        this.account = from.account;
        this.told = told;
        ingress.field("type", "in")
                .time("ts", clock.instant())
                .field("kind", CLIENT)
                .field("cid", from.id)
                .fieldIfPresent("name", from.name)
                .field("acc", from.account)
                .field("subj", subject);
    }

    /**
     * A client's connection.
     *
     * @param id its number
     * @param name what it calls itself, or null
     * @param account the name of its account
     */
    public record Connection(long id, @Nullable String name, String account) {}

    /** Whether the message itself goes nowhere. */
    public boolean isOnly() {
        return only;
    }

    /** It was refused at the door. */
    public void ingressError(String text) {
        ingressError = text;
    }

    /** It goes on as another subject. */
    public void mapped(String to) {
        events.add(begun("sm").field("to", to).toBytes());
    }

    /** It goes to an account that imports the stream, as that subject. */
    public void streamExport(String importer, String to) {
        events.add(begun("se").field("acc", importer).field("to", to).toBytes());
    }

    /** It is a request to a service that is imported from that account. */
    public void serviceImport(String exporter, String from, String to) {
        events.add(begun("si")
                .field("acc", exporter)
                .field("from", from)
                .field("to", to)
                .toBytes());
    }

    /** It goes out to a subscription, or did not for a reason. */
    public void egress(Connection to, String subject, @Nullable String queue, @Nullable Undelivered reason) {
        events.add(begun("eg")
                .field("kind", CLIENT)
                .field("cid", to.id)
                .fieldIfPresent("name", to.name)
                .fieldIfPresent("acc", to.account.equals(account) ? null : to.account)
                .fieldIfPresent("sub", subject)
                .fieldIfPresent("queue", queue)
                .fieldIfPresent("error", reason == null ? null : reason.text())
                .toBytes());
    }

    private JsonWriter begun(String type) {
        return new JsonWriter().field("type", type).time("ts", clock.instant());
    }

    /** A stream will look at it; {@link #done} is called once more, by the stream. False if another one does already. */
    public boolean awaitStream(String name) {
        if (stream != null) {
            return false;
        }
        stream = name;
        streamPlace = events.size();
        left.incrementAndGet();
        return true;
    }

    /** The stream takes it under this subject; or not at all, since nobody wants it there. */
    public void stored(String subject, boolean nobodyWantsIt) {
        storedSubject = subject;
        unwanted = nobodyWantsIt;
    }

    /** The stream refused it. */
    public void refused(String text) {
        streamError = text;
    }

    /** The publisher's side, or the stream's, has nothing more to add. */
    public void done() {
        if (left.decrementAndGet() == 0) {
            told.accept(this);
        }
    }

    /** All of it, with what the server says of itself. Once it is told. */
    public byte[] toJson(Consumer<JsonWriter> server) {
        JsonWriter json = new JsonWriter();
        json.begin("server");
        server.accept(json);
        json.end().begin("request");
        json.begin("header");
        headers.all().forEach(json::strings);
        json.end().field("msgsize", size).end();
        json.beginArray("events");
        json.rawElement(ingress.fieldIfPresent("error", ingressError).toBytes());
        for (int i = 0; i < events.size(); i++) {
            if (i == streamPlace) {
                json.rawElement(stream());
            }
            json.rawElement(events.get(i));
        }
        if (streamPlace == events.size()) {
            json.rawElement(stream());
        }
        return json.endArray().toBytes();
    }

    private byte[] stream() {
        return begun("js")
                .fieldIfPresent("stream", stream)
                .fieldIfPresent("subject", storedSubject)
                .fieldIfTrue("nointerest", unwanted)
                .fieldIfPresent("error", streamError)
                .toBytes();
    }
}
