// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into the fields of a type, the way Go's decoder does: names are found whatever their case, {@code null} leaves a field as it
 * is, of equal names the last one counts. Walks over the bytes without building a tree and without recursion. Confined to one thread.
 *
 * <p>Two modes. <em>Strict</em> is a server's: the first unknown name or wrong type is kept while the reading goes on, and thrown when the
 * object is at its end, with the text that nats-server prints; several objects one after another are read as one; no text at all is an
 * object without fields. <em>Lenient</em> is a client's: unknown names and unknown words of an enumeration are passed over; a wrong type is
 * thrown at once.
 *
 * <pre>{@code
 * while (in.next()) {
 *     switch (in.name()) {
 *         case "seq" -> seq = in.uint64(seq);
 *         case "filter" -> filter = in.string(filter);
 *         default -> in.unknown();
 *     }
 * }
 * }</pre>
 *
 * A value that is an object is entered with {@link #enter} and read by a loop of the same shape; when that loop's {@code next()} answers
 * false, the reader stands behind the value. Types are named as Go names them, for the messages.
 */
public final class StructReader {
    private final boolean strict;
    private final String type;
    private final GoSyntax syntax;
    private final JsonCursor cursor;
    private final Whereabouts whereabouts;

    private boolean refuses; // words that an enumeration does not know
    private boolean done; // no further object will be opened
    private boolean lastWasNull;
    private String name = "";
    private String key = "";

    private StructReader(byte[] json, int offset, int length, String type, boolean strict) {
        int end = offset + length;
        this.type = type;
        this.strict = strict;
        this.syntax = new GoSyntax(json, offset, end, strict);
        this.cursor = new JsonCursor(json, offset, end);
        this.whereabouts = new Whereabouts(strict);
    }

    /** Reads as a server does; {@code type} is Go's name of the whole, as {@code server.StreamConfigRequest}. */
    public static StructReader strict(byte[] json, int offset, int length, String type) {
        return new StructReader(json, offset, length, type, true);
    }

    /** As {@link #strict(byte[], int, int, String)}, or as a server that passes over unknown names, see {@link #unmarshal}. */
    public static StructReader request(byte[] json, int offset, int length, boolean strict, String type) {
        return strict ? strict(json, offset, length, type) : unmarshal(json, offset, length, type);
    }

    /** As {@link #strict(byte[], int, int, String)}. */
    public static StructReader strict(byte[] json, String type) {
        return strict(json, 0, json.length, type);
    }

    /** Reads as a client does: one object, and nothing but white space after it. */
    public static StructReader lenient(byte[] json, int offset, int length) {
        return new StructReader(json, offset, length, "object", false);
    }

    /** As {@link #lenient(byte[], int, int)}, with Go's name of the whole for the messages, and with unknown words of an enumeration refused. */
    public static StructReader unmarshal(byte[] json, int offset, int length, String type) {
        StructReader reader = new StructReader(json, offset, length, type, false);
        reader.refuses = true;
        return reader;
    }

    /** As {@link #lenient(byte[], int, int)}. */
    public static StructReader lenient(byte[] json) {
        return lenient(json, 0, json.length);
    }

    /** Whether the value at hand is a text. */
    public boolean isText() {
        return cursor.peek() == '"';
    }

    /** Whether the value at hand is an object. */
    public boolean isObject() {
        return cursor.peek() == '{';
    }

    /** Whether unknown names are refused. */
    public boolean isStrict() {
        return strict;
    }

    /**
     * Goes to the next field of the innermost open object, past a value that nobody took; false at the object's end, which leaves it.
     * Throws {@link JsonException}: on malformed text before the first field, and for a kept problem at the end of the whole.
     */
    public boolean next() {
        while (whereabouts.isInside() || openTop()) {
            whereabouts.fieldEnds();
            if (cursor.toNext('}')) {
                key = cursor.key();
                name = GoNames.fold(key);
                whereabouts.field(name);
                return true;
            }
            whereabouts.leave();
            if (whereabouts.isInside()) {
                return false;
            }
            whereabouts.ended();
        }
        return false;
    }

    /** The name of the field at hand, in lower case. */
    public String name() {
        return name;
    }

    /** Says that the field at hand belongs to a type that is embedded in the one being read: its name is part of Go's messages. */
    public void embedded(String goName) {
        whereabouts.embedded(goName);
    }

    /** The field at hand is none of this type. Its value is passed over. */
    public void unknown() {
        whereabouts.unknown(key);
        cursor.pass();
    }

    /** A text, or {@code old} for null or a wrong type. */
    public String string(String old) {
        if (cursor.peek() != '"') {
            mismatch("string");
            return old;
        }
        return cursor.string();
    }

    /** A truth value, or {@code old}. */
    public boolean bool(boolean old) {
        byte c = cursor.peek();
        if (c != 't' && c != 'f') {
            mismatch("bool");
            return old;
        }
        cursor.pass();
        return c == 't';
    }

    /** A signed number of 64 bits ({@code int64}), or {@code old}. */
    public long int64(long old) {
        return number(old, "int64", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A number of Go's {@code int}, which has 64 bits, or {@code old}. */
    public long integer(long old) {
        return number(old, "int", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** As {@link #integer(long)}, moved into Java's int if it is larger. */
    public int integer(int old) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer((long) old)));
    }

    /** A signed number of 32 bits, or {@code old}. */
    public int int32(int old) {
        return (int) number(old, "int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** An unsigned number of 64 bits, or {@code old}. */
    public long uint64(long old) {
        return number(old, "uint64", 0, -1);
    }

    /** A duration in nanoseconds, or {@code old}. */
    public long nanos(long old) {
        return number(old, "time.Duration", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A number with a fraction, or {@code old}. */
    public double float64(double old) {
        if (!cursor.isAtNumber()) {
            mismatch("float64");
            return old;
        }
        return Double.parseDouble(raw());
    }

    /** As {@link #time}, where {@code null} means no time. */
    public @Nullable OffsetDateTime optionalTime(@Nullable OffsetDateTime old) {
        return cursor.peek() == 'n' ? nothing() : time(old);
    }

    private @Nullable OffsetDateTime nothing() {
        cursor.pass();
        return null;
    }

    /** As {@link #time}, as an instant; Go's zero time is null. */
    public @Nullable Instant instant(@Nullable Instant old) {
        if (cursor.peek() == 'n') {
            cursor.pass();
            return old;
        }
        OffsetDateTime time = time(null);
        Instant read = time == null ? null : time.toInstant();
        return GoTime.ZERO.equals(read) ? null : read;
    }

    /** A time, or {@code old} for null. Anything else that is no RFC 3339 throws {@link JsonException} at once, as in Go. */
    public @Nullable OffsetDateTime time(@Nullable OffsetDateTime old) {
        String raw = raw();
        if (raw.equals("null")) {
            return old;
        }
        if (raw.charAt(0) != '"') {
            throw new JsonException("Time.UnmarshalJSON: input is not a JSON string");
        }
        return GoTime.parse(raw.substring(1, raw.length() - 1));
    }

    /** Bytes in base64, or {@code old}. */
    public byte[] bytes(byte[] old) {
        if (cursor.peek() != '"') {
            mismatch("[]uint8");
            return old;
        }
        String text = string("");
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            whereabouts.wrong("illegal base64 data");
            return old;
        }
    }

    /** The texts of an array; {@code null} makes it empty. */
    public List<String> strings(List<String> old) {
        if (!enterArray("[]string")) {
            return wasNull() ? List.of() : old;
        }
        List<String> read = new ArrayList<>();
        while (nextElement()) {
            read.add(string(""));
        }
        return Collections.unmodifiableList(read);
    }

    /** The durations of an array, in nanoseconds; {@code null} makes it empty. */
    public List<Long> nanosList(List<Long> old) {
        if (!enterArray("[]time.Duration")) {
            return wasNull() ? List.of() : old;
        }
        List<Long> read = new ArrayList<>();
        while (nextElement()) {
            read.add(nanos(0));
        }
        return Collections.unmodifiableList(read);
    }

    /** The unsigned numbers of an array; {@code null} makes it empty. */
    public long[] uint64s(long[] old) {
        if (!enterArray("[]uint64")) {
            return wasNull() ? new long[0] : old;
        }
        long[] read = new long[16];
        int count = 0;
        while (nextElement()) {
            if (count == read.length) {
                read = Arrays.copyOf(read, count * 2);
            }
            read[count++] = uint64(0);
        }
        return Arrays.copyOf(read, count);
    }

    /** The texts of an object by name, added to {@code old}; {@code null} makes it empty. */
    public Map<String, String> stringMap(Map<String, String> old) {
        if (!enterMap("map[string]string")) {
            return wasNull() ? Map.of() : old;
        }
        Map<String, String> read = new LinkedHashMap<>(old);
        while (nextEntry()) {
            read.put(key, string(""));
        }
        return Collections.unmodifiableMap(read);
    }

    /** The unsigned numbers of an object by name, added to {@code old}; {@code null} makes it empty. */
    public Map<String, Long> uint64Map(Map<String, Long> old) {
        if (!enterMap("map[string]uint64")) {
            return wasNull() ? Map.of() : old;
        }
        Map<String, Long> read = new LinkedHashMap<>(old);
        while (nextEntry()) {
            read.put(key, uint64(0));
        }
        return Collections.unmodifiableMap(read);
    }

    /** The value at hand as it stands in the text. */
    public String raw() {
        return cursor.raw();
    }

    /** Whether the value that was asked for last was {@code null}. */
    public boolean wasNull() {
        return lastWasNull;
    }

    /**
     * Enters the object at hand, read into Go's {@code type}, as {@code server.Placement}; a loop over {@link #next()} follows. False, and
     * the value is passed over, if it is {@code null} or of another type.
     */
    public boolean enter(String goType) {
        if (cursor.peek() != '{') {
            mismatch(goType);
            return false;
        }
        enterBracket(goType);
        return true;
    }

    /** Enters the array at hand; a loop over {@link #nextElement()} follows. False as with {@link #enter}. */
    public boolean enterArray(String goType) {
        if (cursor.peek() != '[') {
            mismatch(goType);
            return false;
        }
        enterBracket("");
        return true;
    }

    /** Goes to the next element of the innermost open array; false at its end, which leaves it. */
    public boolean nextElement() {
        if (!cursor.toNext(']')) {
            whereabouts.leave();
            return false;
        }
        cursor.offer();
        return true;
    }

    /** Enters the object at hand as a map; a loop over {@link #nextEntry()} follows. False as with {@link #enter}. */
    public boolean enterMap(String goType) {
        if (cursor.peek() != '{') {
            mismatch(goType);
            return false;
        }
        enterBracket("");
        return true;
    }

    /** Goes to the next entry of the innermost open map; false at its end, which leaves it. */
    public boolean nextEntry() {
        if (!cursor.toNext('}')) {
            whereabouts.leave();
            return false;
        }
        key = cursor.key();
        return true;
    }

    /** The name of the entry or field at hand, as it was written. */
    public String key() {
        return key;
    }

    /**
     * The value at hand, which was read already, is none that its type knows: thrown at once with this text by a server, passed over
     * by a client.
     */
    public void refuse(String text) {
        if (strict || refuses) {
            throw new JsonException(text);
        }
    }

    /**
     * The text of a value whose Go type reads itself from a text: any other type but null throws {@link JsonException} at once when
     * strict. Null is the empty text.
     */
    public String selfReadString() {
        if (cursor.peek() == '"') {
            return string("");
        }
        String kind = cursor.kind();
        if (!kind.equals("null")) {
            refuse(whereabouts.mismatchText(kind, "string"));
        }
        cursor.pass();
        return "";
    }

    // the beginning of the first object, or of one after another; false if there is none
    private boolean openTop() {
        while (!done) {
            cursor.space();
            boolean empty = cursor.isAtEnd();
            if (empty && strict) {
                done = true;
                return false;
            }
            int valueEnd = empty ? GoSyntax.TRUNCATED : syntax.valueEnd(cursor.place());
            if (valueEnd == GoSyntax.TRUNCATED) {
                throw new JsonException(strict ? "unexpected EOF" : "unexpected end of JSON input");
            }
            if (!strict) {
                syntax.requireNothingAfter(valueEnd);
                done = true;
            }
            cursor.offer();
            if (enter(type)) {
                return true;
            }
            whereabouts.ended();
        }
        return false;
    }

    private void enterBracket(String goType) {
        cursor.open();
        lastWasNull = false;
        whereabouts.enter(goType);
    }

    private long number(long old, String goType, long min, long max) {
        if (!cursor.isAtNumber()) {
            mismatch(goType);
            return old;
        }
        int from = cursor.place();
        boolean unsigned = max == -1;
        if (cursor.integer(unsigned)) {
            long value = cursor.lastInteger();
            if (unsigned || (value >= min && value <= max)) {
                return value;
            }
        }
        whereabouts.mismatch("number " + cursor.since(from), goType);
        return old;
    }

    private void mismatch(String goType) {
        String kind = cursor.kind();
        lastWasNull = kind.equals("null");
        if (!lastWasNull) {
            whereabouts.mismatch(kind, goType);
        }
        cursor.pass();
    }
}
