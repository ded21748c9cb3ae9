// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.PublisherJson;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Nats-Request-Info}, by which a service learns which account asks, and who where that is shared. What a client says under
 * that name is taken out.
 */
final class RequestInfo {
    private static final String NAME = "Nats-Request-Info";
    private static final byte[] VERSION = bytes("NATS/1.0\r\n");
    private static final byte[] KEY = bytes(NAME + ":");

    private RequestInfo() {}

    /** The header block of a message with that header at its end. */
    static byte[] header(PublishFrame frame, byte[] info) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(0, frame.headerLength) + info.length + 64);
        if (frame.headerLength > 0) {
            copyOthers(frame, out);
        } else {
            out.writeBytes(VERSION);
        }
        out.writeBytes(bytes(NAME + ": "));
        out.writeBytes(info);
        out.writeBytes(bytes("\r\n\r\n"));
        return out.toByteArray();
    }

    /** The header block as it is, empty where there is none. */
    static byte[] unchanged(PublishFrame frame) {
        byte[] block = new byte[Math.max(0, frame.headerLength)];
        System.arraycopy(frame.bytes, frame.payload, block, 0, block.length);
        return block;
    }

    /** All lines but those of this name, without the empty one at the end. */
    private static void copyOthers(PublishFrame frame, ByteArrayOutputStream out) {
        int end = frame.payload + frame.headerLength;
        int at = frame.payload;
        while (at < end) {
            int next = lineEnd(frame.bytes, at, end);
            boolean empty = next - at <= 2 && (frame.bytes[at] == '\r' || frame.bytes[at] == '\n');
            if (!empty && !isOurs(frame.bytes, at, next)) {
                out.write(frame.bytes, at, next - at);
            }
            at = next;
        }
    }

    private static int lineEnd(byte[] b, int at, int end) {
        int i = at;
        while (i < end && b[i] != '\n') {
            i++;
        }
        return Math.min(end, i + 1);
    }

    private static boolean isOurs(byte[] b, int at, int end) {
        if (end - at < KEY.length) {
            return false;
        }
        for (int i = 0; i < KEY.length; i++) {
            int c = b[at + i];
            int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
            int key = KEY[i] >= 'A' && KEY[i] <= 'Z' ? KEY[i] + 32 : KEY[i];
            if (lower != key) {
                return false;
            }
        }
        return true;
    }

    /** What is said of the one who asks: the account, and the rest where the server's name is given, since it is shared. Null for the server itself. */
    static byte @Nullable [] of(@Nullable Outbox origin, @Nullable String sharedBy) {
        PublisherInfo who = origin == null ? null : origin.publisher();
        if (who == null) {
            return null;
        }
        JsonWriter json = new JsonWriter();
        describe(json, who, sharedBy);
        return json.toBytes();
    }

    /** Writes what is said of somebody: more where the name of the server that tells it is given. */
    static void describe(JsonWriter json, PublisherInfo who, @Nullable String sharedBy) {
        if (sharedBy == null) {
            PublisherJson.writeBrief(who, json);
        } else {
            PublisherJson.writeShared(who, sharedBy, json);
        }
    }

    /** The same that stood in a message that has come through another import, with the account that passes it on. */
    static byte @Nullable [] passedOn(PublishFrame frame, String through) {
        int end = frame.payload + Math.max(0, frame.headerLength);
        int at = frame.payload;
        while (at < end) {
            int next = lineEnd(frame.bytes, at, end);
            if (isOurs(frame.bytes, at, next)) {
                return withService(frame.bytes, at + KEY.length, next, through);
            }
            at = next;
        }
        return null;
    }

    private static byte @Nullable [] withService(byte[] b, int from, int to, String through) {
        try {
            JsonObject before = JsonObject.parse(b, from, to - from);
            JsonWriter json = new JsonWriter();
            for (String name : before.names()) {
                Object value = before.value(name);
                if (value instanceof String text && !name.equals("svc")) {
                    json.field(name, text);
                } else if (value instanceof Long number) {
                    json.field(name, number.longValue());
                } else if (value instanceof List<?> words) {
                    json.strings(name, words.stream().map(String::valueOf).toList());
                }
                if (name.equals("acc")) {
                    json.field("svc", through);
                }
            }
            return json.toBytes();
        } catch (JsonException e) {
            return null;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
