// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ServerContext;
import java.util.HashMap;
import java.util.Map;

/** The messages of accounts: what those who are connected have counted, and what those who left had. Made of one walk over the sessions. */
final class Tally {
    private final Map<Account<Subscription>, Traffic> connected = new HashMap<>();
    private Traffic all = Traffic.NONE;

    private Tally() {}

    static Tally of(ServerContext context) {
        Tally tally = new Tally();
        for (ClientSession session : context.registry().all()) {
            tally.connected.merge(session.account(), session.traffic(), Traffic::plus);
        }
        for (Account<Subscription> account : context.accounts().all()) {
            tally.all = tally.all.plus(tally.of(account));
        }
        return tally;
    }

    /** The messages of one account, for who needs no other's. */
    static Traffic of(ServerContext context, Account<Subscription> account) {
        Traffic connected = Traffic.NONE;
        for (ClientSession session : context.registry().all()) {
            if (session.account() == account) {
                connected = connected.plus(session.traffic());
            }
        }
        return account.totals().traffic().plus(connected);
    }

    Traffic of(Account<Subscription> account) {
        return account.totals().traffic().plus(connected.getOrDefault(account, Traffic.NONE));
    }

    Traffic all() {
        return all;
    }
}
