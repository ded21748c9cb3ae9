// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedConnection;
import io.natskit.server.session.ConnectionInfo;
import io.natskit.server.session.SubscriptionInfo;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The connections, open and closed ({@code /connz}, MO-03). */
final class Connz {
    static final int LIMIT_DEFAULT = 1024;

    private final Sources sources;
    private final ConnzOptions asked;
    private final Instant now;
    private @Nullable Map<Long, List<SubscriptionInfo>> subscriptions;

    private Connz(Sources sources, ConnzOptions asked) {
        this.sources = sources;
        this.asked = asked;
        this.now = sources.now();
    }

    /** Throws {@link InvalidRequestException} for questions that make no sense. */
    static void write(Sources sources, ConnzOptions asked, JsonWriter json) {
        new Connz(sources, asked).write(json);
    }

    private void write(JsonWriter json) {
        ConnectionOrder order = ConnectionOrder.of(asked.sort);
        if (order.isOfClosed() && asked.state != ConnzOptions.State.CLOSED) {
            throw new InvalidRequestException("sort by " + asked.sort + " only valid on closed connections");
        }
        boolean filtered = !asked.filterSubject.isEmpty() && !asked.filterSubject.equals(">");
        if (filtered && asked.account.isEmpty()) {
            throw new InvalidRequestException("filter by subject only valid with account filtering");
        }
        boolean unknown = !asked.account.isEmpty() && sources.account(asked.account) == null;
        List<Row> open = unknown || asked.state == ConnzOptions.State.CLOSED ? List.of() : open();
        List<Row> closed = unknown || asked.state == ConnzOptions.State.OPEN ? List.of() : closed();
        int total = open.size() + closed.size();
        List<Row> chosen = chosen(open, closed, filtered);
        chosen.sort(order.comparator(now));
        long limit = asked.cid != 0 ? 1 : asked.limit <= 0 ? LIMIT_DEFAULT : asked.limit;
        long offset = Math.max(0, asked.offset);
        List<Row> page = Page.of(chosen, offset, limit);
        json.field("server_id", unknown ? "" : sources.serverId())
                .time("now", now)
                .field("num_connections", page.size())
                .field("total", total)
                .field("offset", offset)
                .field("limit", limit);
        if (unknown) {
            json.nullField("connections");
            return;
        }
        json.beginArray("connections");
        ConnectionJson writer = new ConnectionJson(asked, now);
        for (Row row : page) {
            writer.write(
                    row, asked.subscriptions || asked.subscriptionsDetail ? subscriptionsOf(row) : List.of(), json);
        }
        json.endArray();
    }

    /** A connection, and how it ended if it did. */
    record Row(ConnectionInfo info, @Nullable ClosedConnection closed) {}

    private List<Row> open() {
        List<Row> rows = new ArrayList<>();
        for (ClientSession session : sources.context().registry().all()) {
            if (asked.account.isEmpty() || session.account().name().equals(asked.account)) {
                rows.add(new Row(ConnectionInfo.of(session), null));
            }
        }
        return rows;
    }

    private List<Row> closed() {
        List<Row> rows = new ArrayList<>();
        for (ClosedConnection one : sources.context().closed().snapshot()) {
            if (asked.account.isEmpty() || one.info().account().equals(asked.account)) {
                rows.add(new Row(one.info(), one));
            }
        }
        return rows;
    }

    private List<Row> chosen(List<Row> open, List<Row> closed, boolean filtered) {
        Predicate<Row> who = row -> (asked.user.isEmpty() || asked.user.equals(row.info.user()))
                && (asked.mqttClient.isEmpty() || asked.mqttClient.equals(row.info.mqttClient()));
        List<Row> chosen = new ArrayList<>();
        open.stream()
                .filter(row -> asked.cid == 0 || row.info.id() == asked.cid)
                .filter(who)
                .filter(row -> !filtered || hasInterest(row))
                .forEach(chosen::add);
        if (asked.cid != 0 && !chosen.isEmpty()) {
            return chosen;
        }
        closed.stream()
                .filter(row -> asked.cid == 0 || row.info.id() == asked.cid)
                .filter(who)
                .forEach(chosen::add);
        return chosen;
    }

    private boolean hasInterest(Row row) {
        return subscriptionsOf(row).stream().anyMatch(one -> Subjects.overlaps(asked.filterSubject, one.subject()));
    }

    private List<SubscriptionInfo> subscriptionsOf(Row row) {
        ClosedConnection closed = row.closed;
        if (closed != null) {
            return closed.subscriptions();
        }
        Map<Long, List<SubscriptionInfo>> known = subscriptions;
        if (known == null) {
            known = byClient();
            subscriptions = known;
        }
        return known.getOrDefault(row.info.id(), List.of());
    }

    /** The index knows all subscriptions, and can be read without asking the sessions' loops. */
    private Map<Long, List<SubscriptionInfo>> byClient() {
        Map<Long, Account<Subscription>> homes = new HashMap<>();
        for (ClientSession session : sources.context().registry().all()) {
            homes.put(session.id(), session.account());
        }
        Map<Long, List<SubscriptionInfo>> found = new HashMap<>();
        for (Account<Subscription> account : Set.copyOf(homes.values())) {
            account.interest().forEach(one -> {
                long client = one.outbox().clientId();
                // elsewhere it is what its account imports
                if (homes.get(client) == account) {
                    found.computeIfAbsent(client, key -> new ArrayList<>()).add(SubscriptionInfo.of(one));
                }
            });
        }
        return found;
    }
}
