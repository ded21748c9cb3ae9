// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What a server answered to a request of the system account.
 *
 * @param bytes the answer
 * @param json the same, read
 * @param rtt how long it took
 */
record Answer(byte[] bytes, JsonObject json, Duration rtt) {
    /** Who answered. */
    JsonObject server() {
        return part(json, "server");
    }

    /** What was asked for. */
    JsonObject data() {
        return part(json, "data");
    }

    /** What a server calls itself. */
    String name() {
        return text(server(), "name");
    }

    /** Whether this server goes by that name or id. */
    boolean isOf(String server) {
        return server.equals(name()) || server.equals(text(server(), "id"));
    }

    /** A part of a document; an empty one where it is missing. */
    static JsonObject part(JsonObject json, String name) {
        JsonObject part = json.object(name);
        return part != null ? part : JsonObject.parse("{}".getBytes(StandardCharsets.UTF_8));
    }

    /** A text of a document; empty where it is missing. */
    static String text(JsonObject json, String name) {
        String text = json.string(name);
        return text == null ? "" : text;
    }

    /** A time of a document; the epoch where it is missing. */
    static Instant time(JsonObject json, String name) {
        String text = text(json, name);
        return text.isEmpty() ? Instant.EPOCH : GoTime.parse(text).toInstant();
    }
}
