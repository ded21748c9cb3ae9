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

    /** What happened. */
    public enum Kind {
        /** A client published. */
        PUBLISHED,
        /** A message went out to a subscription. */
        DELIVERED,
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
            return this == PUBLISHED || this == DELIVERED;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
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
            String note) {
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
    }

    /** Its place in the server's journal, counted from 1. */
    public long number() {
        return number;
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** Who published, received, connected, left, subscribed. */
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
        text.append(kind == Kind.DELIVERED ? " to " : " by ").append(who(client));
        return note.isEmpty()
                ? text.toString()
                : text.append(" [").append(note).append(']').toString();
    }
}
