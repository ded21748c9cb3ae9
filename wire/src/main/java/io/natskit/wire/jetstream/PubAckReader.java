// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer to a publish. The shape that servers write is read in place, straight through; whatever else is left to the general
 * reader. Confined to the call that made it.
 */
final class PubAckReader {
    private static final byte[] HEAD = bytes("{\"stream\":\"");
    private static final byte[] DOMAIN = bytes(",\"domain\":\"");
    private static final byte[] SEQUENCE = bytes(",\"seq\":");
    private static final byte[] DUPLICATE = bytes(",\"duplicate\":");
    private static final byte[] TRUE = bytes("true");
    private static final byte[] VALUE = bytes(",\"val\":\"");
    private static final byte[] BATCH = bytes(",\"batch\":\"");
    private static final byte[] COUNT = bytes(",\"count\":");
    private static final int DIGITS_MAX = 18; // never overflows

    private final byte[] json;
    private final int from;
    private final int end;
    private final PubAckBuilder read = PubAckBuilder.unset();
    private int at;
    private int textFrom;
    private long number;

    PubAckReader(byte[] json, int offset, int length) {
        this.json = json;
        this.from = offset;
        this.end = offset + length;
        this.at = offset;
    }

    /** Null if the answer is an error. */
    @Nullable
    PubAck read(String known) {
        return straight(known) ? read.build() : general();
    }

    // false as soon as something is not as servers write it
    private boolean straight(String known) {
        if (!skip(HEAD) || !text()) {
            return false;
        }
        read.stream(textIs(known) ? known : taken());
        at++;
        if (skip(DOMAIN)) {
            if (!text()) {
                return false;
            }
            read.domain(taken());
            at++;
        }
        if (!skip(SEQUENCE) || !number()) {
            return false;
        }
        read.sequence(number);
        return rest() && at + 1 == end && json[at] == '}';
    }

    private boolean rest() {
        if (skip(DUPLICATE)) {
            at += at < end && json[at] == ' ' ? 1 : 0;
            if (!skip(TRUE)) {
                return false;
            }
            read.duplicate(true);
        }
        if (skip(VALUE)) {
            if (!text()) {
                return false;
            }
            read.value(taken());
            at++;
        }
        if (skip(BATCH)) {
            if (!text()) {
                return false;
            }
            read.batch(taken());
            at++;
        }
        if (skip(COUNT)) {
            if (!number()) {
                return false;
            }
            read.batchSize(number);
        }
        return true;
    }

    private @Nullable PubAck general() {
        StructReader in = StructReader.lenient(json, from, end - from);
        PubAckBuilder fields = PubAckBuilder.unset();
        boolean error = false;
        while (in.next()) {
            if (in.name().equals("error")) {
                error |= !in.raw().equals("null");
            } else if (!fields.readField(in)) {
                in.unknown();
            }
        }
        return error ? null : fields.build();
    }

    // moves to the closing mark of a text without escapes and beyond ASCII
    private boolean text() {
        textFrom = at;
        while (at < end && json[at] != '"') {
            if (json[at] < ' ' || json[at] == '\\') {
                return false;
            }
            at++;
        }
        return at < end;
    }

    private String taken() {
        return new String(json, textFrom, at - textFrom, StandardCharsets.US_ASCII);
    }

    private boolean textIs(String known) {
        if (at - textFrom != known.length()) {
            return false;
        }
        for (int i = 0; i < known.length(); i++) {
            if (json[textFrom + i] != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        int first = at;
        long value = 0;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            value = value * 10 + (json[at++] - '0');
        }
        number = value;
        int digits = at - first;
        return digits == 1 || (digits > 1 && digits <= DIGITS_MAX && json[first] != '0');
    }

    private boolean skip(byte[] literal) {
        if (end - at < literal.length) {
            return false;
        }
        for (int i = 0; i < literal.length; i++) {
            if (json[at + i] != literal[i]) {
                return false;
            }
        }
        at += literal.length;
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
