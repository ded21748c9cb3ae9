// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.monitoring.Tenancy;
import io.natskit.server.router.Subscription;
import io.natskit.server.sharing.OwedAnswer;
import io.natskit.server.sharing.Sharing;
import io.natskit.wire.jwt.AccountClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the claims of accounts, kept for whoever shows it. Any thread. */
final class ClaimedAccounts implements Tenancy {
    private volatile Map<String, Claimed> known = Map.of();
    private volatile @Nullable AccountBook book;
    private volatile @Nullable Sharing sharing;

    /** Before anybody can connect. */
    void bind(@Nullable AccountBook accounts) {
        book = accounts;
    }

    /** Before anybody can connect, or once something is shared. */
    void bind(Sharing shared) {
        sharing = shared;
    }

    /** These are the accounts now, and what they share. One thread at a time. */
    void settled(Collection<AccountClaims> all, List<AccountOptions> shared, Instant now) {
        Map<String, AccountClaims> claims = new HashMap<>();
        all.forEach(one -> claims.put(one.subject(), one));
        Map<String, Claimed> fresh = new HashMap<>();
        for (AccountOptions options : shared) {
            AccountClaims own = claims.get(options.name());
            if (own != null) {
                fresh.put(options.name(), settled(own, options, known.get(options.name()), now));
            }
        }
        known = fresh;
    }

    private Claimed settled(AccountClaims claims, AccountOptions shared, @Nullable Claimed before, Instant now) {
        AccountBook accounts = book;
        String token = accounts == null ? null : accounts.token(claims.subject());
        String jwt = token == null ? "" : token;
        if (before == null || before.claims() != claims) {
            return new Claimed(claims, jwt, now, shared, List.of());
        }
        if (!before.isComplete()) {
            // as in nats-server, which begins anew with who lacks something
            return new Claimed(claims, jwt, before.updated(), shared, List.of());
        }
        Map<String, ImportOptions> lost = new LinkedHashMap<>();
        before.lost().forEach(one -> lost.put(one.toString(), one));
        before.shared().imports().forEach(one -> lost.put(one.toString(), one));
        shared.imports().forEach(one -> lost.remove(one.toString()));
        return new Claimed(claims, jwt, before.updated(), shared, new ArrayList<>(lost.values()));
    }

    @Override
    public @Nullable Claimed claimed(String account) {
        return known.get(account);
    }

    @Override
    public List<OwedAnswer> owed(Account<Subscription> account) {
        Sharing shared = sharing;
        return shared == null ? List.of() : shared.owed(account);
    }
}
