// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message as the API shows it (row JA-10): immutable; its arrays are shared and not to be changed. */
public final class StoredMessage {
    private static final byte[] NONE = {};

    private final String subject;
    private final long sequence;
    private final byte[] headers;
    private final byte[] data;
    private final @Nullable Instant time;

    /** A message; headers are the whole block as it travels, empty for none. */
    public StoredMessage(String subject, long sequence, byte[] headers, byte[] data, @Nullable Instant time) {
        this.subject = subject;
        this.sequence = sequence;
        this.headers = headers;
        this.data = data;
        this.time = time;
    }

    /** The message of an answer, or nothing if it has none. Throws {@link io.natskit.wire.json.JsonException}. */
    public static Optional<StoredMessage> find(byte[] json) {
        StructReader in = StructReader.lenient(json);
        StoredMessage message = null;
        while (in.next()) {
            if (in.name().equals("message") && in.enter("server.StoredMsg")) {
                message = readFields(in);
            }
        }
        return Optional.ofNullable(message);
    }

    private static StoredMessage readFields(StructReader in) {
        String subject = "";
        long sequence = 0;
        byte[] headers = NONE;
        byte[] data = NONE;
        Instant time = null;
        while (in.next()) {
            switch (in.name()) {
                case "subject" -> subject = in.string(subject);
                case "seq" -> sequence = in.uint64(sequence);
                case "hdrs" -> headers = in.bytes(headers);
                case "data" -> data = in.bytes(data);
                case "time" -> time = in.instant(time);
                default -> in.unknown();
            }
        }
        return new StoredMessage(subject, sequence, headers, data, time);
    }

    /** The subject. */
    public String subject() {
        return subject;
    }

    /** The sequence, without a sign. */
    public long sequence() {
        return sequence;
    }

    /** The block of headers as it travels; empty for none. */
    public byte[] headers() {
        return headers;
    }

    /** The payload. */
    public byte[] data() {
        return data;
    }

    /** When it was stored; empty if the server did not tell. */
    public Optional<Instant> time() {
        return Optional.ofNullable(time);
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.field("subject", subject).unsigned("seq", sequence);
        if (headers.length > 0) {
            out.base64("hdrs", headers);
        }
        if (data.length > 0) {
            out.base64("data", data);
        }
        out.time("time", time);
    }
}
