// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.account.AccountLimits;
import io.natskit.server.account.Accounts;
import io.natskit.server.account.SubjectMappings;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ServerContext;
import io.natskit.server.sharing.ClaimedSharing;
import io.natskit.server.sharing.Sharing;
import io.natskit.server.subject.InvalidTransformException;
import io.natskit.server.system.SystemAccount;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.JetStreamLimits;
import io.natskit.wire.jwt.OperatorLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes accounts of claims in operator mode, and has their changes reach whoever is connected. Told by the book, one change after another, on
 * threads that may wait.
 */
final class Tenants implements AccountBook.Listener {

    private final Accounts<Subscription> accounts;
    private final ClaimedAccounts shown;
    private final Map<String, LoopTimer> expiries = new HashMap<>();
    private @Nullable ServerContext context;
    private volatile @Nullable JetStream jetStream;
    private volatile @Nullable Sharing sharing;
    private volatile @Nullable SystemAccount system;
    private volatile List<AccountClaims> known = List.of();
    private final ReentrantLock sharingLock = new ReentrantLock();
    // of the first loop
    private @Nullable LoopTimer tokenEnds;

    Tenants(Accounts<Subscription> accounts, ClaimedAccounts shown) {
        this.accounts = accounts;
        this.shown = shown;
    }

    /** Before anybody can connect. */
    void bind(ServerContext server) {
        context = server;
    }

    /** Before anybody can connect: what accounts share is put to work there. */
    void bind(Sharing shared) {
        sharing = shared;
    }

    /** Before anybody can connect. */
    void bind(@Nullable JetStream streams) {
        jetStream = streams;
    }

    /** Before anybody can connect: accounts that come later may ask there. */
    void bind(@Nullable SystemAccount requests) {
        system = requests;
    }

    @Override
    public void changing(AccountClaims claims, @Nullable AccountClaims before) {
        OperatorLimits limits = claims.limits();
        Account<Subscription> account = accounts.upsert(
                claims.subject(),
                new AccountLimits(
                        clamp(limits.connections()),
                        clamp(limits.maxSubscriptions()),
                        clamp(limits.maxPayloadBytes())));
        account.nameTag(claims.name());
        account.mappings(mappings(claims));
        account.trace(claims.trace());
        Sharing shared = sharing;
        if (shared != null) {
            shared.expect(account);
        }
        JetStream streams = jetStream;
        if (streams != null && !account.isSystem()) {
            streams.accountChanged(account, jetStream(limits));
        }
        SystemAccount requests = system;
        if (requests != null && before == null) {
            requests.accountAdded(account);
        }
        ServerContext server = context;
        if (server == null) {
            return;
        }
        expiry(server, claims);
    }

    @Override
    public void changed(AccountClaims claims, AccountClaims before) {
        ServerContext server = context;
        Account<Subscription> account = accounts.find(claims.subject());
        if (server != null && account != null) {
            reach(server, account, claims, before);
        }
    }

    @Override
    public void removed(AccountClaims claims) {
        ServerContext server = context;
        if (server != null) {
            LoopTimer ends = expiries.remove(claims.subject());
            EventLoop loop = server.loops().get(0);
            if (ends != null) {
                loop.execute(() -> loop.cancel(ends));
            }
        }
        Account<Subscription> account = accounts.find(claims.subject());
        JetStream streams = jetStream;
        if (streams != null && account != null) {
            streams.accountChanged(account, null);
        }
    }

    @Override
    public void expelled(AccountClaims claims) {
        ServerContext server = context;
        if (server != null) {
            expired(server, claims.subject());
        }
    }

    @Override
    public void settled(List<AccountClaims> all) {
        known = all;
        share();
    }

    /** Gives accounts what they may import now, and again when the first token ends. */
    private void share() {
        Sharing shared = sharing;
        ServerContext server = context;
        if (shared == null || server == null) {
            return;
        }
        Instant moment = server.wallClock().instant();
        long now = moment.getEpochSecond();
        ClaimedSharing claimed;
        sharingLock.lock();
        try {
            List<AccountClaims> all = known;
            claimed = new ClaimedSharing(all, now);
            shared.share(claimed.accounts());
            shown.settled(all, claimed.accounts(), moment);
        } finally {
            sharingLock.unlock();
        }
        EventLoop loop = server.loops().get(0);
        long wait = claimed.nextExpirySecond() == Long.MAX_VALUE
                ? 0
                : Math.min(TimeUnit.DAYS.toSeconds(36_500), claimed.nextExpirySecond() - now);
        loop.execute(() -> {
            if (tokenEnds != null) {
                loop.cancel(tokenEnds);
            }
            if (wait > 0) {
                tokenEnds = new LoopTimer(() -> server.blocking().execute(this::share));
                loop.schedule(tokenEnds, TimeUnit.SECONDS.toNanos(wait));
            }
        });
    }

    /** Those that make no sense are left out, all together, as the claims were accepted otherwise. */
    private static @Nullable SubjectMappings mappings(AccountClaims claims) {
        try {
            return SubjectMappings.of(claims);
        } catch (InvalidTransformException e) {
            return null;
        }
    }

    private static @Nullable JetStreamAccountOptions jetStream(OperatorLimits limits) {
        if (!limits.isJetStreamEnabled()) {
            return null;
        }
        if (limits.tiers().isEmpty()) {
            return jetStream(limits.jetStream());
        }
        JetStreamAccountOptions.Builder own =
                jetStream(limits.tiers().getOrDefault(JetStreamAccountOptions.SINGLE, JetStreamLimits.OFF)).toBuilder();
        limits.tiers().forEach((name, tier) -> own.tier(name, jetStream(tier)));
        return own.build();
    }

    private static JetStreamAccountOptions jetStream(JetStreamLimits limits) {
        return JetStreamAccountOptions.builder()
                .maxMemoryBytes(limits.memoryBytes())
                .maxFileBytes(limits.diskBytes())
                .maxStreams(clamp(limits.streams()))
                .maxConsumers(clamp(limits.consumers()))
                .maxAckPending(unlimited(limits.maxAckPending()))
                .memoryMaxStreamBytes(limits.memoryMaxStreamBytes() > 0 ? limits.memoryMaxStreamBytes() : -1)
                .fileMaxStreamBytes(limits.diskMaxStreamBytes() > 0 ? limits.diskMaxStreamBytes() : -1)
                .maxBytesRequired(limits.maxBytesRequired())
                .build();
    }

    private static int unlimited(long limit) {
        return limit > 0 ? clamp(limit) : -1;
    }

    private static int clamp(long limit) {
        return limit < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, limit);
    }

    /** Those who came last have to leave first. */
    private void reach(
            ServerContext server, Account<Subscription> account, AccountClaims claims, AccountClaims before) {
        List<ClientSession> connected = connected(server, account);
        connected.sort(Comparator.comparing(ClientSession::started).thenComparing(ClientSession::id));
        int most = account.limits().maxConnections();
        for (int i = 0; i < connected.size(); i++) {
            boolean tooMany = most >= 0 && i >= most;
            connected.get(i).directives().claimsChanged(account, claims, before, tooMany);
        }
    }

    private static List<ClientSession> connected(ServerContext server, Account<Subscription> account) {
        List<ClientSession> connected = new ArrayList<>();
        for (ClientSession session : server.registry().all()) {
            if (session.account() == account) {
                connected.add(session);
            }
        }
        return connected;
    }

    /** Ends everybody's connection when the account ends. Under the lock of the book. */
    private void expiry(ServerContext server, AccountClaims claims) {
        EventLoop loop = server.loops().get(0);
        LoopTimer before = expiries.remove(claims.subject());
        if (before != null) {
            loop.execute(() -> loop.cancel(before));
        }
        if (claims.expiresAtSecond() == 0) {
            return;
        }
        long seconds = Math.max(
                0, claims.expiresAtSecond() - server.wallClock().instant().getEpochSecond());
        LoopTimer timer = new LoopTimer(() -> expired(server, claims.subject()));
        expiries.put(claims.subject(), timer);
        long nanos = Duration.ofSeconds(Math.min(seconds, TimeUnit.DAYS.toSeconds(36_500)))
                .toNanos();
        loop.execute(() -> loop.schedule(timer, nanos));
    }

    private void expired(ServerContext server, String name) {
        Account<Subscription> account = accounts.find(name);
        if (account != null) {
            connected(server, account).forEach(session -> session.directives().accountExpired());
        }
    }
}
