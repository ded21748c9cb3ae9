// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.cli.expression.Shape.Field;
import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells, as values: by its names in JSON, where durations and constants are strings as the nats CLI has them, and as the nats CLI's struct.
 * What is not told is there with nothing in it; what is told beyond the shape is there in JSON alone, as far as the client knows of it.
 */
final class Documents {
    /** The time that stands for none. */
    static final Instant NEVER = GoTime.ZERO;

    private static final JsonObject EMPTY = JsonObject.parse(new byte[] {'{', '}'});

    private Documents() {}

    /** By its names in JSON. */
    static Map<String, Object> map(JsonObject document, Shape shape) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Field field : shape.fields()) {
            Object value = value(field, document.value(field.json()), false);
            map.put(field.json(), value);
            if (shape.lower()) {
                map.put(field.lower(), value);
            }
        }
        for (String name : document.names()) {
            map.putIfAbsent(name, plain(document.value(name)));
        }
        return map;
    }

    /** As a struct. */
    static GoStruct struct(JsonObject document, Shape shape) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Field field : shape.fields()) {
            fields.put(field.go(), value(field, document.value(field.json()), true));
        }
        return new GoStruct(shape.type(), fields);
    }

    private static Object value(Field field, @Nullable Object raw, boolean go) {
        return switch (field.kind()) {
            case TEXT -> raw instanceof String text ? text : "";
            case NUMBER -> raw instanceof Number ? plain(raw) : (Object) 0L;
            case FLAG -> raw instanceof Boolean flag ? flag : Boolean.FALSE;
            case DURATION -> duration(raw, go);
            case TIME -> raw instanceof String text ? time(text) : NEVER;
            case MAYBE_TIME -> raw instanceof String text ? time(text) : Nil.NIL;
            case CONSTANT -> constant(raw instanceof String word ? word : field.missing(), go);
            case LIST -> listed(raw, Documents::plain);
            case DURATIONS -> listed(raw, one -> duration(one, go));
            case MAP -> plain(raw instanceof JsonObject map ? map : EMPTY);
            case STRUCT, MAYBE, STRUCTS -> inner(field, raw, go);
        };
    }

    private static Object inner(Field field, @Nullable Object raw, boolean go) {
        Shape shape = Objects.requireNonNull(field.inner());
        return switch (field.kind()) {
            case STRUCTS -> listed(raw, one -> one instanceof JsonObject part ? view(part, shape, go) : Nil.NIL);
            case MAYBE -> raw instanceof JsonObject part ? view(part, shape, go) : Nil.NIL;
            default -> view(raw instanceof JsonObject part ? part : EMPTY, shape, go);
        };
    }

    private static Object view(JsonObject document, Shape shape, boolean go) {
        return go ? struct(document, shape) : map(document, shape);
    }

    private static Object duration(@Nullable Object raw, boolean go) {
        Duration duration = raw instanceof Long nanos ? Duration.ofNanos(nanos) : Duration.ZERO;
        return go ? duration : GoText.of(duration);
    }

    private static Object constant(String word, boolean go) {
        return go ? new GoConstant(word) : word;
    }

    private static Object time(String text) {
        try {
            return GoTime.parse(text).toInstant();
        } catch (IllegalArgumentException e) {
            return NEVER; // of a server that tells something else
        }
    }

    private static List<Object> listed(@Nullable Object raw, Function<@Nullable Object, Object> each) {
        List<Object> list = new ArrayList<>();
        if (raw instanceof List<?> values) {
            values.forEach(value -> list.add(each.apply(value)));
        }
        return list;
    }

    private static Object plain(@Nullable Object raw) {
        if (raw instanceof JsonObject object) {
            Map<String, Object> map = new LinkedHashMap<>();
            object.names().forEach(name -> map.put(name, plain(object.value(name))));
            return map;
        }
        if (raw instanceof List<?>) {
            return listed(raw, Documents::plain);
        }
        if (raw instanceof Number number && !(raw instanceof Long)) {
            return number.doubleValue();
        }
        return raw == null ? Nil.NIL : raw;
    }
}
