// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.local.LocalClients;
import io.natskit.server.monitoring.MonitoringServer;
import io.natskit.server.monitoring.ProcessUsage;
import io.natskit.server.monitoring.RequestCounts;
import io.natskit.server.monitoring.Sources;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedConnection;
import io.natskit.server.session.ClosedConnections;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.Reception;
import io.natskit.server.session.Registry;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.session.ServerTotals;
import io.natskit.server.session.Troubles;
import io.natskit.server.session.Witnesses;
import io.natskit.server.sharing.Sharing;
import io.natskit.server.system.SystemAccount;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.PipeLink;
import io.natskit.server.transport.TlsDoors;
import io.natskit.server.transport.TlsListener;
import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.inprocess.InProcessPipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one server, wired and running: builds them in the order in which they need one another, and ends them in the order in which they can do
 * without. Safe on any thread.
 */
final class RunningServer {
    private static final int PIPE_BYTES = 256 * 1024;

    private final LogSink log;
    private final Troubles troubles;
    private final Instant begun;
    private final Workers workers;
    private final TlsDoors tlsDoors;
    private final AccountsRoom accounts;
    private final ServerContext context;
    private final Reception reception;
    private final JetStreamSwitch jetStream;
    private final @Nullable SystemAccount systemAccount;
    private final Doors doors;
    private final Reloading reloading;
    private final LameDuck lameDuck;
    private volatile boolean listening;
    private volatile @Nullable Sources sources;
    private volatile Instant configured;
    private volatile @Nullable Supplier<ServerOptions> configuration;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Starts; {@code undo} gets what takes back what was begun, the newest first, should this throw. */
    private RunningServer(ServerOptions options, Workers workers, Surroundings surroundings, Deque<Runnable> undo)
            throws IOException {
        ServerClock clock = surroundings.clock();
        this.troubles = new Troubles(clock::instant);
        this.log = new WatchedSink(surroundings.log(), troubles);
        this.begun = clock.instant();
        this.configured = begun;
        this.workers = workers;
        this.accounts = new AccountsRoom(options, workers, log, clock::instant);
        EventLoops loops = workers.loops();
        Witnesses witnesses = new Witnesses();
        this.tlsDoors = new TlsDoors(
                loops.get(0), workers.certificates(), new TlsLines(log), witnesses, clock::instant, this::closeSoon);
        undo.push(tlsDoors::close);
        Ports ports = Ports.take(options, loops, tlsDoors, this::accepted, this::acceptFailed);
        undo.push(ports::close);
        SinkLog lines = new SinkLog(log, troubles, options.logging());
        this.context = new ServerContext(
                parts(options, surroundings, lines, witnesses), rules(options, ports.clients(), ports.tls()));
        this.reception = new Reception(
                context, () -> context.tls() != null, closing::get, (loop, link) -> begin(loop, link, false));
        accounts.connect(context, localClients());
        Interceptor interceptor = surroundings.interceptor();
        this.jetStream = new JetStreamSwitch(
                context,
                accounts.tenants(),
                log,
                interceptor == null ? null : new StreamHooks(interceptor, log),
                closing::get);
        undo.push(() -> {
            jetStream.close();
            jetStream.endThreads();
        });
        // before the streams are found again, so that this can be watched
        MonitoringServer pages = options.monitoring().enabled() ? MonitoringRoom.start(context, sources()) : null;
        if (pages != null) {
            undo.push(pages::close);
        }
        Sharing sharing = accounts.share(context);
        JetStream.meanDefaultDomains(context.accounts().all(), options);
        if (options.jetStream().enabled()) {
            jetStream.start();
        }
        accounts.start(context, localClients());
        this.systemAccount = SystemAccount.start(
                context, this::sources, localClients(), workers.requests(), new ServerActions(context, this::reload));
        accounts.tenants().bind(systemAccount);
        this.doors = ports.open(context, localClients(), accounts.authenticators(), pages);
        this.reloading = reloading(options, surroundings.reloads(), sharing, lines);
        this.lameDuck = new LameDuck(context, doors::stopAccepting, this::close);
        doors.begin();
        listening = true;
        tlsDoors.begin();
    }

    private ServerContext.Parts parts(
            ServerOptions options, Surroundings surroundings, SinkLog lines, Witnesses witnesses) {
        EventLoops loops = workers.loops();
        InstantSource clock = surroundings.clock()::instant;
        Interceptor interceptor = surroundings.interceptor();
        RouterLane[] lanes = new RouterLane[loops.count()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new RouterLane(i);
        }
        return new ServerContext.Parts(
                loops,
                lanes,
                accounts.accounts(),
                new Registry(Identification.FIRST_CLIENT_AFTER),
                new ClosedConnections(options.limits().maxClosedClients()),
                new ServerTotals(),
                lines,
                interceptor == null ? null : new InterceptorHooks(interceptor, log),
                witnesses,
                new TraceReports(new LocalClients(loops, lanes), this::facts, clock),
                workers.slow(),
                workers.handshakes(),
                clock);
    }

    private ServerContext.Rules rules(ServerOptions options, int port, @Nullable TlsListener tls) {
        Authenticator authenticator = accounts.authenticators().apply(options);
        return new ServerContext.Rules(
                options,
                authenticator,
                new ServerInfo(Identification.facts(accounts.serverId(), options, port, authenticator)),
                tls);
    }

    private Reloading reloading(
            ServerOptions options, ReloadListener listener, @Nullable Sharing sharing, SinkLog lines) {
        return new Reloading(
                context,
                tlsDoors,
                doors,
                accounts.authenticators(),
                new ReloadedAccounts(
                        accounts.accounts(),
                        options,
                        now -> accounts.reload(now, context),
                        () -> accounts.newSharing(context),
                        sharing,
                        jetStream::running),
                jetStream::turn,
                listener,
                lines);
    }

    /** Clients of the server's own, for a room that has some. */
    private LocalClients localClients() {
        return new LocalClients(context.loops(), context.lanes());
    }

    /** What is monitored; made when it is first asked for, by whatever way. */
    private Sources sources() {
        Sources known = sources;
        if (known == null) {
            known = new Sources(
                    context,
                    jetStream::running,
                    () -> listening,
                    begun,
                    () -> configured,
                    new RequestCounts(),
                    new ProcessUsage(),
                    troubles,
                    this::connectInProcess,
                    // there are no doors before it listens
                    new Sources.Doors(
                            () -> listening ? doors.webSocketTls() : null,
                            () -> listening ? doors.mqttTls() : null,
                            tlsDoors::peerAnswers),
                    accounts.claimed());
            sources = known;
        }
        return known;
    }

    /**
     * What a server is put into.
     *
     * @param interceptor who looks on, or null for nobody
     * @param log where lines go
     * @param clock the clock to live by
     * @param reloads who is told of reloads
     */
    record Surroundings(@Nullable Interceptor interceptor, LogSink log, ServerClock clock, ReloadListener reloads) {}

    static RunningServer start(ServerOptions options, Surroundings surroundings) {
        Fatal fatal = new Fatal(surroundings.log());
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            Workers workers = Workers.start(options, surroundings.clock(), fatal);
            undo.push(workers::close);
            RunningServer server = new RunningServer(options, workers, surroundings, undo);
            fatal.server = server;
            return server;
        } catch (IOException e) {
            undo.forEach(Runnable::run);
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    /** A loop that died takes the server with it. */
    private static final class Fatal implements EventLoop.FatalErrors {
        private final LogSink log;
        private volatile @Nullable RunningServer server;

        Fatal(LogSink log) {
            this.log = log;
        }

        @Override
        public void loopDied(Throwable cause) {
            log.log(LogSink.Level.FATAL, "Event loop ended by " + cause);
            RunningServer own = server;
            if (own != null) {
                own.closeSoon();
            }
        }
    }

    private void accepted(SocketChannel socket) {
        reception.accepted(socket);
    }

    private void acceptFailed(IOException e) {
        log.log(LogSink.Level.ERROR, "Temporary Client Accept Error (" + e.getMessage() + ")");
    }

    private void begin(EventLoop loop, Link link, boolean inProcess) {
        new ClientSession(context, loop, link, inProcess).open();
    }

    ByteLink connectInProcess() {
        if (closing.get()) {
            throw new IllegalStateException("the server is closed");
        }
        InProcessPipe pipe = InProcessPipe.create(PIPE_BYTES);
        reception.admit(new PipeLink(pipe.server()), (loop, link) -> begin(loop, link, true));
        return pipe.client();
    }

    /** Where it can be reached. */
    Doors doors() {
        return doors;
    }

    ServerInfo.Facts facts() {
        return context.info().facts();
    }

    ServerOptions options() {
        return context.options();
    }

    ReloadOutcome reload(ServerOptions now) {
        if (closing.get()) {
            throw new IllegalStateException("the server is closed");
        }
        ReloadOutcome outcome = reloading.reload(now);
        if (outcome.isApplied()) {
            configured = context.wallClock().instant();
            if (systemAccount != null) {
                context.accounts().all().forEach(systemAccount::accountAdded);
            }
        }
        return outcome;
    }

    /** Where a reload takes the options from; null for nowhere. */
    void reloadsFrom(@Nullable Supplier<ServerOptions> source) {
        configuration = source;
    }

    /** Reads the options again and goes over to them. Throws {@link IllegalStateException} where there is nothing to read. */
    ReloadOutcome reload() {
        Supplier<ServerOptions> from = configuration;
        if (from == null) {
            throw new IllegalStateException("can only reload config when a file is provided using -c or --config");
        }
        return reload(from.get());
    }

    /** Begins to leave; returns at once, and the server closes itself in the end. */
    boolean leave() {
        if (closing.get() || !lameDuck.begin()) {
            return false;
        }
        if (systemAccount != null) {
            systemAccount.announceLameDuck();
        }
        return true;
    }

    boolean isLeaving() {
        return lameDuck.hasBegun();
    }

    int clientCount() {
        return context.registry().size();
    }

    int subscriptionCount() {
        int sum = 0;
        for (Account<Subscription> account : context.accounts().all()) {
            sum += account.subscriptionCount();
        }
        return sum;
    }

    List<ClosedConnection> closed() {
        return context.closed().snapshot();
    }

    boolean disconnect(long clientId, ClosedReason reason) {
        ClientSession session = context.registry().find(clientId);
        if (session != null) {
            session.closeLater(reason);
        }
        return session != null;
    }

    /** Nothing is to be checked of a server that has ended, by itself perhaps. */
    void checkInvariants() {
        if (!closing.get()) {
            new Invariants(context).check();
        }
    }

    /** Begins to close, and does not wait for that. */
    private void closeSoon() {
        Thread closer = new Thread(this::close, "nats-server-closer");
        closer.setDaemon(true);
        closer.start();
    }

    void close() {
        if (!closing.compareAndSet(false, true)) {
            await(closed);
            return;
        }
        lameDuck.stop();
        doors.close();
        if (systemAccount != null) {
            systemAccount.close();
        }
        jetStream.announceEnd();
        EventLoops loops = workers.loops();
        CountDownLatch left = new CountDownLatch(loops.count());
        for (EventLoop loop : loops.all()) {
            if (loop.ended()) {
                // nobody is left to say good-bye, nor to wait for: the loop closed what was its
                left.countDown();
                continue;
            }
            loop.execute(() -> {
                closeSessionsOf(loop);
                left.countDown();
            });
        }
        await(left);
        // whoever came in while the doors were closing was asked about, too
        tlsDoors.close();
        accounts.close();
        jetStream.close();
        workers.close();
        jetStream.endThreads();
        closed.countDown();
    }

    private void closeSessionsOf(EventLoop loop) {
        doors.endHandshakes(loop);
        for (ClientSession session : context.registry().all()) {
            if (session.loop() == loop) {
                session.close(ClosedReason.SERVER_SHUTDOWN);
                session.abandon();
            }
        }
    }

    void awaitEnd() throws InterruptedException {
        closed.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
