// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.router.Subscription;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.ArrayList;
import java.util.List;

/** What accounts count ({@code /accstatz}, MO-09, and the events of accounts). */
final class AccountStats {
    private AccountStats() {}

    /** What is asked for. Confined to one thread while it is filled. */
    static final class Options {
        List<String> accounts = List.of();
        boolean unused;

        static Options of(Query query) {
            Options options = new Options();
            options.unused = query.bool("unused");
            return options;
        }

        /** Takes a field of a request; false if it is none of these. */
        boolean read(StructReader in) {
            switch (in.name()) {
                case "accounts" -> accounts = in.strings(accounts);
                case "include_unused" -> unused = in.bool(unused);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    static void write(Sources sources, List<Account<Subscription>> chosen, JsonWriter json) {
        json.field("server_id", sources.serverId()).time("now", sources.now());
        json.beginArray("account_statz");
        Tally tally = Tally.of(sources.context());
        for (Account<Subscription> account : chosen) {
            one(account, tally.of(account), json.beginElement());
            json.end();
        }
        json.endArray();
    }

    /** The accounts that are shown. */
    static List<Account<Subscription>> chosen(Sources sources, Options asked) {
        List<Account<Subscription>> chosen = new ArrayList<>();
        if (asked.accounts.isEmpty()) {
            chosen.addAll(sources.context().accounts().all());
        } else {
            for (String name : asked.accounts) {
                Account<Subscription> account = sources.account(name);
                if (account != null) {
                    chosen.add(account);
                }
            }
        }
        chosen.removeIf(account -> !asked.unused && account.connectionCount() == 0);
        return chosen;
    }

    /** The fields of one account, with its messages. */
    static void one(Account<Subscription> account, Traffic traffic, JsonWriter json) {
        int connections = account.connectionCount();
        json.field("acc", account.name())
                .field("name", account.nameTag())
                .field("conns", connections)
                .field("leafnodes", 0)
                .field("total_conns", connections)
                .field("num_subscriptions", account.interest().size());
        messages("sent", traffic.outMessages(), traffic.outBytes(), json);
        messages("received", traffic.inMessages(), traffic.inBytes(), json);
        json.field("slow_consumers", account.totals().slowConsumers());
    }

    private static void messages(String name, long messages, long bytes, JsonWriter json) {
        json.begin(name).field("msgs", messages).field("bytes", bytes);
        for (String peers : new String[] {"gateways", "routes", "leafs"}) {
            json.begin(peers).field("msgs", 0).field("bytes", 0).end();
        }
        json.end();
    }
}
