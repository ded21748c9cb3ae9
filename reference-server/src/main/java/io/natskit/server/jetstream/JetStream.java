// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream;

import io.natskit.server.account.Account;
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
import org.jspecify.annotations.Nullable;

/** JetStream of one server: its accounts, their APIs, and how they start and end. Made and closed by the server; any thread. */
public final class JetStream {
    /** The API level that requests may ask for. */
    public static final int API_LEVEL = Api.LEVEL;

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

    /** Gives accounts their JetStream, and finds their streams again. When this returns, requests are answered. */
    public void start(Collection<Account<Subscription>> accounts, @Nullable Account<Subscription> system) {
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
        long most = options.jetStream().requestQueueLimit();
        LocalInbox inbox = new LocalInbox(home, handler, most, Long.MAX_VALUE / 2, true);
        inbox.leaveOut("$JS.API.DIRECT.", "$JS.API.CONSUMER.MSG.NEXT.");
        subscriptions.add(server.clients().subscribe(account, "$JS.API.>", null, inbox));
        String domain = options.jetStream().domain();
        if (domain != null) {
            inbox.leaveOut("$JS." + domain + ".API.DIRECT.", "$JS." + domain + ".API.CONSUMER.MSG.NEXT.");
            subscriptions.add(server.clients().subscribe(account, "$JS." + domain + ".API.>", null, inbox));
        }
    }

    /** Ends: requests are answered no more, streams are flushed and closed. The loops must be running. */
    public void close() {
        subscriptions.forEach(LocalSubscription::close);
        List<Stream> streams = new ArrayList<>();
        for (JetStreamAccount account : server.accounts()) {
            account.home().execute(account::endOngoing);
            streams.addAll(account.streams());
        }
        CountDownLatch left = new CountDownLatch(streams.size());
        for (Stream stream : streams) {
            stream.loop().execute(() -> stream.close(false, left::countDown));
        }
        try {
            if (!left.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                server.log().error("JetStream: " + left.getCount() + " streams could not be closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
