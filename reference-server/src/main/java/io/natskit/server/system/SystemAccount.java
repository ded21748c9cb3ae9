// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.monitoring.ServerRequests;
import io.natskit.server.monitoring.Sources;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.json.JsonWriter;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server says and answers by messages: opens the subscriptions, and hands requests on. What works them out is made with the first
 * one: most servers are never asked. Any thread, but where said otherwise.
 */
public final class SystemAccount {
    private static final long WAITING_MAX = 10_000;
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long ANNOUNCE_SECONDS = 1;

    private static final String[] OF_SERVERS = {
        "IDZ",
        "STATSZ",
        "VARZ",
        "SUBSZ",
        "CONNZ",
        "ROUTEZ",
        "GATEWAYZ",
        "LEAFZ",
        "ACCOUNTZ",
        "JSZ",
        "HEALTHZ",
        "PROFILEZ",
        "EXPVARZ",
        "IPQUEUESZ",
        "RAFTZ"
    };
    private static final String[] OF_THIS_SERVER = {"KICK", "LDM", "RELOAD"};
    private static final String[] OF_ACCOUNTS = {"SUBSZ", "CONNZ", "LEAFZ", "JSZ", "INFO", "STATZ", "CONNS"};

    private final ServerContext context;
    private final Supplier<Sources> sources;
    private final LocalClients clients;
    private final Account<Subscription> system;
    private final EventLoop loop;
    private final Executor work;
    private final Actions actions;
    private final Voice voice;
    private final Envelope envelope;
    private final ClientEvents events;
    private final Statistics statistics;
    private final Queue<LocalSubscription> subscriptions = new ConcurrentLinkedQueue<>();
    private final Set<Account<Subscription>> asked = ConcurrentHashMap.newKeySet();
    private final LoopTimer heartbeat = new LoopTimer(this::heartbeat);

    // without state: whoever finds none may make one
    private volatile @Nullable ServerRequests state;
    private volatile @Nullable Desk desk;

    private SystemAccount(
            ServerContext context,
            Supplier<Sources> sources,
            LocalClients clients,
            Account<Subscription> system,
            Executor work,
            Actions actions) {
        this.context = context;
        this.sources = sources;
        this.clients = clients;
        this.system = system;
        this.work = work;
        this.actions = actions;
        this.loop = context.loops().get(0);
        this.voice = new Voice(clients);
        this.envelope = new Envelope(context);
        this.events = new ClientEvents(context, system, voice, envelope, this::state);
        this.statistics = new Statistics(system, context.info().facts().id(), envelope, voice, loop, this::state);
    }

    /** Begins to listen and to tell; {@code work} may wait. Null where there is no system account. */
    public static @Nullable SystemAccount start(
            ServerContext context, Supplier<Sources> sources, LocalClients clients, Executor work, Actions actions) {
        Account<Subscription> system = context.accounts().system();
        if (system == null) {
            return null;
        }
        SystemAccount room = new SystemAccount(context, sources, clients, system, work, actions);
        room.open();
        return room;
    }

    private void open() {
        String id = context.info().facts().id();
        LocalInbox inbox = inbox(system);
        for (String word : OF_SERVERS) {
            listen(system, "$SYS.REQ.SERVER." + id + "." + word, inbox);
            listen(system, "$SYS.REQ.SERVER.PING." + word, inbox);
        }
        listen(system, "$SYS.REQ.SERVER.PING", inbox);
        for (String word : OF_THIS_SERVER) {
            listen(system, "$SYS.REQ.SERVER." + id + "." + word, inbox);
        }
        for (String word : OF_ACCOUNTS) {
            listen(system, "$SYS.REQ.ACCOUNT.*." + word, inbox);
        }
        listen(system, "$SYS.REQ.ACCOUNT.NSUBS", inbox);
        listen(system, "$SYS.DEBUG.SUBSCRIBERS", inbox);
        listen(system, "$SYS.REQ.USER.INFO", inbox);
        context.accounts().all().forEach(this::accountAdded);
        events.begin();
        context.witnesses().set(events, new PeerEvents(context, system, voice, envelope));
        loop.execute(this::begin);
    }

    private void begin() {
        statistics.start();
        loop.schedule(heartbeat, HEARTBEAT_NANOS);
    }

    /** Lets an account ask about itself and its users (AC-06); does nothing the second time. */
    public void accountAdded(Account<Subscription> account) {
        if (account == system || !asked.add(account)) {
            return;
        }
        LocalInbox inbox = inbox(account);
        listen(account, "$SYS.REQ.USER.INFO", inbox);
        listen(account, "$SYS.REQ.SERVER.PING.CONNZ", inbox);
        listen(account, "$SYS.REQ.ACCOUNT.PING.CONNZ", inbox);
        listen(account, "$SYS.REQ.ACCOUNT.PING.STATZ", inbox);
    }

    private LocalInbox inbox(Account<Subscription> account) {
        return new LocalInbox(loop, message -> received(account, message), WAITING_MAX, WAITING_BYTES_MAX, true);
    }

    private void listen(Account<Subscription> account, String subject, LocalInbox inbox) {
        subscriptions.add(clients.subscribe(account, subject, null, inbox));
    }

    private void received(Account<Subscription> account, LocalMessage message) {
        if (message.isRefused()) {
            return;
        }
        Asked asked = Asked.of(account, message);
        try {
            work.execute(() -> answer(asked));
        } catch (RejectedExecutionException e) {
            context.log().error("too many requests at once: " + asked.subject());
        }
    }

    private void answer(Asked asked) {
        try {
            desk().answer(asked);
        } catch (RuntimeException e) {
            context.log().error("request " + asked.subject() + " failed: " + e);
        }
    }

    private ServerRequests state() {
        ServerRequests known = state;
        if (known == null) {
            known = new ServerRequests(sources.get());
            state = known;
        }
        return known;
    }

    private Desk desk() {
        Desk known = desk;
        if (known == null) {
            known = new Desk(context, system, state(), envelope, voice, loop, events, statistics, actions);
            desk = known;
        }
        return known;
    }

    private void heartbeat() {
        loop.schedule(heartbeat, HEARTBEAT_NANOS);
        for (Account<Subscription> account : context.accounts().all()) {
            if (account.connectionCount() > 0) {
                events.connections(loop, account);
            }
        }
    }

    /** Tells that clients had better look for another server. */
    public void announceLameDuck() {
        announce("LAMEDUCK");
    }

    /** Tells that the server ends, and ends itself. When this returns that is on its way. The loops must be running; if its own died, nothing is told. */
    public void close() {
        if (!loop.ended()) {
            sayGoodBye();
        }
        subscriptions.forEach(LocalSubscription::close);
    }

    private void sayGoodBye() {
        CountDownLatch told = new CountDownLatch(1);
        announce("SHUTDOWN");
        loop.execute(() -> {
            statistics.stop();
            loop.cancel(heartbeat);
            loop.afterTurn(told::countDown);
        });
        try {
            if (!told.await(ANNOUNCE_SECONDS, TimeUnit.SECONDS)) {
                context.log().warn("the end could not be announced in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(String what) {
        voice.tell(loop, system, "$SYS.SERVER." + context.info().facts().id() + "." + what, () -> {
            JsonWriter json = new JsonWriter();
            envelope.fields(json);
            return json.toBytes();
        });
    }
}
