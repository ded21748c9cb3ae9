// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.JetStreamApiException;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publish acknowledgements from their bytes. The one that nearly every publish gets, {@code {"stream":"ORDERS","seq":7}} with perhaps a space or two, is read here; anything else
 * by the general reader.
 */
final class PubAcks {
    private static final byte[] STREAM = "{\"stream\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEQUENCE = "\"seq\":".getBytes(StandardCharsets.US_ASCII);

    /** The stream of the ack before, since the next is usually of the same; racing threads do no harm. */
    private static volatile String lastStream = "";

    private PubAcks() {}

    /** The acknowledgement; throws {@link JetStreamApiException} for a refusal, and for what is no answer of a stream. */
    static PubAck read(byte[] bytes) {
        PubAck usual = usual(bytes);
        if (usual != null) {
            return usual;
        }
        try {
            Optional<ApiError> error = ApiError.find(bytes);
            if (error.isPresent()) {
                ApiError e = error.get();
                throw new JetStreamApiException(e.code(), e.errCode(), e.description());
            }
            PubAck ack = PubAck.ofJson(bytes);
            if (!ack.stream().isEmpty()) {
                return ack;
            }
        } catch (JsonException e) {
            // said below
        }
        throw new JetStreamApiException(
                500, 0, "not an acknowledgement of a stream: somebody else answered (" + bytes.length + " bytes)");
    }

    private static @Nullable PubAck usual(byte[] b) {
        if (b.length < STREAM.length + 10 || !matches(b, 0, STREAM)) {
            return null;
        }
        int from = STREAM.length;
        int at = from;
        while (at < b.length && b[at] != '"' && b[at] != '\\' && b[at] > 0) {
            at++;
        }
        if (at == from || at + 3 >= b.length || b[at] != '"' || b[at + 1] != ',') {
            return null;
        }
        int name = at;
        at += 2;
        while (at < b.length && b[at] == ' ') {
            at++;
        }
        if (at + SEQUENCE.length >= b.length || !matches(b, at, SEQUENCE)) {
            return null;
        }
        at += SEQUENCE.length;
        long sequence = 0;
        int digits = at;
        while (at < b.length && b[at] >= '0' && b[at] <= '9') {
            sequence = sequence * 10 + (b[at++] - '0');
        }
        if (at == digits || at - digits > 18 || at != b.length - 1 || b[at] != '}') {
            return null;
        }
        return PubAck.of(stream(b, from, name - from), sequence);
    }

    private static String stream(byte[] b, int from, int length) {
        String last = lastStream;
        boolean same = last.length() == length;
        for (int i = 0; same && i < length; i++) {
            same = last.charAt(i) == b[from + i];
        }
        if (same) {
            return last;
        }
        String fresh = new String(b, from, length, StandardCharsets.US_ASCII);
        lastStream = fresh;
        return fresh;
    }

    private static boolean matches(byte[] b, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (b[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
