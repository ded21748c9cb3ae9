// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The answers to publishers of one stream, byte for byte as nats-server writes them (PB-01). Immutable. */
final class PubAcks {
    private static final byte[] DUPLICATE = ascii(",\"duplicate\": true}");
    private static final byte[] END = {'}'};

    private final String stream;
    private final byte[] prefix;

    PubAcks(String stream, @Nullable String domain) {
        this.stream = stream;
        byte[] whole = new JsonWriter()
                .field("stream", stream)
                .fieldIfPresent("domain", domain)
                .field("seq", 0)
                .toBytes();
        // up to the number
        this.prefix = Arrays.copyOf(whole, whole.length - 2);
    }

    byte[] stored(long sequence) {
        return ack(sequence, END);
    }

    byte[] duplicate(long sequence) {
        return ack(sequence, DUPLICATE);
    }

    byte[] counter(long sequence, String value) {
        return ack(sequence, ascii(",\"val\":\"" + value + "\"}"));
    }

    byte[] batch(long sequence, String id, long count) {
        byte[] object =
                new JsonWriter().field("batch", id).field("count", count).toBytes();
        object[0] = ',';
        return ack(sequence, object);
    }

    byte[] error(ApiError error) {
        JsonWriter json = new JsonWriter();
        error.writeTo(json.begin("error"));
        return json.end().field("stream", stream).field("seq", 0).toBytes();
    }

    private byte[] ack(long sequence, byte[] end) {
        int digits = 1;
        for (long rest = sequence; rest >= 10; rest /= 10) {
            digits++;
        }
        byte[] ack = Arrays.copyOf(prefix, prefix.length + digits + end.length);
        long rest = sequence;
        for (int at = prefix.length + digits - 1; at >= prefix.length; at--) {
            ack[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(end, 0, ack, prefix.length + digits, end.length);
        return ack;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
