// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.router.LaneStats;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.SubscriptionInfo;
import io.natskit.server.subject.Interest;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions, and how quickly they are found ({@code /subsz}, MO-07). */
final class Subsz {
    static final int LIMIT_DEFAULT = 1024;

    private final Sources sources;
    private final Options asked;

    /** What is asked for. Confined to one thread while it is filled. */
    static final class Options {
        boolean subscriptions;
        long offset;
        long limit;
        String account = "";
        String test = "";

        static Options of(Query query) {
            Options options = new Options();
            options.subscriptions = query.bool("subs");
            options.offset = query.integer("offset");
            options.limit = query.integer("limit");
            options.test = query.text("test");
            options.account = query.text("acc");
            return options;
        }

        /** Takes a field of a request; false if it is none of these. */
        boolean read(StructReader in) {
            switch (in.name()) {
                case "offset" -> offset = in.integer(offset);
                case "limit" -> limit = in.integer(limit);
                case "subscriptions" -> subscriptions = in.bool(subscriptions);
                case "account" -> account = in.string(account);
                case "test" -> test = in.string(test);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private record Found(Account<Subscription> account, SubscriptionInfo info) {}

    private Subsz(Sources sources, Options asked) {
        this.sources = sources;
        this.asked = asked;
    }

    /** Throws {@link InvalidRequestException} for questions that make no sense. */
    static void write(Sources sources, Options asked, JsonWriter json) {
        new Subsz(sources, asked).write(json);
    }

    private void write(JsonWriter json) {
        if (!asked.test.isEmpty() && !(Subjects.isValid(asked.test) && Subjects.isLiteral(asked.test))) {
            throw new InvalidRequestException("invalid test subject, must be valid publish subject: " + asked.test);
        }
        long limit = asked.limit <= 0 ? LIMIT_DEFAULT : asked.limit;
        long offset = Math.max(0, asked.offset);
        List<Account<Subscription>> accounts = accounts();
        json.field("server_id", sources.serverId()).time("now", sources.now());
        stats(accounts, asked.account.isEmpty() ? null : accounts, sources, json);
        List<Found> all = asked.subscriptions ? found(accounts) : List.of();
        json.field("total", all.size()).field("offset", offset).field("limit", limit);
        List<Found> page = Page.of(all, offset, limit);
        if (page.isEmpty()) {
            return;
        }
        json.beginArray("subscriptions_list");
        for (Found one : page) {
            ConnectionJson.subscription(one.info, one.account.name(), one.account.nameTag(), json.beginElement());
            json.end();
        }
        json.endArray();
    }

    private List<Account<Subscription>> accounts() {
        List<Account<Subscription>> accounts = new ArrayList<>();
        for (Account<Subscription> account : sources.context().accounts().all()) {
            if (asked.account.isEmpty() || asked.account.equals(account.name())) {
                accounts.add(account);
            }
        }
        return accounts;
    }

    /** Writes what is known of the index of these accounts. The caches belong to the loops; {@code of} are those whose routes count, null for any. */
    static void stats(
            List<Account<Subscription>> accounts,
            @Nullable List<Account<Subscription>> of,
            Sources sources,
            JsonWriter json) {
        long size = 0;
        long inserts = 0;
        long removes = 0;
        for (Account<Subscription> account : accounts) {
            Interest<Subscription> interest = account.interest();
            size += interest.size();
            inserts += interest.inserts();
            removes += interest.removes();
        }
        LaneStats lanes = lanes(of, sources);
        json.field("num_subscriptions", size)
                .field("num_cache", lanes.routes())
                .field("num_inserts", inserts)
                .field("num_removes", removes)
                .field("num_matches", lanes.lookups())
                .field("cache_hit_rate", ratio(lanes.hits(), lanes.lookups()))
                .field("max_fanout", lanes.targetsMax())
                .field("avg_fanout", ratio(lanes.targets(), lanes.routes()));
    }

    private static LaneStats lanes(@Nullable List<Account<Subscription>> of, Sources sources) {
        LaneStats sum = LaneStats.NONE;
        for (RouterLane lane : sources.context().lanes()) {
            sum = sum.plus(
                    lane.stats(of == null || of.size() != 1 ? null : of.get(0).interest()));
        }
        return sum;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** As in nats-server a subscription that hears an imported stream counts where it hears, under the name of its own account. */
    private List<Found> found(List<Account<Subscription>> accounts) {
        Map<Long, Account<Subscription>> homes = new HashMap<>();
        for (ClientSession session : sources.context().registry().all()) {
            homes.put(session.id(), session.account());
        }
        List<Found> found = new ArrayList<>();
        for (Account<Subscription> account : accounts) {
            account.interest().forEach(one -> {
                SubscriptionInfo info = SubscriptionInfo.of(one);
                if (asked.test.isEmpty() || Subjects.matches(info.subject(), asked.test)) {
                    found.add(new Found(homes.getOrDefault(info.clientId(), account), info));
                }
            });
        }
        return found;
    }
}
