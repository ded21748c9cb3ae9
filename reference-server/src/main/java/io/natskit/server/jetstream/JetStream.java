// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream;

import io.natskit.server.account.Account;
import io.natskit.server.account.SubjectPrefixes;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.api.AccountApi;
import io.natskit.server.jetstream.api.Api;
import io.natskit.server.jetstream.api.BackupApi;
import io.natskit.server.jetstream.api.ClusterApi;
import io.natskit.server.jetstream.api.ConsumerApi;
import io.natskit.server.jetstream.api.DisabledApi;
import io.natskit.server.jetstream.api.StreamApi;
import io.natskit.server.jetstream.api.StreamAssetsApi;
import io.natskit.server.jetstream.api.SystemApi;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** JetStream of one server: its accounts, their APIs, and how they start and end. Made and closed by the server; any thread. */
public final class JetStream {
    /** The API level that requests may ask for. */
    public static final int API_LEVEL = Api.LEVEL;

    private static final long ANNOUNCE_SECONDS = 1;
    private static final long CLOSE_SECONDS = 10;

    private final JetStreamServer server;
    private volatile ServerOptions options;
    private final Map<String, List<LocalSubscription>> subscriptions = new ConcurrentHashMap<>();

    /** JetStream over what its accounts share; {@link #start} puts it to work. */
    public JetStream(JetStreamServer server, ServerOptions options) {
        this.server = server;
        this.options = options;
    }

    /** What the accounts share. */
    public JetStreamServer server() {
        return server;
    }

    /** Has accounts without JetStream mean the domain that is theirs by default, whether this server has JetStream or not. */
    public static void meanDefaultDomains(Collection<Account<Subscription>> accounts, ServerOptions options) {
        for (Account<Subscription> account : accounts) {
            String domain = options.jetStream().defaultDomains().get(account.name());
            if (domain != null && !domain.isEmpty()) {
                account.prefixes(SubjectPrefixes.toDomain(domain));
            }
        }
    }

    /** Gives accounts their JetStream, and finds their streams again. When this returns, requests are answered. */
    public void start(Collection<Account<Subscription>> accounts, @Nullable Account<Subscription> system) {
        server.system(system);
        boolean onlyGlobal = isOnlyGlobal(system);
        int index = 0;
        for (Account<Subscription> account : accounts) {
            EventLoop home = server.clients()
                    .loops()
                    .get(index++ % server.clients().loops().count());
            if (account == system) {
                listen(account, inbox(home, new SystemApi(account, home, server)));
            } else {
                add(account, home, limits(account, onlyGlobal));
            }
        }
    }

    private void accountAdded(Account<Subscription> account, @Nullable JetStreamAccountOptions limits) {
        int loops = server.clients().loops().count();
        add(account, server.clients().loops().get(Math.floorMod(account.name().hashCode(), loops)), limits);
    }

    /**
     * Other options: for each account what it has now, and its limits, for the rest of the server what may change while it runs. May wait for
     * the disk: not for a loop.
     */
    public void reloaded(
            ServerOptions now, Collection<Account<Subscription>> accounts, @Nullable Account<Subscription> system) {
        options = now;
        server.reloaded(now.jetStream(), now.limits().maxPayloadBytes());
        boolean onlyGlobal = isOnlyGlobal(system);
        for (Account<Subscription> account : accounts) {
            JetStreamAccountOptions limits = account == system ? null : limits(account, onlyGlobal);
            if (limits != null || isConfigured(account) || server.find(account.name()) == null) {
                accountChanged(account, limits);
            }
        }
    }

    /**
     * An account that may be known has these limits from now on, or no JetStream any more for null. What it has taken stays, and comes back with
     * it, but for what is in memory. May wait for the disk: not for a loop.
     */
    public void accountChanged(Account<Subscription> account, @Nullable JetStreamAccountOptions limits) {
        JetStreamAccount own = server.find(account.name());
        if (own != null && limits != null) {
            own.limits(limits);
        } else if (own != null) {
            endSubscriptions(account.name());
            server.remove(own);
            end(List.of(own));
            disabled(account, own.home());
        } else if (limits != null || !subscriptions.containsKey(account.name())) {
            endSubscriptions(account.name());
            accountAdded(account, limits);
        }
    }

    private boolean isOnlyGlobal(@Nullable Account<Subscription> system) {
        return !options.operator().isOn()
                && options.accounts().stream()
                        .allMatch(one -> system != null && one.name().equals(system.name()));
    }

    /** The global account keeps what it has once there are others. */
    private boolean isConfigured(Account<Subscription> account) {
        return options.accounts().stream().anyMatch(one -> one.name().equals(account.name()));
    }

    private void add(Account<Subscription> account, EventLoop home, @Nullable JetStreamAccountOptions limits) {
        if (limits == null) {
            disabled(account, home);
            return;
        }
        JetStreamAccount own = new JetStreamAccount(server, account, limits, home);
        own.recover();
        enabled(own);
        if (options.jetStream().domain() != null) {
            account.prefixes(SubjectPrefixes.ofDomain(options.jetStream().domain()));
        }
        own.resumeFeeds();
    }

    private @Nullable JetStreamAccountOptions limits(Account<Subscription> account, boolean onlyGlobal) {
        for (AccountOptions one : options.accounts()) {
            if (one.name().equals(account.name())) {
                return one.jetStream();
            }
        }
        return onlyGlobal ? JetStreamAccountOptions.builder().build() : null;
    }

    private void enabled(JetStreamAccount account) {
        Api api = new Api(account)
                .with(AccountApi.operations())
                .with(StreamAssetsApi.operations())
                .with(ClusterApi.operations())
                .with(StreamApi.operations())
                .with(BackupApi.operations())
                .with(ConsumerApi.operations());
        LocalInbox inbox = inbox(account.home(), api);
        api.behind(inbox::waiting);
        listenButToDirect(account.account(), inbox);
    }

    private void disabled(Account<Subscription> account, EventLoop home) {
        String domain = options.jetStream().domain();
        listenButToDirect(account, inbox(home, new DisabledApi(account, server.clients(), domain)));
    }

    private LocalInbox inbox(EventLoop home, LocalInbox.Handler handler) {
        long most =
                options.jetStream().requestQueueLimit() + options.jetStream().infoQueueLimit();
        return new LocalInbox(home, handler, most, Long.MAX_VALUE / 2, true);
    }

    /** Direct gets and pulls have subscriptions of their own, where there is somebody for them. */
    private void listenButToDirect(Account<Subscription> account, LocalInbox inbox) {
        String domain = options.jetStream().domain();
        inbox.leaveOut("$JS.API.DIRECT.", "$JS.API.CONSUMER.MSG.NEXT.");
        if (domain != null) {
            inbox.leaveOut("$JS." + domain + ".API.DIRECT.", "$JS." + domain + ".API.CONSUMER.MSG.NEXT.");
        }
        listen(account, inbox);
    }

    private void listen(Account<Subscription> account, LocalInbox inbox) {
        String domain = options.jetStream().domain();
        List<LocalSubscription> own =
                subscriptions.computeIfAbsent(account.name(), name -> new CopyOnWriteArrayList<>());
        own.add(server.clients().subscribe(account, "$JS.API.>", null, inbox));
        if (domain != null) {
            own.add(server.clients().subscribe(account, "$JS." + domain + ".API.>", null, inbox));
        }
    }

    /** Tells every pull request that waits that the server ends (PL-02: 409 Server Shutdown). When this returns that is on its way. The loops must be running. */
    public void announceEnd() {
        onAll(streams(server.accounts()), ANNOUNCE_SECONDS, (stream, told) -> {
            stream.serverEnds();
            stream.loop().afterTurn(told);
        });
    }

    /** Ends: requests are answered no more, streams are flushed and closed. The loops must be running. */
    public void close() {
        subscriptions.keySet().forEach(this::endSubscriptions);
        end(server.accounts());
    }

    private void endSubscriptions(String account) {
        List<LocalSubscription> own = subscriptions.remove(account);
        if (own != null) {
            own.forEach(LocalSubscription::close);
        }
    }

    private void end(Collection<JetStreamAccount> accounts) {
        for (JetStreamAccount account : accounts) {
            account.home().execute(account::endOngoing);
        }
        long left = onAll(streams(accounts), CLOSE_SECONDS, (stream, closed) -> stream.close(false, closed));
        if (left > 0) {
            server.log().error("JetStream: " + left + " streams could not be closed in time");
        }
    }

    private static List<Stream> streams(Collection<JetStreamAccount> accounts) {
        List<Stream> streams = new ArrayList<>();
        for (JetStreamAccount account : accounts) {
            streams.addAll(account.streams());
        }
        return streams;
    }

    /** Does something with streams on their loops, but for loops that died, and waits for it; answers with how many it was not over in time. */
    private static long onAll(List<Stream> streams, long seconds, BiConsumer<Stream, Runnable> action) {
        CountDownLatch left = new CountDownLatch(streams.size());
        for (Stream stream : streams) {
            if (stream.loop().ended()) {
                // a loop that died does nothing any more; what was synced is safe
                left.countDown();
                continue;
            }
            stream.loop().execute(() -> action.accept(stream, left::countDown));
        }
        try {
            return left.await(seconds, TimeUnit.SECONDS) ? 0 : left.getCount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
