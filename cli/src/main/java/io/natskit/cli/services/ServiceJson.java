// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.terminal.JsonText;
import io.natskit.client.service.EndpointInfo;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceStats;
import io.natskit.wire.json.JsonWriter;
import java.util.Map;

/** Services as JSON, as they say it themselves. */
final class ServiceJson {
    private ServiceJson() {}

    static byte[] of(ServiceInfo info) {
        return JsonText.object(out -> {
            head(out, info.name(), info.id(), info.version(), info.metadata());
            out.field("description", info.description()).beginArray("endpoints");
            for (EndpointInfo endpoint : info.endpoints()) {
                out.beginElement().field("name", endpoint.name()).field("subject", endpoint.subject());
                out.field("queue_group", endpoint.queueGroup()).stringMapIfPresent("metadata", endpoint.metadata());
                out.end();
            }
            out.endArray();
        });
    }

    static byte[] of(ServicePing ping) {
        return JsonText.object(out -> {
            head(out, ping.name(), ping.id(), ping.version(), ping.metadata());
            out.field("rtt", ping.rtt().toNanos());
        });
    }

    static byte[] of(ServiceStats stats) {
        return JsonText.object(out -> {
            head(out, stats.name(), stats.id(), stats.version(), stats.metadata());
            out.time("started", stats.started()).beginArray("endpoints");
            for (EndpointStats endpoint : stats.endpoints()) {
                out.beginElement().field("name", endpoint.name()).field("subject", endpoint.subject());
                out.field("queue_group", endpoint.queueGroup()).field("num_requests", endpoint.requests());
                out.field("num_errors", endpoint.errors()).field("last_error", endpoint.lastError());
                out.field("processing_time", endpoint.processingTime().toNanos());
                out.field(
                                "average_processing_time",
                                endpoint.averageProcessingTime().toNanos())
                        .end();
            }
            out.endArray();
        });
    }

    private static void head(JsonWriter out, String name, String id, String version, Map<String, String> metadata) {
        out.field("name", name).field("id", id).field("version", version).stringMapIfPresent("metadata", metadata);
    }
}
