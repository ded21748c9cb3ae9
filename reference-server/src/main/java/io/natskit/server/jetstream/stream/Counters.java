// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static io.natskit.server.jetstream.stream.HeaderNames.COUNTER_SOURCES;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_MSG_ID;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_SEQUENCE;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_SUBJECT_SEQUENCE;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_STREAM;
import static io.natskit.server.jetstream.stream.HeaderNames.INCR;
import static io.natskit.server.jetstream.stream.HeaderNames.ROLLUP;
import static io.natskit.server.jetstream.stream.HeaderNames.STREAM_SOURCE;
import static io.natskit.server.jetstream.stream.PublishChecks.hasText;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Streams whose messages are counters (PB-07, ADR-49): each publish raises the subject's last value. Confined to the stream's loop. */
final class Counters {
    private static final int DIGITS_MAX = 10_000;

    /** Finds the value that a subject has now. */
    interface LastValues {
        /** Reads the last message of a subject; false if there is none. */
        boolean last(ByteRange subject, StoredMessage into);
    }

    private final LastValues values;
    private final int payloadMax;
    private final StoredMessage before = new StoredMessage();

    Counters(LastValues values, int payloadMax) {
        this.values = values;
        this.payloadMax = payloadMax;
    }

    /** Whether the draft raises a counter, as far as headers tell; refuses what may not. */
    boolean check(StreamRules rules, Draft draft) {
        String text = draft.header(INCR);
        if (text == null || text.isEmpty()) {
            return false;
        }
        if (number(text) == null) {
            throw new ApiException(JetStreamError.MESSAGE_INCR_INVALID);
        }
        if (draft.isSourced()) {
            return true;
        }
        if (!rules.counters) {
            throw new ApiException(JetStreamError.MESSAGE_INCR_DISABLED);
        }
        if (draft.payloadLength() > 0) {
            throw new ApiException(JetStreamError.MESSAGE_INCR_PAYLOAD);
        }
        if (hasText(draft.header(ROLLUP))
                || hasText(draft.header(EXPECTED_STREAM))
                || hasText(draft.header(EXPECTED_LAST_MSG_ID))
                || hasText(draft.header(EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT))
                || hasText(draft.header(EXPECTED_LAST_SEQUENCE))
                || hasText(draft.header(EXPECTED_LAST_SUBJECT_SEQUENCE))) {
            throw new ApiException(JetStreamError.MESSAGE_INCR_INVALID);
        }
        return true;
    }

    /** Makes the draft hold the new value. */
    void raise(Draft draft) {
        BigInteger increment = number(String.valueOf(draft.header(INCR)));
        if (increment == null) {
            throw new ApiException(JetStreamError.MESSAGE_INCR_INVALID);
        }
        BigInteger value = BigInteger.ZERO;
        Map<String, Map<String, String>> sources = new TreeMap<>();
        if (values.last(draft.stored().subject(), before)) {
            value = valueOf(before.payload().toBytes());
            String known = HeaderBlock.text(before.headers().toBytes(), COUNTER_SOURCES);
            if (known != null && !known.isEmpty()) {
                sources = sourcesOf(known);
            }
        }
        byte[] headers = draft.headers();
        String source = draft.header(STREAM_SOURCE);
        if (source != null && !source.isEmpty()) {
            increment = difference(draft, source, sources);
            headers = HeaderBlock.set(headers, INCR, increment.toString());
        }
        value = value.add(increment);
        draft.counterValue(value.toString());
        draft.payload(("{\"val\":\"" + value + "\"}").getBytes(StandardCharsets.US_ASCII));
        if (!sources.isEmpty()) {
            headers = HeaderBlock.set(headers, COUNTER_SOURCES, textOf(sources));
        }
        draft.headers(headers);
        if (draft.headerLength() + draft.payloadLength() > payloadMax) {
            throw new ApiException(JetStreamError.STREAM_MESSAGE_EXCEEDS_MAXIMUM);
        }
    }

    /** What a source has counted since its last message, which is noted. */
    private static BigInteger difference(Draft draft, String source, Map<String, Map<String, String>> sources) {
        String[] fields = source.split(" ", -1);
        String subject = fields.length >= 5 ? fields[4] : draft.subject();
        BigInteger now = valueOf(draft.stored().payload().toBytes());
        Map<String, String> ofStream = sources.computeIfAbsent(fields[0], name -> new TreeMap<>());
        String earlier = ofStream.put(subject, now.toString());
        BigInteger previous = earlier == null ? null : number(earlier);
        return previous == null ? now : now.subtract(previous);
    }

    private static BigInteger valueOf(byte[] payload) {
        try {
            String text = JsonObject.parse(payload).string("val");
            BigInteger value = text == null ? null : number(text);
            return value == null ? BigInteger.ZERO : value;
        } catch (JsonException e) {
            throw new ApiException(JetStreamError.MESSAGE_COUNTER_BROKEN);
        }
    }

    private static Map<String, Map<String, String>> sourcesOf(String text) {
        try {
            JsonObject json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
            Map<String, Map<String, String>> sources = new TreeMap<>();
            for (String stream : json.names()) {
                Map<String, String> ofStream = new TreeMap<>();
                JsonObject subjects = json.object(stream);
                if (subjects != null) {
                    for (String subject : subjects.names()) {
                        String value = subjects.string(subject);
                        ofStream.put(subject, value == null ? "" : value);
                    }
                }
                sources.put(stream, ofStream);
            }
            return sources;
        } catch (JsonException e) {
            throw new ApiException(JetStreamError.MESSAGE_COUNTER_BROKEN);
        }
    }

    private static String textOf(Map<String, Map<String, String>> sources) {
        JsonWriter json = new JsonWriter();
        sources.forEach((stream, subjects) -> {
            json.begin(stream);
            subjects.forEach(json::field);
            json.end();
        });
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    /** A whole number of any length, with a sign or without; null for anything else. */
    static @Nullable BigInteger number(String text) {
        int from = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        if (text.length() == from || text.length() > DIGITS_MAX) {
            return null;
        }
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        return new BigInteger(text.charAt(0) == '+' ? text.substring(1) : text);
    }
}
