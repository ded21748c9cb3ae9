// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.JsonWriter;
import java.util.List;

/** The connections to other servers, of which this server has none yet ({@code /routez}, {@code /gatewayz}, {@code /leafz}; MO-04 to MO-06). */
final class Links {
    private Links() {}

    static void routes(Sources sources, JsonWriter json) {
        json.field("server_id", sources.serverId())
                .field("server_name", sources.serverName())
                .time("now", sources.now())
                .field("num_routes", 0)
                .strings("routes", List.of());
    }

    static void gateways(Sources sources, JsonWriter json) {
        json.field("server_id", sources.serverId()).time("now", sources.now());
        json.begin("outbound_gateways").end();
        json.begin("inbound_gateways").end();
    }

    static void leafNodes(Sources sources, JsonWriter json) {
        json.field("server_id", sources.serverId())
                .time("now", sources.now())
                .field("leafnodes", 0)
                .strings("leafs", List.of());
    }
}
