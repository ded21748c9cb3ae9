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
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    private final ServerOptions options;
    private final List<LocalSubscription> subscriptions = new CopyOnWriteArrayList<>();

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
        boolean onlyGlobal = options.accounts().stream()
                .allMatch(one -> system != null && one.name().equals(system.name()));
        int index = 0;
        for (Account<Subscription> account : accounts) {
            EventLoop home = server.clients()
                    .loops()
                    .get(index++ % server.clients().loops().count());
            add(account, home, account == system ? null : limits(account, onlyGlobal));
        }
    }

    /** One more account, with these limits, or without JetStream for null. May wait for the disk: not for a loop. */
    public void accountAdded(Account<Subscription> account, @Nullable JetStreamAccountOptions limits) {
        int loops = server.clients().loops().count();
        add(account, server.clients().loops().get(Math.floorMod(account.name().hashCode(), loops)), limits);
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
        listen(account.account(), account.home(), api);
    }

    private void disabled(Account<Subscription> account, EventLoop home) {
        listen(
                account,
                home,
                new DisabledApi(account, server.clients(), options.jetStream().domain()));
    }

    private void listen(Account<Subscription> account, EventLoop home, LocalInbox.Handler handler) {
        long most = Math.max(
                options.jetStream().requestQueueLimit(), options.jetStream().infoQueueLimit());
        LocalInbox inbox = new LocalInbox(home, handler, most, Long.MAX_VALUE / 2, true);
        inbox.leaveOut("$JS.API.DIRECT.", "$JS.API.CONSUMER.MSG.NEXT.");
        subscriptions.add(server.clients().subscribe(account, "$JS.API.>", null, inbox));
        String domain = options.jetStream().domain();
        if (domain != null) {
            inbox.leaveOut("$JS." + domain + ".API.DIRECT.", "$JS." + domain + ".API.CONSUMER.MSG.NEXT.");
            subscriptions.add(server.clients().subscribe(account, "$JS." + domain + ".API.>", null, inbox));
        }
    }

    /** Tells every pull request that waits that the server ends (PL-02: 409 Server Shutdown). When this returns that is on its way. The loops must be running. */
    public void announceEnd() {
        onAll(streams(), ANNOUNCE_SECONDS, (stream, told) -> {
            stream.serverEnds();
            stream.loop().afterTurn(told);
        });
    }

    /** Ends: requests are answered no more, streams are flushed and closed. The loops must be running. */
    public void close() {
        subscriptions.forEach(LocalSubscription::close);
        for (JetStreamAccount account : server.accounts()) {
            account.home().execute(account::endOngoing);
        }
        long left = onAll(streams(), CLOSE_SECONDS, (stream, closed) -> stream.close(false, closed));
        if (left > 0) {
            server.log().error("JetStream: " + left + " streams could not be closed in time");
        }
    }

    private List<Stream> streams() {
        List<Stream> streams = new ArrayList<>();
        for (JetStreamAccount account : server.accounts()) {
            streams.addAll(account.streams());
        }
        return streams;
    }

    /** Does something with streams on their loops, and waits for it; answers with how many it was not over in time. */
    private static long onAll(List<Stream> streams, long seconds, BiConsumer<Stream, Runnable> action) {
        CountDownLatch left = new CountDownLatch(streams.size());
        for (Stream stream : streams) {
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
