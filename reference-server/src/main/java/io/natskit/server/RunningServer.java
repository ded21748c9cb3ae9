// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.auth.AccountDirectory;
import io.natskit.server.auth.AccountResolver;
import io.natskit.server.auth.Authenticator;
import io.natskit.server.auth.CalloutService;
import io.natskit.server.auth.MemoryResolver;
import io.natskit.server.auth.TrustedOperators;
import io.natskit.server.claims.ClaimRequests;
import io.natskit.server.config.HostPort;
import io.natskit.server.config.ListenOptions;
import io.natskit.server.config.MqttOptions;
import io.natskit.server.config.OperatorOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.WebSocketOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalRequests;
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
import io.natskit.server.transport.Acceptor;
import io.natskit.server.transport.BoundPort;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.ListenFailure;
import io.natskit.server.transport.LoopClock;
import io.natskit.server.transport.PipeLink;
import io.natskit.server.transport.TlsDoors;
import io.natskit.server.transport.TlsListener;
import io.natskit.server.websocket.WebSocketListener;
import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.inprocess.InProcessPipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rooms of one server, wired and running. Safe on any thread. */
final class RunningServer {
    private static final int PIPE_BYTES = 256 * 1024;
    private static final int LOOKUP_THREADS = 4;
    private static final int REQUEST_THREADS = 2;
    private static final int HANDSHAKE_THREADS_MIN = 4;

    private final LogSink log;
    private final Troubles troubles;
    private final EventLoops loops;
    private final BlockingWork blocking;
    private final BlockingWork passwords;
    private final @Nullable Acceptor acceptor;
    private final @Nullable WebSocketListener webSocket;
    private final @Nullable MqttRoom mqtt;
    private final @Nullable MonitoringServer monitoring;
    private final ServerContext context;
    private final Reception reception;
    private final JetStreamSwitch jetStream;
    private volatile boolean listening;
    private final Instant begun;
    private volatile @Nullable Sources sources;
    private final @Nullable BlockingWork lookups;
    private final ClaimedAccounts claimed = new ClaimedAccounts();
    private final Tenants tenants;
    private final Reloading reloading;
    private final LameDuck lameDuck;
    private final LocalRequests questions;
    private @Nullable ClaimRequests claimRequests;
    private @Nullable SystemAccount systemAccount;
    private final BlockingWork requests = new BlockingWork("nats-server-system", REQUEST_THREADS);
    // Of their own: authorities may be asked in them, which may be slow to answer.
    private final BlockingWork handshakes = new BlockingWork(
            "nats-server-tls",
            Math.max(HANDSHAKE_THREADS_MIN, Runtime.getRuntime().availableProcessors()));
    private final BlockingWork certificates = new BlockingWork("nats-server-ocsp", 1);
    private final TlsDoors tlsDoors;
    private volatile Instant configured;
    private volatile @Nullable Supplier<ServerOptions> configuration;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunningServer(
            ServerOptions options,
            EventLoops loops,
            BlockingWork blocking,
            BlockingWork passwords,
            Surroundings surroundings,
            List<Runnable> undo)
            throws IOException {
        ServerClock clock = surroundings.clock();
        Interceptor interceptor = surroundings.interceptor();
        this.troubles = new Troubles(clock::instant);
        this.log = new WatchedSink(surroundings.log(), troubles);
        this.loops = loops;
        this.blocking = blocking;
        this.passwords = passwords;
        this.begun = clock.instant();
        this.configured = begun;
        Accounts<Subscription> accounts = new Accounts<>(options);
        this.tenants = new Tenants(accounts, claimed);
        AccountResolver resolver = options.operator().isOn() ? Resolvers.of(options.operator(), clock::instant) : null;
        AccountBook book = resolver == null
                ? null
                : new AccountBook(new TrustedOperators(options.operator()), resolver, tenants, clock::instant);
        claimed.bind(book);
        this.lookups = book == null ? null : new BlockingWork("nats-server-accounts", LOOKUP_THREADS);
        BlockingWork signatures = lookups == null ? blocking : lookups;
        CalloutService services = Callouts.of(options, signatures, clock::instant);
        Function<ServerOptions, Authenticator> authenticators =
                by -> new Authenticator(by, passwords, signatures, book, services, clock::instant);
        Authenticator authenticator = authenticators.apply(options);
        // Whatever may fail comes before the port is taken.
        Witnesses witnesses = new Witnesses();
        this.tlsDoors =
                new TlsDoors(loops.get(0), certificates, new TlsLines(log), witnesses, clock::instant, this::closeSoon);
        undo.add(tlsDoors::close);
        TlsListener tls = tlsDoors.open(options.tls(), options);
        ListenOptions listen = options.listen();
        TlsListener webTls = tlsDoors.open(options.webSocket().tls(), options);
        TlsListener mqttTls = options.mqtt().enabled() ? tlsDoors.open(MqttRoom.tls(options), options) : null;
        List<BoundPort> taken = new ArrayList<>();
        BoundPort web;
        BoundPort devices;
        try {
            web = kept(WebSocketRoom.take(options, loops), taken);
            devices = options.mqtt().enabled() ? kept(MqttRoom.take(options, loops), taken) : null;
            this.acceptor = listen.dontListen() ? null : bind(listen);
        } catch (RuntimeException e) {
            taken.forEach(BoundPort::close);
            throw e;
        }
        RouterLane[] lanes = new RouterLane[loops.count()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new RouterLane(i);
        }
        SinkLog lines = new SinkLog(log, troubles, options.logging());
        this.context = new ServerContext(
                new ServerContext.Parts(
                        loops,
                        lanes,
                        accounts,
                        new Registry(Identification.FIRST_CLIENT_AFTER),
                        new ClosedConnections(options.limits().maxClosedClients()),
                        new ServerTotals(),
                        lines,
                        interceptor == null ? null : new InterceptorHooks(interceptor, log),
                        witnesses,
                        new TraceReports(new LocalClients(loops, lanes), this::facts, clock::instant),
                        blocking,
                        handshakes,
                        clock::instant),
                new ServerContext.Rules(
                        options,
                        authenticator,
                        new ServerInfo(Identification.facts(Callouts.id(services), options, port(), authenticator)),
                        tls));
        this.reception = new Reception(
                context, () -> context.tls() != null, closing::get, (loop, link) -> begin(loop, link, false));
        tenants.bind(context);
        this.jetStream = new JetStreamSwitch(
                context, tenants, log, interceptor == null ? null : new StreamHooks(interceptor, log), closing::get);
        this.questions = new LocalRequests(new LocalClients(loops, lanes), loops.get(0));
        if (services != null) {
            Callouts.connect(services, context, questions);
        }
        Sharing sharing;
        MonitoringServer pages = null;
        try {
            // before the streams are found again, so that this can be watched
            pages = options.monitoring().enabled() ? MonitoringRoom.start(context, sources()) : null;
            sharing = startRooms(book, resolver);
        } catch (IOException | RuntimeException e) {
            taken.forEach(BoundPort::close);
            giveUp(pages);
            throw e;
        }
        monitoring = pages;
        mqtt = devices == null
                ? null
                : MqttRoom.start(devices, mqttTls, context, new LocalClients(loops, lanes), authenticators);
        webSocket = web == null ? null : WebSocketRoom.start(web, webTls, context, authenticators, mqtt);
        reloading = new Reloading(
                context,
                tlsDoors,
                port(),
                webSocket,
                mqtt,
                authenticators,
                new ReloadedAccounts(
                        accounts, options, now -> reload(book, now), this::newSharing, sharing, jetStream::running),
                jetStream::turn,
                surroundings.reloads(),
                lines);
        lameDuck = new LameDuck(context, this::stopAccepting, this::close);
        if (acceptor != null) {
            acceptor.start();
        }
        listening = true;
        tlsDoors.begin();
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
                            () -> listening && webSocket != null ? webSocket.tls() : null,
                            () -> listening && mqtt != null ? mqtt.tls() : null),
                    claimed);
            sources = known;
        }
        return known;
    }

    private static @Nullable BoundPort kept(@Nullable BoundPort port, List<BoundPort> taken) {
        if (port != null) {
            taken.add(port);
        }
        return port;
    }

    private @Nullable Sharing startRooms(@Nullable AccountBook book, @Nullable AccountResolver resolver)
            throws IOException {
        ServerOptions options = context.options();
        Sharing sharing = null;
        boolean imports =
                options.accounts().stream().anyMatch(one -> !one.imports().isEmpty());
        if (imports || book != null) {
            sharing = newSharing();
            tenants.bind(sharing);
            sharing.share(options.accounts());
        }
        JetStream.meanDefaultDomains(context.accounts().all(), options);
        if (options.jetStream().enabled()) {
            jetStream.start();
        }
        if (book != null) {
            Preloads.check(options.operator(), context.wallClock().instant(), log);
            systemAccount(book, resolver);
        }
        systemAccount = SystemAccount.start(
                context,
                this::sources,
                new LocalClients(loops, context.lanes()),
                requests,
                new ServerActions(context, this::reload));
        tenants.bind(systemAccount);
        return sharing;
    }

    /** A resolver that only remembers what the configuration says has to be asked anew; the others know better themselves. */
    private void reload(@Nullable AccountBook book, OperatorOptions now) {
        if (book != null && now.resolver() instanceof OperatorOptions.Resolver.Memory) {
            Preloads.check(now, context.wallClock().instant(), log);
            for (String account : book.reload(new MemoryResolver(now.preload()))) {
                log.log(LogSink.Level.INFO, "Reloaded: deleting account [removed]: \"" + account + "\"");
            }
        }
    }

    private Sharing newSharing() {
        Sharing sharing = new Sharing(
                context.accounts(),
                loops,
                context.wallClock(),
                context.info().facts().name());
        claimed.bind(sharing);
        return sharing;
    }

    /** What was begun, of a server that cannot start. */
    private void giveUp(@Nullable MonitoringServer pages) {
        if (pages != null) {
            pages.close();
        }
        if (acceptor != null) {
            acceptor.close();
        }
        jetStream.close();
        jetStream.endThreads();
        if (lookups != null) {
            lookups.close();
        }
    }

    /** The claims of the system account are wanted from the start. */
    private void systemAccount(AccountBook book, @Nullable AccountResolver resolver) throws IOException {
        String name = context.options().systemAccount();
        if (name == null || context.options().noSystemAccount()) {
            return;
        }
        try {
            book.lookup(name);
        } catch (IOException e) {
            throw new IOException("error resolving system account: " + e.getMessage(), e);
        }
        claimRequests = ClaimRequests.start(
                context,
                new LocalClients(loops, context.lanes()),
                questions,
                book,
                lookups(),
                resolver instanceof AccountDirectory directory ? directory : null);
    }

    private Executor lookups() {
        return lookups == null ? blocking : lookups;
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
        BlockingWork blocking = new BlockingWork("nats-server-slow");
        // Of its own: guessers of passwords must not hold up signatures.
        BlockingWork passwords = new BlockingWork("nats-server-bcrypt");
        Fatal fatal = new Fatal(surroundings.log());
        EventLoops loops = null;
        List<Runnable> undo = new ArrayList<>();
        try {
            int count = options.loops() > 0 ? options.loops() : EventLoops.defaultCount();
            loops = EventLoops.start(count, "nats-server", loopClock(surroundings.clock()), fatal);
            RunningServer server = new RunningServer(options, loops, blocking, passwords, surroundings, undo);
            fatal.server = server;
            return server;
        } catch (IOException e) {
            undo.forEach(Runnable::run);
            stop(loops, blocking, passwords);
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            stop(loops, blocking, passwords);
            throw e;
        }
    }

    private static void stop(@Nullable EventLoops loops, BlockingWork blocking, BlockingWork passwords) {
        if (loops != null) {
            loops.stop();
        }
        blocking.close();
        passwords.close();
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

    private static LoopClock loopClock(ServerClock clock) {
        if (clock == SystemClock.INSTANCE) {
            return LoopClock.SYSTEM;
        }
        return new LoopClock() {
            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public void onJump(Runnable wake) {
                clock.onJump(wake);
            }
        };
    }

    private Acceptor bind(ListenOptions listen) {
        try {
            InetAddress address = InetAddress.getByName(listen.host());
            return Acceptor.bind(
                    new InetSocketAddress(address, Math.max(0, listen.port())),
                    loops.get(0),
                    socket -> reception.accepted(socket),
                    this::acceptFailed);
        } catch (IOException e) {
            throw ListenFailure.ofClients(listen.host(), listen.port(), e);
        }
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

    String url() {
        if (acceptor == null) {
            throw new IllegalStateException("the server does not listen (expected: dontListen off)");
        }
        boolean any = acceptor.address().getAddress().isAnyLocalAddress();
        return (context.options().tls() == null ? "nats://" : "tls://") + shown(any, host(), port());
    }

    int port() {
        return acceptor == null ? -1 : acceptor.address().getPort();
    }

    int webSocketPort() {
        return webSocket == null ? -1 : webSocket.port();
    }

    String webSocketUrl() {
        if (webSocket == null) {
            throw new IllegalStateException("the server does not listen for WebSocket (expected: a websocket port)");
        }
        WebSocketOptions web = context.options().webSocket();
        String scheme = web.tls() == null ? "ws://" : "wss://";
        return scheme + reachable(web.host(), webSocket.port());
    }

    int mqttPort() {
        return mqtt == null ? -1 : mqtt.port();
    }

    String mqttUrl() {
        if (mqtt == null) {
            throw new IllegalStateException("the server does not listen for MQTT (expected: an mqtt port)");
        }
        MqttOptions own = context.options().mqtt();
        String scheme = own.tls() == null ? "mqtt://" : "mqtts://";
        return scheme + reachable(own.host(), mqtt.port());
    }

    int monitoringPort() {
        return monitoring == null ? -1 : monitoring.port();
    }

    String monitoringUrl() {
        if (monitoring == null) {
            throw new IllegalStateException("the server has no monitoring (expected: a monitoring port)");
        }
        return MonitoringRoom.scheme(context.options().monitoring()) + "://"
                + reachable(MonitoringRoom.host(context), monitoring.port());
    }

    /** The host and port for a URL, with loopback where every address is listened on. */
    private static String reachable(String host, int port) {
        return shown(host.isEmpty() || host.equals("0.0.0.0") || host.equals("::"), host, port);
    }

    private static String shown(boolean any, String host, int port) {
        return new HostPort(any ? "127.0.0.1" : host, port).text();
    }

    String host() {
        return context.options().listen().host();
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
            SystemAccount requestsOfAccounts = systemAccount;
            if (requestsOfAccounts != null) {
                context.accounts().all().forEach(requestsOfAccounts::accountAdded);
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

    private boolean stopAccepting() {
        if (acceptor == null) {
            return false;
        }
        acceptor.close();
        if (webSocket != null) {
            webSocket.close();
        }
        if (mqtt != null) {
            mqtt.close();
        }
        return true;
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
        for (ClientSession session : context.registry().all()) {
            if (session.id() == clientId) {
                session.closeLater(reason);
                return true;
            }
        }
        return false;
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
            awaitClosed();
            return;
        }
        lameDuck.stop();
        tlsDoors.close();
        stopAccepting();
        if (monitoring != null) {
            monitoring.close();
        }
        if (systemAccount != null) {
            systemAccount.close();
        }
        jetStream.announceEnd();
        CountDownLatch left = new CountDownLatch(loops.count());
        for (EventLoop loop : loops.all()) {
            loop.execute(() -> {
                closeSessionsOf(loop);
                left.countDown();
            });
        }
        await(left);
        if (lookups != null) {
            lookups.close();
        }
        if (claimRequests != null) {
            claimRequests.close();
        }
        questions.close();
        jetStream.close();
        loops.stop();
        jetStream.endThreads();
        blocking.close();
        passwords.close();
        handshakes.close();
        certificates.close();
        requests.close();
        closed.countDown();
    }

    private void closeSessionsOf(EventLoop loop) {
        if (webSocket != null) {
            webSocket.endHandshakes(loop);
        }
        for (ClientSession session : context.registry().all()) {
            if (session.loop() == loop) {
                session.close(ClosedReason.SERVER_SHUTDOWN);
                session.abandon();
            }
        }
    }

    private void awaitClosed() {
        await(closed);
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
