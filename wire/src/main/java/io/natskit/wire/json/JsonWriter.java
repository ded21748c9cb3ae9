// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object, field by field, in the order of the calls. Confined to one thread. Example:
 * {@code new JsonWriter().field("port", 4222).begin("limits").field("max", 1).end().toBytes()}.
 */
public final class JsonWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final JsonGenerator generator;
    private boolean finished;

    /** A writer inside a fresh object. */
    public JsonWriter() {
        try {
            generator = JsonFactories.SHARED.createGenerator(bytes);
            generator.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a text. */
    public JsonWriter field(String name, String value) {
        return run(() -> generator.writeStringField(name, value));
    }

    /** Writes a text, or nothing at all if it is null or empty. */
    public JsonWriter fieldIfPresent(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? this : field(name, value);
    }

    /** Writes a whole number. */
    public JsonWriter field(String name, long value) {
        return run(() -> generator.writeNumberField(name, value));
    }

    /** Writes a truth value. */
    public JsonWriter field(String name, boolean value) {
        return run(() -> generator.writeBooleanField(name, value));
    }

    /** Writes the field if it is true, and nothing otherwise. */
    public JsonWriter fieldIfTrue(String name, boolean value) {
        return value ? field(name, true) : this;
    }

    /** Writes an array of texts. */
    public JsonWriter strings(String name, Iterable<String> values) {
        return run(() -> {
            generator.writeArrayFieldStart(name);
            for (String value : values) {
                generator.writeString(value);
            }
            generator.writeEndArray();
        });
    }

    /** Opens an object inside; {@link #end()} closes it. */
    public JsonWriter begin(String name) {
        return run(() -> generator.writeObjectFieldStart(name));
    }

    /** Opens an array of objects; each of them stands between {@link #beginElement()} and {@link #end()}. */
    public JsonWriter beginArray(String name) {
        return run(() -> generator.writeArrayFieldStart(name));
    }

    /** Opens the next object of an array. */
    public JsonWriter beginElement() {
        return run(generator::writeStartObject);
    }

    /** Closes the innermost object that {@link #begin} or {@link #beginElement} opened. */
    public JsonWriter end() {
        return run(generator::writeEndObject);
    }

    /** Closes the innermost array. */
    public JsonWriter endArray() {
        return run(generator::writeEndArray);
    }

    /** Closes the outer object and returns the whole as UTF-8. The writer takes no more fields. */
    public byte[] toBytes() {
        if (!finished) {
            finished = true;
            run(() -> {
                generator.writeEndObject();
                generator.close();
            });
        }
        return bytes.toByteArray();
    }

    private JsonWriter run(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            // memory does not fail; this is a call out of order
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
