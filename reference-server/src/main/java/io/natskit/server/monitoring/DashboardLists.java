// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.Troubles;
import io.natskit.wire.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The shorter lists of the dashboard: accounts, and what went wrong lately. */
final class DashboardLists {
    private static final Duration LATELY = Duration.ofMinutes(15);

    private DashboardLists() {}

    static void accounts(Sources sources, Listing asked, JsonWriter json) {
        if (!asked.sort().isEmpty() && !asked.sort().equals("name")) {
            throw asked.unknownSort();
        }
        Collection<Account<Subscription>> all = sources.context().accounts().all();
        List<Account<Subscription>> found = new ArrayList<>(
                all.stream().filter(one -> asked.finds(one.name())).toList());
        found.sort(Comparator.comparing(Account::name));
        Tally tally = Tally.of(sources.context());
        asked.write(json, all.size(), found.size(), asked.page(found), (one, to) -> account(one, tally.of(one), to));
    }

    private static void account(Account<Subscription> one, Traffic traffic, JsonWriter json) {
        json.field("name", one.name())
                .field("system", one.isSystem())
                .field("connections", one.connectionCount())
                .field("subscriptions", one.subscriptionCount())
                .field("in_msgs", traffic.inMessages())
                .field("in_bytes", traffic.inBytes())
                .field("out_msgs", traffic.outMessages())
                .field("out_bytes", traffic.outBytes())
                .field("slow_consumers", one.totals().slowConsumers());
    }

    static void troubles(Sources sources, Listing asked, JsonWriter json) {
        Instant since = sources.now().minus(LATELY);
        List<Troubles.Trouble> all = sources.troubles().since(since);
        List<Troubles.Trouble> found =
                all.stream().filter(one -> asked.finds(one.text(), word(one))).toList();
        json.field("minutes", LATELY.toMinutes()).field("kept", Troubles.KEPT_MAX);
        asked.write(
                json,
                all.size(),
                found.size(),
                asked.page(found),
                (one, to) -> to.time("at", one.at()).field("kind", word(one)).field("text", one.text()));
    }

    private static String word(Troubles.Trouble one) {
        return one.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
