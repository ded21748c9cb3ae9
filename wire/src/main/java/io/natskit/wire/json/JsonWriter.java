// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object, field by field, in the order of the calls, byte for byte as Go's encoder does: {@code < > &} and the line
 * separators escaped, no white space, control characters in lower-case hexadecimal. Confined to one thread. A call out of order throws
 * {@link IllegalStateException}. Example: {@code new JsonWriter().field("port", 4222).begin("limits").field("max", 1).end().toBytes()}.
 */
public final class JsonWriter {
    private final JsonText text = new JsonText();
    private long arrays; // one bit a level: set if it is an array
    private int depth;
    private boolean first = true; // nothing stands at this level yet
    private boolean finished;

    /** A writer inside a fresh object. */
    public JsonWriter() {
        text.put('{');
    }

    /** Writes a text. */
    public JsonWriter field(String name, String value) {
        name(name);
        text.quoted(value);
        return this;
    }

    /** Writes a text, or nothing at all if it is null or empty. */
    public JsonWriter fieldIfPresent(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? this : field(name, value);
    }

    /** Writes a whole number. */
    public JsonWriter field(String name, long value) {
        name(name);
        text.number(value);
        return this;
    }

    /** Writes a number that may have a fraction, as Go writes it. */
    public JsonWriter field(String name, double value) {
        name(name);
        text.ascii(GoNumber.text(value));
        return this;
    }

    /** As the other, and nothing for 0. */
    public JsonWriter fieldIfNonZero(String name, double value) {
        return value == 0 ? this : field(name, value);
    }

    /** Writes a whole number, and nothing for 0. */
    public JsonWriter fieldIfNonZero(String name, long value) {
        return value == 0 ? this : field(name, value);
    }

    /** Writes a whole number whose 64 bits are taken without a sign, as sequences and byte counts are. */
    public JsonWriter unsigned(String name, long value) {
        name(name);
        text.unsigned(value);
        return this;
    }

    /** As {@link #unsigned}, and nothing for 0. */
    public JsonWriter unsignedIfNonZero(String name, long value) {
        return value == 0 ? this : unsigned(name, value);
    }

    /** Writes a truth value. */
    public JsonWriter field(String name, boolean value) {
        name(name);
        text.ascii(value ? "true" : "false");
        return this;
    }

    /** Writes the field if it is true, and nothing otherwise. */
    public JsonWriter fieldIfTrue(String name, boolean value) {
        return value ? field(name, true) : this;
    }

    /** Writes a time in UTC as Go does (RFC 3339, trailing zeros trimmed); null becomes Go's zero time, the year 1. */
    public JsonWriter time(String name, @Nullable Instant time) {
        name(name);
        text.put('"');
        text.ascii(time == null ? GoTime.ZERO_TEXT : GoTime.format(time));
        text.put('"');
        return this;
    }

    /** As {@link #time}, with the offset that the time was given with; nothing for null. */
    public JsonWriter timeIfPresent(String name, @Nullable OffsetDateTime time) {
        if (time == null) {
            return this;
        }
        name(name);
        text.put('"');
        text.ascii(GoTime.format(time));
        text.put('"');
        return this;
    }

    /** As {@link #time}, and nothing for null. */
    public JsonWriter timeIfPresent(String name, @Nullable Instant time) {
        return time == null ? this : timeIfPresent(name, time.atOffset(ZoneOffset.UTC));
    }

    /** Writes bytes in base64, as Go writes a byte slice. */
    public JsonWriter base64(String name, byte[] value) {
        name(name);
        text.put('"');
        text.bytes(Base64.getEncoder().encode(value));
        text.put('"');
        return this;
    }

    /** Writes a value that is JSON already; it is not looked at. */
    public JsonWriter raw(String name, byte[] json) {
        name(name);
        text.bytes(json);
        return this;
    }

    /** Writes {@code null}. */
    public JsonWriter nullField(String name) {
        name(name);
        text.ascii("null");
        return this;
    }

    /** Writes an array of texts. */
    public JsonWriter strings(String name, Iterable<String> values) {
        name(name);
        char separator = '[';
        for (String value : values) {
            text.put(separator);
            text.quoted(value);
            separator = ',';
        }
        if (separator == '[') {
            text.put('[');
        }
        text.put(']');
        return this;
    }

    /** As {@link #strings}, and nothing if there are none. */
    public JsonWriter stringsIfPresent(String name, Collection<String> values) {
        return values.isEmpty() ? this : strings(name, values);
    }

    /** Writes an array of whole numbers, and nothing if there are none. */
    public JsonWriter numbersIfPresent(String name, Collection<Long> values) {
        if (values.isEmpty()) {
            return this;
        }
        name(name);
        char separator = '[';
        for (long value : values) {
            text.put(separator);
            text.number(value);
            separator = ',';
        }
        text.put(']');
        return this;
    }

    /** Writes an array of whole numbers, each taken without a sign. */
    public JsonWriter unsignedNumbers(String name, long[] values) {
        name(name);
        text.put('[');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                text.put(',');
            }
            text.unsigned(values[i]);
        }
        text.put(']');
        return this;
    }

    /** Writes an object of texts with its names in the order of their bytes, as Go does; nothing if it is empty. */
    public JsonWriter stringMapIfPresent(String name, Map<String, String> values) {
        if (values.isEmpty()) {
            return this;
        }
        begin(name);
        sorted(values).forEach(this::field);
        return end();
    }

    /** Writes an object of truth values with its names in the order of their bytes; nothing if it is empty. */
    public JsonWriter flagsIfPresent(String name, Map<String, Boolean> values) {
        if (values.isEmpty()) {
            return this;
        }
        begin(name);
        sorted(values).forEach(this::field);
        return end();
    }

    /** Writes an object of unsigned numbers with its names in the order of their bytes; nothing if it is empty. */
    public JsonWriter countsIfPresent(String name, Map<String, Long> values) {
        if (values.isEmpty()) {
            return this;
        }
        begin(name);
        sorted(values).forEach(this::unsigned);
        return end();
    }

    /** Opens an object inside; {@link #end()} closes it. */
    public JsonWriter begin(String name) {
        name(name);
        open('{');
        return this;
    }

    /** Opens an array of objects; each of them stands between {@link #beginElement()} and {@link #end()}. */
    public JsonWriter beginArray(String name) {
        name(name);
        open('[');
        return this;
    }

    /** Writes the next element of an array, which is JSON already; it is not looked at. */
    public JsonWriter rawElement(byte[] json) {
        check(inArray(), "an element outside of an array");
        separate();
        text.bytes(json);
        return this;
    }

    /** Writes a text as the next element of an array. */
    public JsonWriter textElement(String value) {
        check(inArray(), "an element outside of an array");
        separate();
        text.quoted(value);
        return this;
    }

    /** Writes an array of texts as the next element of an array. */
    public JsonWriter stringsElement(Iterable<String> values) {
        check(inArray(), "an element outside of an array");
        separate();
        text.put('[');
        boolean behind = false;
        for (String value : values) {
            if (behind) {
                text.put(',');
            }
            behind = true;
            text.quoted(value);
        }
        text.put(']');
        return this;
    }

    /** Opens the next object of an array. */
    public JsonWriter beginElement() {
        check(inArray(), "an element outside of an array");
        separate();
        open('{');
        return this;
    }

    /** Closes the innermost object that {@link #begin} or {@link #beginElement} opened. */
    public JsonWriter end() {
        check(depth > 0 && !inArray(), "the end of an object that is not open");
        close('}');
        return this;
    }

    /** Closes the innermost array. */
    public JsonWriter endArray() {
        check(inArray(), "the end of an array that is not open");
        close(']');
        return this;
    }

    /** Closes the outer object and returns the whole as UTF-8. The writer takes no more fields. */
    public byte[] toBytes() {
        if (!finished) {
            check(depth == 0, "the end of the text inside of an object or array");
            text.put('}');
            finished = true;
        }
        return text.copy();
    }

    /** The entries in the order of their names' bytes in UTF-8. */
    static <V> Map<String, V> sorted(Map<String, V> values) {
        Map<String, V> sorted = new TreeMap<>((a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        sorted.putAll(values);
        return sorted;
    }

    private void name(String name) {
        check(!inArray(), "a field outside of an object");
        separate();
        text.quoted(name);
        text.put(':');
    }

    private void separate() {
        if (first) {
            first = false;
        } else {
            text.put(',');
        }
    }

    private void open(char bracket) {
        check(depth < JsonFactories.DEPTH_MAX - 1, "more than " + JsonFactories.DEPTH_MAX + " levels");
        text.put(bracket);
        depth++;
        arrays = bracket == '[' ? arrays | 1L << depth : arrays & ~(1L << depth);
        first = true;
    }

    private void close(char bracket) {
        text.put(bracket);
        depth--;
        first = false;
    }

    private boolean inArray() {
        return (arrays & 1L << depth) != 0;
    }

    private void check(boolean inOrder, String problem) {
        if (!inOrder || finished) {
            throw new IllegalStateException(finished ? "the object is finished" : problem);
        }
    }
}
