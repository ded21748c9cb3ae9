// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

import io.natskit.server.auth.Identity;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ServerOptions;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a server: the global one ({@code $G}), those of the configuration, and the system account ({@code $SYS} unless another one
 * is named or there is to be none), and in operator mode those that were looked up. Any thread.
 *
 * @param <S> a subscription
 */
public final class Accounts<S> {
    private static final String SYSTEM_DEFAULT = "$SYS";

    private final Map<String, Account<S>> byName = new ConcurrentSkipListMap<>();
    // kept, since what they hold (streams, counts) would otherwise be there twice when they come back
    private final Map<String, Account<S>> retired = new ConcurrentSkipListMap<>();
    private final Account<S> global;
    private final @Nullable Account<S> system;

    /** The accounts that these options ask for. */
    public Accounts(ServerOptions options) {
        String systemName =
                options.noSystemAccount() ? null : Objects.requireNonNullElse(options.systemAccount(), SYSTEM_DEFAULT);
        global = new Account<>(Identity.GLOBAL_ACCOUNT, false, AccountLimits.NONE);
        byName.put(global.name(), global);
        system = systemName == null ? null : new Account<>(systemName, true, AccountLimits.NONE);
        if (system != null) {
            byName.put(system.name(), system);
        }
        configure(options);
    }

    /** Makes and changes accounts to what options say of them. Those that are not named stay, but for the mappings of the global one. */
    public final void configure(ServerOptions options) {
        global.mappings(SubjectMappings.of(options.mappings()));
        for (AccountOptions one : options.accounts()) {
            Account<S> account = upsert(
                    one.name(), new AccountLimits(one.maxConnections(), one.maxSubscriptions(), one.maxPayloadBytes()));
            account.mappings(SubjectMappings.of(one.mappings()));
            account.trace(one.messageTrace());
        }
    }

    /** Lets nobody into an account any more, until it is configured again; the global and the system account are there for good. */
    public void retire(String name) {
        Account<S> account = byName.get(name);
        if (account != null && account != global && account != system) {
            retired.put(name, account);
            byName.remove(name);
        }
    }

    /** The account of this name, or null. */
    public @Nullable Account<S> find(String name) {
        return byName.get(name);
    }

    /** The account that an identity belongs to. Throws {@link AssertionError} if there is none: a broken invariant. */
    public Account<S> of(Identity identity) {
        Account<S> account = byName.get(identity.account());
        if (account == null) {
            throw new AssertionError("account: " + identity.account() + " (expected: one of " + byName.keySet() + ")");
        }
        return account;
    }

    /** The account of everybody who belongs to no other. */
    public Account<S> global() {
        return global;
    }

    /** The system account, or null if there is to be none. */
    public @Nullable Account<S> system() {
        return system;
    }

    /** The account of this name, made with these limits if there was none, changed to them otherwise. */
    public Account<S> upsert(String name, AccountLimits limits) {
        Account<S> account = byName.computeIfAbsent(name, key -> {
            Account<S> before = retired.remove(key);
            return before != null ? before : new Account<>(key, false, limits);
        });
        account.limits(limits);
        return account;
    }

    /** All of them. */
    public Collection<Account<S>> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
