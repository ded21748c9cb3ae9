// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read, as a small immutable tree. Unknown fields are kept. A field that is missing or {@code null} gives the
 * default; one of another type throws {@link JsonException}. Of fields that share a name the last one counts. Bytes that are no UTF-8
 * become replacement characters, as Go reads them.
 */
public final class JsonObject {
    // values: String, Boolean, Long, Double, JsonObject, List<Object>, or null
    private final Map<String, @Nullable Object> fields;

    private JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads exactly one object, nested at most 64 deep, with nothing but white space around it. Throws {@link JsonException} on anything
     * else. Works without recursion: depth costs heap, never stack.
     */
    public static JsonObject parse(byte[] bytes, int offset, int length) {
        char[] text = new String(bytes, offset, length, StandardCharsets.UTF_8).toCharArray();
        try (JsonParser parser = JsonFactories.SHARED.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonException("JSON of " + length + " bytes is not an object");
            }
            JsonObject read = readObject(parser);
            if (parser.nextToken() != null) {
                throw new JsonException("JSON of " + length + " bytes goes on after the object");
            }
            return read;
        } catch (IOException e) {
            // Jackson's message quotes the source; say where, not what
            throw new JsonException("malformed JSON of " + length + " bytes: "
                    + (e instanceof com.fasterxml.jackson.core.JacksonException j && j.getLocation() != null
                            ? "offset " + j.getLocation().getCharOffset()
                            : e.getClass().getSimpleName()));
        }
    }

    /** As {@link #parse(byte[], int, int)}. */
    public static JsonObject parse(byte[] bytes) {
        return parse(bytes, 0, bytes.length);
    }

    /** The same object with names that are found whatever their case, as Go finds them. */
    public JsonObject ignoringCase() {
        Map<String, @Nullable Object> folded = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        folded.putAll(fields);
        return new JsonObject(Collections.unmodifiableMap(folded));
    }

    /** The names, in the order of the text. */
    public Set<String> names() {
        return fields.keySet();
    }

    /** Whether the field is there and not {@code null}. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /** The text of a field, or null. */
    public @Nullable String string(String name) {
        return typed(name, String.class, "a string");
    }

    /** The truth of a field, or {@code missing}. */
    public boolean bool(String name, boolean missing) {
        Boolean value = typed(name, Boolean.class, "true or false");
        return value == null ? missing : value;
    }

    /** The whole number of a field, or {@code missing}. */
    public long integer(String name, long missing) {
        Long value = typed(name, Long.class, "a whole number");
        return value == null ? missing : value;
    }

    /** The number of a field, or {@code missing}. */
    public double number(String name, double missing) {
        Number value = typed(name, Number.class, "a number");
        return value == null ? missing : value.doubleValue();
    }

    /** The texts of an array field; empty if it is missing. */
    public List<String> strings(String name) {
        return elements(name, String.class, "an array of strings");
    }

    /** The object in a field, or null. */
    public @Nullable JsonObject object(String name) {
        return typed(name, JsonObject.class, "an object");
    }

    /** The objects of an array field; empty if it is missing. */
    public List<JsonObject> objects(String name) {
        return elements(name, JsonObject.class, "an array of objects");
    }

    /** The value of a field as it was read: a String, Boolean, Long, Double, JsonObject or a List of such; null if it is missing or {@code null}. */
    public @Nullable Object value(String name) {
        return fields.get(name);
    }

    /** The names alone: values may be secrets. */
    @Override
    public String toString() {
        return "JsonObject" + fields.keySet();
    }

    private <T> @Nullable T typed(String name, Class<T> type, String expected) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new JsonException("field " + name + " is " + nameOf(value) + " (expected: " + expected + ")");
        }
        return type.cast(value);
    }

    private <T> List<T> elements(String name, Class<T> type, String expected) {
        List<?> values = typed(name, List.class, expected);
        if (values == null) {
            return List.of();
        }
        List<T> typed = new ArrayList<>(values.size());
        for (Object value : values) {
            if (!type.isInstance(value)) {
                throw new JsonException("field " + name + " holds " + nameOf(value) + " (expected: " + expected + ")");
            }
            typed.add(type.cast(value));
        }
        return Collections.unmodifiableList(typed);
    }

    private static String nameOf(@Nullable Object value) {
        return value == null
                ? "null"
                : value instanceof List
                        ? "an array"
                        : value instanceof JsonObject
                                ? "an object"
                                : value instanceof String
                                        ? "a string"
                                        : value instanceof Boolean ? "a truth value" : "a number";
    }

    private static JsonObject readObject(JsonParser parser) throws IOException {
        Deque<Level> open = new ArrayDeque<>();
        Level level = new Level(false);
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new JsonException("JSON ends in the middle of an object");
            }
            switch (token) {
                case FIELD_NAME -> level.name = parser.currentName();
                case START_OBJECT, START_ARRAY -> {
                    open.push(level);
                    level = new Level(token == JsonToken.START_ARRAY);
                }
                case END_OBJECT, END_ARRAY -> {
                    Object done = level.done();
                    if (open.isEmpty()) {
                        return (JsonObject) done;
                    }
                    level = open.pop();
                    level.put(done);
                }
                default -> level.put(scalar(parser, token));
            }
        }
    }

    private static @Nullable Object scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> null;
        };
    }

    private static Object whole(JsonParser parser) throws IOException {
        JsonParser.NumberType type = parser.getNumberType();
        return type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG
                ? (Object) parser.getLongValue()
                : (Object) parser.getDoubleValue();
    }

    // an object or array that is still open
    private static final class Level {
        private final @Nullable List<@Nullable Object> elements;
        private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        private String name = "";

        Level(boolean array) {
            elements = array ? new ArrayList<>() : null;
        }

        void put(@Nullable Object value) {
            if (elements != null) {
                elements.add(value);
            } else {
                fields.remove(name); // so that the last one is last in order, too
                fields.put(name, value);
            }
        }

        Object done() {
            return elements != null
                    ? Collections.unmodifiableList(elements)
                    : new JsonObject(Collections.unmodifiableMap(fields));
        }
    }
}
