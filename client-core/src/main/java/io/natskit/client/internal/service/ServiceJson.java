// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.service.EndpointInfo;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceStats;
import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The answers of discovery (ADR-32) as JSON, both ways. Fields that others leave out read as nothing. Throws {@link JsonException} for what is none. Pure. */
final class ServiceJson {
    private static final String PING = "io.nats.micro.v1.ping_response";
    private static final String INFO = "io.nats.micro.v1.info_response";
    private static final String STATS = "io.nats.micro.v1.stats_response";

    private ServiceJson() {}

    static byte[] write(ServicePing ping) {
        return head(PING, ping.name(), ping.id(), ping.version(), ping.metadata())
                .toBytes();
    }

    static byte[] write(ServiceInfo info) {
        JsonWriter json = head(INFO, info.name(), info.id(), info.version(), info.metadata())
                .field("description", info.description())
                .beginArray("endpoints");
        for (EndpointInfo endpoint : info.endpoints()) {
            json.beginElement()
                    .field("name", endpoint.name())
                    .field("subject", endpoint.subject())
                    .field("queue_group", endpoint.queueGroup());
            map(json, "metadata", endpoint.metadata()).end();
        }
        return json.endArray().toBytes();
    }

    /** {@code data} of the endpoints in their order, as the text that services gave. */
    static byte[] write(ServiceStats stats, List<Optional<String>> data) {
        JsonWriter json = head(STATS, stats.name(), stats.id(), stats.version(), stats.metadata())
                .time("started", stats.started())
                .beginArray("endpoints");
        for (int i = 0; i < stats.endpoints().size(); i++) {
            EndpointStats endpoint = stats.endpoints().get(i);
            json.beginElement()
                    .field("name", endpoint.name())
                    .field("subject", endpoint.subject())
                    .field("queue_group", endpoint.queueGroup())
                    .field("num_requests", endpoint.requests())
                    .field("num_errors", endpoint.errors())
                    .field("last_error", endpoint.lastError())
                    .field("processing_time", endpoint.processingTime().toNanos())
                    .field(
                            "average_processing_time",
                            endpoint.averageProcessingTime().toNanos());
            Optional<String> more = data.get(i);
            if (more.isPresent()) {
                json.raw("data", more.get().getBytes(StandardCharsets.UTF_8));
            } else {
                json.nullField("data"); // nats-py reads no statistics without it
            }
            json.end();
        }
        return json.endArray().toBytes();
    }

    private static JsonWriter head(String type, String name, String id, String version, Map<String, String> metadata) {
        JsonWriter json = new JsonWriter().field("name", name).field("id", id).field("version", version);
        return map(json, "metadata", metadata).field("type", type);
    }

    private static JsonWriter map(JsonWriter json, String name, Map<String, String> values) {
        json.begin(name);
        new TreeMap<>(values).forEach(json::field);
        return json.end();
    }

    static ServicePing ping(byte[] bytes, Duration rtt) {
        JsonObject json = parse(bytes, PING);
        return new ServicePing(
                required(json, "name"), required(json, "id"), text(json, "version"), metadata(json), rtt);
    }

    static ServiceInfo info(byte[] bytes) {
        JsonObject json = parse(bytes, INFO);
        return new ServiceInfo(
                required(json, "name"),
                required(json, "id"),
                text(json, "version"),
                metadata(json),
                text(json, "description"),
                json.objects("endpoints").stream()
                        .map(e -> new EndpointInfo(
                                text(e, "name"), text(e, "subject"), text(e, "queue_group"), metadata(e)))
                        .toList());
    }

    static ServiceStats stats(byte[] bytes) {
        JsonObject json = parse(bytes, STATS);
        String started = json.string("started");
        return new ServiceStats(
                required(json, "name"),
                required(json, "id"),
                text(json, "version"),
                metadata(json),
                started == null ? Instant.EPOCH : GoTime.parse(started).toInstant(),
                json.objects("endpoints").stream().map(ServiceJson::endpoint).toList());
    }

    private static EndpointStats endpoint(JsonObject json) {
        return new EndpointStats(
                text(json, "name"),
                text(json, "subject"),
                text(json, "queue_group"),
                json.integer("num_requests", 0),
                json.integer("num_errors", 0),
                lastError(json.value("last_error")),
                Duration.ofNanos(json.integer("processing_time", 0)),
                Duration.ofNanos(json.integer("average_processing_time", 0)),
                Optional.ofNullable(json.value("data"))
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast));
    }

    /** A text with most, an object of code and description with some. */
    private static String lastError(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object.value("code") + ":" + object.value("description");
        }
        return value == null ? "" : value.toString();
    }

    private static JsonObject parse(byte[] bytes, String type) {
        JsonObject json = JsonObject.parse(bytes);
        if (!type.equals(json.value("type"))) {
            throw new JsonException("type: " + json.value("type") + " (expected: " + type + ")");
        }
        return json;
    }

    private static String required(JsonObject json, String name) {
        String value = json.string(name);
        if (value == null) {
            throw new JsonException("no field " + name);
        }
        return value;
    }

    private static String text(JsonObject json, String name) {
        String value = json.string(name);
        return value == null ? "" : value;
    }

    private static Map<String, String> metadata(JsonObject json) {
        JsonObject object = json.object("metadata");
        Map<String, String> values = new TreeMap<>();
        if (object != null) {
            for (String name : object.names()) {
                values.put(name, text(object, name));
            }
        }
        return Map.copyOf(values);
    }
}
