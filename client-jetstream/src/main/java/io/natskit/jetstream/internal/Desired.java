// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.Ensured.Change;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PersistMode;
import io.natskit.wire.jetstream.PriorityPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares configurations as asked for and as they are, without what servers add, and says which API level (ADR-44) one needs. */
final class Desired {
    /** Fields that a server fills in where they are not given. */
    private static final Set<String> FILLED = Set.of(
            "duplicate_window",
            "consumer_limits",
            "num_replicas",
            "ack_wait",
            "max_waiting",
            "max_ack_pending",
            "max_deliver",
            "inactive_threshold",
            "name",
            "priority_timeout",
            "pause_until");

    private Desired() {}

    static List<Change> changes(StreamConfig wanted, StreamConfig there) {
        return changes(JsonObject.parse(wanted.toJson()), JsonObject.parse(there.toJson()));
    }

    static List<Change> changes(ConsumerConfig wanted, ConsumerConfig there) {
        return changes(JsonObject.parse(wanted.toJson()), JsonObject.parse(there.toJson()));
    }

    private record Pair(String path, JsonObject wanted, JsonObject there) {}

    static List<Change> changes(JsonObject wanted, JsonObject there) {
        List<Change> changes = new ArrayList<>();
        ArrayDeque<Pair> open = new ArrayDeque<>();
        open.add(new Pair("", wanted, there));
        while (!open.isEmpty()) {
            Pair pair = open.remove();
            Set<String> names = new TreeSet<>(pair.wanted().names());
            names.addAll(pair.there().names());
            for (String name : names) {
                if (pair.path().equals("metadata.") && name.startsWith("_nats.")) {
                    continue;
                }
                compare(pair, name, open, changes);
            }
        }
        return changes;
    }

    private static void compare(Pair pair, String name, ArrayDeque<Pair> open, List<Change> changes) {
        String path = pair.path() + name;
        Object wanted = pair.wanted().value(name);
        Object there = pair.there().value(name);
        if (isNothing(wanted) && (isNothing(there) || FILLED.contains(path))) {
            return;
        }
        JsonObject nothing = JsonObject.parse(new byte[] {'{', '}'});
        boolean nested = wanted instanceof JsonObject || there instanceof JsonObject;
        if (nested
                && (wanted == null || wanted instanceof JsonObject)
                && (there == null || there instanceof JsonObject)) {
            open.add(new Pair(
                    path + ".",
                    wanted instanceof JsonObject w ? w : nothing,
                    there instanceof JsonObject t ? t : nothing));
            return;
        }
        String from = text(there);
        String to = text(wanted);
        if (!from.equals(to)) {
            changes.add(new Change(path, from, to));
        }
    }

    /** Zero, false, empty and missing are the same to the API; so is -1, which it makes of 0 in limits. */
    private static boolean isNothing(@Nullable Object value) {
        return value == null
                || value.equals(false)
                || value.equals("")
                || (value instanceof Long n && (n == 0 || n == -1))
                || (value instanceof List<?> list && list.isEmpty());
    }

    private static String text(@Nullable Object value) {
        if (isNothing(value)) {
            return "";
        }
        if (value instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            list.forEach(element -> parts.add(element instanceof JsonObject o ? flat(o) : String.valueOf(element)));
            return parts.toString();
        }
        return String.valueOf(value);
    }

    /** An object in a list: sources, transforms. Two levels suffice for what the API has. */
    private static String flat(JsonObject object) {
        StringBuilder text = new StringBuilder("{");
        for (String name : new TreeSet<>(object.names())) {
            Object value = object.value(name);
            if (!isNothing(value)) {
                text.append(name).append('=');
                text.append(
                        value instanceof JsonObject inner
                                ? fields(inner)
                                : value instanceof List<?> l ? inner(l) : value);
                text.append(' ');
            }
        }
        return text.append('}').toString();
    }

    private static String inner(List<?> list) {
        List<String> parts = new ArrayList<>();
        list.forEach(element -> parts.add(element instanceof JsonObject o ? fields(o) : String.valueOf(element)));
        return parts.toString();
    }

    private static String fields(JsonObject object) {
        StringBuilder text = new StringBuilder("{");
        for (String name : new TreeSet<>(object.names())) {
            if (!isNothing(object.value(name))) {
                text.append(name).append('=').append(object.value(name)).append(' ');
            }
        }
        return text.append('}').toString();
    }

    /** The API level that a stream's features need; 0 for none. */
    static int apiLevel(StreamConfig config) {
        if (config.allowBatchPublish()) {
            return 4;
        }
        if (config.allowMessageCounter()
                || config.allowAtomicPublish()
                || config.allowMessageSchedules()
                || config.persistMode() == PersistMode.ASYNC) {
            return 2;
        }
        return config.allowMessageTtl() || config.subjectDeleteMarkerTtl().compareTo(Duration.ZERO) > 0 ? 1 : 0;
    }

    /** The API level that a consumer's features need; 0 for none. */
    static int apiLevel(ConsumerConfig config) {
        if (config.ackPolicy() == AckPolicy.FLOW_CONTROL) {
            return 4;
        }
        if (config.priorityPolicy() == PriorityPolicy.PRIORITIZED) {
            return 2;
        }
        return config.pauseUntil().isPresent() || !config.priorityGroups().isEmpty() ? 1 : 0;
    }
}
