// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.SubscriptionInfo;
import io.natskit.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What clients have subscribed to, by subject, as the dashboard lists it. What the server itself hears is left out. */
final class DashboardSubjects {
    /** Past so many subjects the rest is not looked at, and {@code cut} says so. */
    static final int SUBJECTS_MAX = 100_000;

    private final Listing asked;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private long total;
    private boolean cut;

    private DashboardSubjects(Listing asked) {
        this.asked = asked;
    }

    private record Key(String account, String subject) {}

    private static final class Row {
        final TreeSet<String> queues = new TreeSet<>();
        long subscriptions;
        long messages;
    }

    static void write(Sources sources, Listing asked, JsonWriter json) {
        DashboardSubjects subjects = new DashboardSubjects(asked);
        for (Account<Subscription> account : sources.context().accounts().all()) {
            account.interest().forEach(one -> {
                if (one.outbox().clientId() != 0) {
                    subjects.add(account.name(), one);
                }
            });
        }
        subjects.write(json);
    }

    private void add(String account, Subscription one) {
        total++;
        SubscriptionInfo info = SubscriptionInfo.of(one);
        if (!asked.finds(info.subject(), account)) {
            return;
        }
        Key key = new Key(account, info.subject());
        Row row = rows.get(key);
        if (row == null) {
            if (rows.size() == SUBJECTS_MAX) {
                cut = true;
                return;
            }
            row = new Row();
            rows.put(key, row);
        }
        row.subscriptions++;
        row.messages += info.messages();
        String queue = info.queue();
        if (queue != null && row.queues.size() < Listing.LIMIT_DEFAULT) {
            row.queues.add(queue);
        }
    }

    private void write(JsonWriter json) {
        List<Map.Entry<Key, Row>> found = new ArrayList<>(rows.entrySet());
        found.sort(order());
        json.field("cut", cut);
        asked.write(
                json,
                total,
                found.size(),
                asked.page(found),
                (entry, to) -> to.field("subject", entry.getKey().subject)
                        .field("account", entry.getKey().account)
                        .field("subscriptions", entry.getValue().subscriptions)
                        .strings("queues", entry.getValue().queues)
                        .field("messages", entry.getValue().messages));
    }

    private Comparator<Map.Entry<Key, Row>> order() {
        Comparator<Map.Entry<Key, Row>> byName = Comparator.<Map.Entry<Key, Row>, String>comparing(
                        entry -> entry.getKey().subject)
                .thenComparing(entry -> entry.getKey().account);
        return switch (asked.sort()) {
            case "", "name" -> byName;
            case "subscriptions" ->
                Comparator.<Map.Entry<Key, Row>>comparingLong(entry -> -entry.getValue().subscriptions)
                        .thenComparing(byName);
            case "messages" ->
                Comparator.<Map.Entry<Key, Row>>comparingLong(entry -> -entry.getValue().messages)
                        .thenComparing(byName);
            default -> throw asked.unknownSort();
        };
    }
}
