// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AccountImport;
import io.natskit.wire.jwt.ClaimIssue;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of operator mode as they were found so far, each with its latest claims. Any thread that may wait; whoever listens is told of one
 * change after another.
 */
public final class AccountBook {
    private static final int LOOKED_UP_MAX = 1_000;

    private final TrustedOperators trusted;
    private volatile AccountResolver resolver;
    private final Listener listener;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** Who makes accounts of claims. Called by one thread at a time, which holds the book's lock: must not wait for other log-ins. */
    public interface Listener {
        /** An account is about to be known, or to have other claims: what it is and may have has to be there first. */
        void changing(AccountClaims claims, @Nullable AccountClaims before);

        /** It has other claims now, and who logs in from here on is judged by them; the others are still to be reached. */
        void changed(AccountClaims claims, AccountClaims before);

        /** It is gone, until it is looked up again: nothing more is done in its name. Who is connected is judged anew. */
        void removed(AccountClaims claims);

        /** After {@link #removed}, where nobody else judges: who is connected has to leave. */
        void expelled(AccountClaims claims);

        /** These are all the accounts that are known, after one or more of them have changed. */
        void settled(List<AccountClaims> all);
    }

    /** Claims and the text that they were read from. */
    private record Entry(AccountClaims claims, String jwt) {}

    /** Nobody is known yet. */
    public AccountBook(TrustedOperators trusted, AccountResolver resolver, Listener listener, InstantSource clock) {
        this.trusted = trusted;
        this.resolver = resolver;
        this.listener = listener;
        this.clock = clock;
    }

    /** The keys that accounts must be signed with. */
    public TrustedOperators trusted() {
        return trusted;
    }

    /** What became of an offer of new claims. */
    public enum Update {
        /** They hold now. */
        UPDATED,
        /** They hold already. */
        SAME,
        /** Nobody has needed that account yet. */
        UNKNOWN
    }

    /**
     * The claims of an account, looked up where they are not known, or have expired. Throws {@link IOException} where there are none that may
     * be used.
     */
    public AccountClaims lookup(String account) throws IOException {
        Entry known = entries.get(account);
        if (known != null && !isExpired(known.claims)) {
            return known.claims;
        }
        if (!NKey.isPublicKey(account, NKeyKind.ACCOUNT)) {
            throw new IOException("will only fetch valid account keys");
        }
        AccountClaims claims = accept(account, resolver.fetch(account));
        exporters(claims);
        settle();
        return claims;
    }

    /** The claims of an account that was looked up before, or null. */
    public @Nullable AccountClaims known(String account) {
        Entry known = entries.get(account);
        return known == null ? null : known.claims;
    }

    /** The token of an account that was looked up before, or null. */
    public @Nullable String token(String account) {
        Entry known = entries.get(account);
        return known == null ? null : known.jwt.strip();
    }

    /** Takes newer claims of an account that was looked up before. Throws {@link IOException} if they may not be used. */
    public Update update(String account, String jwt) throws IOException {
        Entry known = entries.get(account);
        if (known == null) {
            return Update.UNKNOWN;
        }
        if (known.jwt.equals(jwt)) {
            return Update.SAME;
        }
        exporters(accept(account, jwt));
        settle();
        return Update.UPDATED;
    }

    /**
     * Has accounts come from elsewhere from now on. Those that are known are looked up there again; what is not to be had there, or may not be used,
     * is known no more, and answered here; its clients are for whoever reloads to judge. What accounts share is settled once, at the end. May wait for
     * the resolver.
     */
    public List<String> reload(AccountResolver now) {
        resolver = now;
        List<String> gone = new ArrayList<>();
        for (String account : List.copyOf(entries.keySet())) {
            try {
                exporters(accept(account, now.fetch(account)));
            } catch (IOException e) {
                forget(account);
                gone.add(account);
            }
        }
        settle();
        return gone;
    }

    /** Forgets an account that was taken away. */
    public void remove(String account) {
        lock.lock();
        try {
            AccountClaims claims = forget(account);
            if (claims != null) {
                listener.expelled(claims);
                settle();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable AccountClaims forget(String account) {
        lock.lock();
        try {
            Entry known = entries.remove(account);
            if (known == null) {
                return null;
            }
            listener.removed(known.claims);
            return known.claims;
        } finally {
            lock.unlock();
        }
    }

    /** Looks up whom an account imports of, and so on; what cannot be had is left out until somebody needs it. */
    private void exporters(AccountClaims first) {
        Deque<AccountClaims> left = new ArrayDeque<>();
        left.add(first);
        for (int looked = 0; !left.isEmpty() && looked < LOOKED_UP_MAX; ) {
            for (AccountImport one : left.remove().imports()) {
                String exporter = one.account();
                if (entries.containsKey(exporter) || !NKey.isPublicKey(exporter, NKeyKind.ACCOUNT)) {
                    continue;
                }
                looked++;
                try {
                    left.add(accept(exporter, resolver.fetch(exporter)));
                } catch (IOException missing) {
                    // its imports wait until the exporter is known
                    continue;
                }
            }
        }
    }

    private void settle() {
        lock.lock();
        try {
            listener.settled(entries.values().stream().map(Entry::claims).toList());
        } finally {
            lock.unlock();
        }
    }

    private AccountClaims accept(String account, String jwt) throws IOException {
        AccountClaims claims = verified(account, jwt);
        lock.lock();
        try {
            Entry before = entries.get(account);
            if (before != null && before.jwt.equals(jwt)) {
                return before.claims;
            }
            AccountClaims old = before == null ? null : before.claims;
            listener.changing(claims, old);
            entries.put(account, new Entry(claims, jwt));
            if (old != null) {
                listener.changed(claims, old);
            }
            return claims;
        } finally {
            lock.unlock();
        }
    }

    private AccountClaims verified(String account, String jwt) throws IOException {
        AccountClaims claims;
        try {
            claims = Jwt.decodeAccount(jwt.strip());
        } catch (InvalidJwtException e) {
            throw new IOException(e.getMessage(), e);
        }
        boolean wrong = !claims.subject().equals(account)
                || !trusted.isTrusted(claims.issuer())
                || claims.issues(clock.instant().getEpochSecond()).stream().anyMatch(ClaimIssue::isBlocking);
        if (wrong) {
            throw new IOException("account validation failed");
        }
        return claims;
    }

    private boolean isExpired(AccountClaims claims) {
        long expires = claims.expiresAtSecond();
        return expires != 0 && expires <= clock.instant().getEpochSecond();
    }

    @Override
    public String toString() {
        return "AccountBook" + Objects.toString(entries.keySet());
    }
}
