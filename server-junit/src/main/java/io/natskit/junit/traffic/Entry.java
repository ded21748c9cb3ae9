// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import io.natskit.server.ClientInfo;
import io.natskit.wire.headers.Headers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened on a server. Immutable; the arrays behind it are never handed out. Parts that a kind does not have are empty: a connection has
 * no subject, a subscription no payload.
 */
public final class Entry {
    private static final int SHOWN_PAYLOAD_CHARS = 120;

    private final long number;
    private final Kind kind;
    private final ClientInfo client;
    private final String subject;
    private final @Nullable String reply;
    private final byte[] headers;
    private final byte[] payload;
    private final @Nullable String queue;
    private final @Nullable String sid;
    private final String note;
    private final @Nullable Place place;

    /** What happened. */
    public enum Kind {
        /** A client published. */
        PUBLISHED,
        /** A message went out to a subscription. */
        DELIVERED,
        /** A stream took a message in. */
        STORED,
        /** A consumer sent a message. */
        CONSUMED,
        /** A consumer was told what became of a message. */
        ANSWERED,
        /** A client has logged in. */
        CONNECTED,
        /** A client is gone. */
        DISCONNECTED,
        /** A subscription is there. */
        SUBSCRIBED,
        /** A subscription is gone. */
        UNSUBSCRIBED;

        /** Whether it has a payload, headers and perhaps a reply subject. */
        boolean isMessage() {
            return this == PUBLISHED || this == DELIVERED || isStreamed();
        }

        /** Whether it is about a message of a stream. */
        boolean isStreamed() {
            return this == STORED || this == CONSUMED || this == ANSWERED;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Which message of a stream.
     *
     * @param stream the stream
     * @param consumer the consumer, empty where none has to do with it
     * @param sequence its sequence in the stream
     * @param deliveries how often it had been sent by then, 0 where no consumer has to do with it
     * @param word what the consumer was told, empty for nothing
     */
    record Place(String stream, String consumer, long sequence, long deliveries, String word) {
        String where() {
            String of = consumer.isEmpty() ? "" : " of consumer " + consumer;
            return (word.isEmpty() ? "" : word + " ") + "#" + sequence + of + " in stream " + stream
                    + (deliveries > 0 ? ", delivery " + deliveries : "");
        }
    }

    Entry(
            long number,
            Kind kind,
            ClientInfo client,
            String subject,
            @Nullable String reply,
            byte[] headers,
            byte[] payload,
            @Nullable String queue,
            @Nullable String sid,
            String note,
            @Nullable Place place) {
        this.number = number;
        this.kind = kind;
        this.client = client;
        this.subject = subject;
        this.reply = reply;
        this.headers = headers;
        this.payload = payload;
        this.queue = queue;
        this.sid = sid;
        this.note = note;
        this.place = place;
    }

    /** Its place in the server's journal, counted from 1. */
    public long number() {
        return number;
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** Who published, received, connected, left, subscribed; of streams and consumers nobody, with id 0 and the account of the stream. */
    public ClientInfo client() {
        return client;
    }

    /** The subject, empty for connections. */
    public String subject() {
        return subject;
    }

    /** The reply subject of a message. */
    public @Nullable String reply() {
        return reply;
    }

    /** The headers of a message; empty if it has none. */
    public Headers headers() {
        return headers.length == 0 ? Headers.empty() : Headers.ofBytes(headers, 0, headers.length);
    }

    /** A copy of the payload. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The queue group of a subscription, or of the one that a message went to. */
    public @Nullable String queue() {
        return queue;
    }

    /** The subscription's id, as its client chose it. */
    public @Nullable String sid() {
        return sid;
    }

    /** What an {@linkplain Interceptions interception} did to it, or why a client is gone; empty mostly. */
    public String note() {
        return note;
    }

    /** The stream of a message that was stored, consumed or answered; empty for everything else. */
    public String stream() {
        return place == null ? "" : place.stream;
    }

    /** The consumer that sent the message, or was told of it; empty for everything else. */
    public String consumer() {
        return place == null ? "" : place.consumer;
    }

    /** The message's sequence in its stream; 0 for everything else. */
    public long sequence() {
        return place == null ? 0 : place.sequence;
    }

    /** How often the consumer had sent the message by then, 1 for the first time; 0 for everything else. */
    public long deliveries() {
        return place == null ? 0 : place.deliveries;
    }

    /** What the consumer was told of the message: {@code +ACK}, {@code +NXT}, {@code -NAK}, {@code +WPI} or {@code +TERM}; empty for everything else. */
    public String word() {
        return place == null ? "" : place.word;
    }

    int heldBytes() {
        return headers.length + payload.length + 64;
    }

    byte[] payloadBytes() {
        return payload;
    }

    /** Who it was, for messages to people: {@code client 5 "shop"}. */
    static String who(ClientInfo client) {
        return "client " + client.id() + (client.name() == null ? "" : " \"" + client.name() + '"');
    }

    static String shown(byte[] payload) {
        for (byte b : payload) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return payload.length + " bytes " + hex(payload);
            }
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        String quoted = text.length() <= SHOWN_PAYLOAD_CHARS ? text : text.substring(0, SHOWN_PAYLOAD_CHARS) + "…";
        return '"' + quoted.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t") + '"';
    }

    private static String hex(byte[] bytes) {
        int shown = Math.min(bytes.length, 32);
        String digits = HexFormat.of().formatHex(bytes, 0, shown);
        return "0x" + digits + (shown < bytes.length ? "…" : "");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("#").append(number).append(' ').append(kind.word());
        if (!subject.isEmpty()) {
            text.append(' ').append(subject);
        }
        if (reply != null) {
            text.append(" (reply ").append(reply).append(')');
        }
        if (queue != null) {
            text.append(" (queue ").append(queue).append(')');
        }
        if (kind.isMessage()) {
            text.append(' ').append(shown(payload));
            for (String name : headers().names()) {
                text.append(' ')
                        .append(name)
                        .append(": ")
                        .append(String.join(", ", headers().all(name)));
            }
        }
        if (place != null) {
            return text.append(' ').append(place.where()).toString();
        }
        text.append(kind == Kind.DELIVERED ? " to " : " by ").append(who(client));
        return note.isEmpty()
                ? text.toString()
                : text.append(" [").append(note).append(']').toString();
    }
}
