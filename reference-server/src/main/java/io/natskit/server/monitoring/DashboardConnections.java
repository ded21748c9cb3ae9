// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ConnectionInfo;
import io.natskit.wire.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is connected, as the dashboard lists them. */
final class DashboardConnections {
    private DashboardConnections() {}

    static void write(Sources sources, Listing asked, JsonWriter json) {
        ConnectionOrder order = ConnectionOrder.of(asked.sort());
        if (order.isOfClosed()) {
            throw asked.unknownSort();
        }
        Collection<ClientSession> all = sources.context().registry().all();
        List<Connz.Row> found = new ArrayList<>();
        for (ClientSession session : all) {
            ConnectionInfo info = ConnectionInfo.of(session);
            if (asked.finds(text(info.name()), info.account(), text(info.user()), text(info.host()), "" + info.id())) {
                found.add(new Connz.Row(info, null));
            }
        }
        Instant now = sources.now();
        found.sort(order.comparator(now));
        asked.write(json, all.size(), found.size(), asked.page(found), (row, to) -> connection(row.info(), now, to));
    }

    private static void connection(ConnectionInfo info, Instant now, JsonWriter json) {
        String host = info.host();
        json.field("cid", info.id())
                .field("name", text(info.name()))
                .field("account", info.account())
                .field("user", text(info.user()))
                .field("type", info.clientType())
                .field("address", host == null || info.port() == 0 ? "" : host + ":" + info.port())
                .field("client", (text(info.language()) + " " + text(info.version())).strip())
                .field("subscriptions", info.subscriptions())
                .field("pending_bytes", info.pendingBytes())
                .field("in_msgs", info.inMessages())
                .field("out_msgs", info.outMessages())
                .field("rtt", ConnectionJson.roundTrip(info.rttNanos()))
                .field("uptime", Uptime.between(info.start(), now));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
