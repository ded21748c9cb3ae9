// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Accounts;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.OperatorOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.router.Subscription;
import io.natskit.server.sharing.Sharing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accounts of a configuration, and what becomes of them when there is another one. Under the lock of the reload. */
final class ReloadedAccounts {
    private final Accounts<Subscription> accounts;
    private final Consumer<OperatorOptions> claims;
    private final Supplier<Sharing> sharingMaker;
    private final Supplier<@Nullable JetStream> jetStream;
    private @Nullable Sharing sharing;
    private Set<String> configured;

    /** Those of these options, with what they share already; null for nothing. */
    ReloadedAccounts(
            Accounts<Subscription> accounts,
            ServerOptions options,
            Consumer<OperatorOptions> claims,
            Supplier<Sharing> sharingMaker,
            @Nullable Sharing sharing,
            Supplier<@Nullable JetStream> jetStream) {
        this.accounts = accounts;
        this.claims = claims;
        this.sharingMaker = sharingMaker;
        this.sharing = sharing;
        this.jetStream = jetStream;
        this.configured = names(options);
    }

    /**
     * Makes them those of other options: limits, mappings, exports and imports change where they stand; what is new begins, and what is gone takes
     * nobody in any more. In operator mode it is the claims that say it, from where the options have them now.
     */
    void become(ServerOptions now) {
        if (now.operator().isOn()) {
            claims.accept(now.operator());
            return;
        }
        Set<String> wanted = names(now);
        accounts.configure(now);
        share(now, wanted);
        JetStream streams = jetStream.get();
        if (streams != null) {
            streams.reloaded(now, accounts.all(), accounts.system());
        }
        for (String gone : configured) {
            if (!wanted.contains(gone)) {
                accounts.retire(gone);
            }
        }
        configured = wanted;
    }

    private void share(ServerOptions now, Set<String> wanted) {
        boolean imports = now.accounts().stream().anyMatch(one -> !one.imports().isEmpty());
        Sharing shared = sharing;
        if (shared == null) {
            if (!imports) {
                return;
            }
            shared = sharingMaker.get();
            sharing = shared;
        }
        List<AccountOptions> all = new ArrayList<>(now.accounts());
        for (String gone : configured) {
            if (!wanted.contains(gone)) {
                all.add(AccountOptions.builder().name(gone).build()); // which imports nothing
            }
        }
        shared.share(all);
    }

    private static Set<String> names(ServerOptions options) {
        Set<String> names = new LinkedHashSet<>();
        options.accounts().forEach(one -> names.add(one.name()));
        return names;
    }
}
