// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.auth.AccountResolver;
import io.natskit.server.auth.Authenticator;
import io.natskit.server.auth.HttpResolver;
import io.natskit.server.auth.MemoryResolver;
import io.natskit.server.auth.TrustedOperators;
import io.natskit.server.config.ListenOptions;
import io.natskit.server.config.OperatorOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.local.LocalClients;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedConnection;
import io.natskit.server.session.ClosedConnections;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.Registry;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.session.ServerTotals;
import io.natskit.server.sharing.Sharing;
import io.natskit.server.transport.Acceptor;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.LoopClock;
import io.natskit.server.transport.PipeLink;
import io.natskit.server.transport.SocketLink;
import io.natskit.server.transport.TlsLink;
import io.natskit.server.transport.TlsListener;
import io.natskit.server.websocket.WebSocketListener;
import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.inprocess.InProcessPipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rooms of one server, wired and running. Safe on any thread. */
final class RunningServer {
    private static final int PIPE_BYTES = 256 * 1024;
    private static final int STORAGE_THREADS = 4;
    private static final int LOOKUP_THREADS = 4;

    private final ServerOptions options;
    private final LogSink log;
    private final EventLoops loops;
    private final BlockingWork blocking;
    private final BlockingWork passwords;
    private final @Nullable Acceptor acceptor;
    private final @Nullable WebSocketListener webSocket;
    private final ServerContext context;
    private @Nullable BlockingWork storage;
    private @Nullable JetStream jetStream;
    private final @Nullable BlockingWork lookups;
    private @Nullable SystemRequests systemRequests;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunningServer(
            ServerOptions options,
            LogSink log,
            EventLoops loops,
            BlockingWork blocking,
            BlockingWork passwords,
            @Nullable Interceptor interceptor,
            ServerClock clock)
            throws IOException {
        this.options = options;
        this.log = log;
        this.loops = loops;
        this.blocking = blocking;
        this.passwords = passwords;
        Accounts<Subscription> accounts = new Accounts<>(options);
        Tenants tenants = new Tenants(accounts);
        AccountBook book = options.operator().isOn()
                ? new AccountBook(
                        new TrustedOperators(options.operator()), resolver(options.operator()), tenants, clock::instant)
                : null;
        this.lookups = book == null ? null : new BlockingWork("nats-server-accounts", LOOKUP_THREADS);
        BlockingWork signatures = lookups == null ? blocking : lookups;
        Function<ServerOptions, Authenticator> authenticators =
                by -> new Authenticator(by, passwords, signatures, book, clock::instant);
        Authenticator authenticator = authenticators.apply(options);
        // Whatever may fail comes before the port is taken.
        TlsOptions secured = options.tls();
        TlsListener tls = secured == null ? null : TlsListener.of(secured);
        ListenOptions listen = options.listen();
        WebSocketListener.Bound web = WebSocketRoom.bind(options, loops);
        try {
            this.acceptor = listen.dontListen() ? null : bind(listen);
        } catch (IOException | RuntimeException e) {
            WebSocketRoom.close(web);
            throw e;
        }
        RouterLane[] lanes = new RouterLane[loops.count()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new RouterLane(i);
        }
        this.context = new ServerContext(
                options,
                loops,
                lanes,
                accounts,
                authenticator,
                new ServerInfo(Identification.facts(
                        options, acceptor == null ? -1 : acceptor.address().getPort(), authenticator)),
                new Registry(Identification.FIRST_CLIENT_AFTER),
                new ClosedConnections(options.limits().maxClosedClients()),
                new ServerTotals(),
                new SinkLog(log, options.logging()),
                interceptor == null ? null : new InterceptorHooks(interceptor, log),
                blocking,
                clock::instant,
                tls);
        tenants.bind(context);
        try {
            startRooms(tenants, book, lanes);
        } catch (IOException | RuntimeException e) {
            WebSocketRoom.close(web);
            giveUp();
            throw e;
        }
        webSocket = web == null
                ? null
                : WebSocketListener.start(web, WebSocketRoom.context(context, web.port(), authenticators));
        if (acceptor != null) {
            acceptor.start();
        }
    }

    private void startRooms(Tenants tenants, @Nullable AccountBook book, RouterLane[] lanes) throws IOException {
        boolean imports =
                options.accounts().stream().anyMatch(one -> !one.imports().isEmpty());
        if (imports || book != null) {
            Sharing sharing = new Sharing(
                    context.accounts(),
                    loops,
                    context.wallClock(),
                    context.info().facts().name());
            tenants.bind(sharing);
            sharing.share(options.accounts());
        }
        JetStream.meanDefaultDomains(context.accounts().all(), options);
        if (options.jetStream().enabled()) {
            storage = new BlockingWork("nats-server-storage", STORAGE_THREADS);
            jetStream = JetStreamRoom.start(context, new LocalClients(loops, lanes), storage, log);
        }
        tenants.bind(jetStream);
        if (book != null) {
            systemAccount(book);
        }
    }

    /** What was begun, of a server that cannot start. */
    private void giveUp() {
        if (acceptor != null) {
            acceptor.close();
        }
        if (jetStream != null) {
            jetStream.close();
        }
        if (storage != null) {
            storage.close();
        }
        if (lookups != null) {
            lookups.close();
        }
    }

    private static AccountResolver resolver(OperatorOptions options) {
        return options.resolver() instanceof OperatorOptions.Resolver.Http http
                ? new HttpResolver(http)
                : new MemoryResolver(options.preload());
    }

    /** The claims of the system account are wanted from the start. */
    private void systemAccount(AccountBook book) throws IOException {
        String name = options.systemAccount();
        if (name == null || options.noSystemAccount()) {
            return;
        }
        try {
            book.lookup(name);
        } catch (IOException e) {
            throw new IOException("error resolving system account: " + e.getMessage(), e);
        }
        systemRequests = SystemRequests.start(context, new LocalClients(loops, context.lanes()), book, lookups());
    }

    private Executor lookups() {
        return lookups == null ? blocking : lookups;
    }

    static RunningServer start(
            ServerOptions options, @Nullable Interceptor interceptor, LogSink log, ServerClock clock) {
        BlockingWork blocking = new BlockingWork("nats-server-slow");
        // Of its own: guessers of passwords must not hold up signatures and TLS.
        BlockingWork passwords = new BlockingWork("nats-server-bcrypt");
        Fatal fatal = new Fatal(log);
        EventLoops loops = null;
        try {
            int count = options.loops() > 0 ? options.loops() : EventLoops.defaultCount();
            loops = EventLoops.start(count, "nats-server", loopClock(clock), fatal);
            RunningServer server = new RunningServer(options, log, loops, blocking, passwords, interceptor, clock);
            fatal.server = server;
            return server;
        } catch (IOException e) {
            stop(loops, blocking, passwords);
            throw new UncheckedIOException(
                    "cannot listen on " + options.listen().host() + ":"
                            + options.listen().port() + ": " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
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
                Thread closer = new Thread(own::close, "nats-server-closer");
                closer.setDaemon(true);
                closer.start();
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

    private Acceptor bind(ListenOptions listen) throws IOException {
        InetAddress address = InetAddress.getByName(listen.host());
        int port = Math.max(0, listen.port());
        return Acceptor.bind(new InetSocketAddress(address, port), loops.get(0), this::accepted, this::acceptFailed);
    }

    private void accepted(SocketChannel socket) {
        try {
            admit(mayBeSecured(new SocketLink(socket)), false);
        } catch (IOException | RuntimeException e) {
            if (e instanceof RuntimeException) {
                log.log(LogSink.Level.ERROR, "a client that came could not be served: " + e);
            }
            try {
                socket.close();
            } catch (IOException ignored) {
                // It was on its way out already.
            }
        }
    }

    private Link mayBeSecured(Link link) {
        return context.tls() == null ? link : new TlsLink(link, blocking);
    }

    private void acceptFailed(IOException e) {
        log.log(LogSink.Level.ERROR, "Temporary Client Accept Error (" + e.getMessage() + ")");
    }

    private void admit(Link link, boolean inProcess) {
        EventLoop loop = loops.leastBusy();
        Runnable open = () -> {
            if (closing.get()) {
                link.close();
            } else {
                begin(loop, link, inProcess);
            }
        };
        loop.execute(open);
    }

    private void begin(EventLoop loop, Link link, boolean inProcess) {
        ClientSession session;
        try {
            session = new ClientSession(context, loop, link, inProcess);
        } catch (RuntimeException e) {
            log.log(LogSink.Level.ERROR, "a client that came could not be served: " + e);
            link.close();
            return;
        }
        session.open();
    }

    ByteLink connectInProcess() {
        if (closing.get()) {
            throw new IllegalStateException("the server is closed");
        }
        InProcessPipe pipe = InProcessPipe.create(PIPE_BYTES);
        admit(mayBeSecured(new PipeLink(pipe.server())), true);
        return pipe.client();
    }

    String url() {
        if (acceptor == null) {
            throw new IllegalStateException("the server does not listen (expected: dontListen off)");
        }
        String host = host();
        boolean any = acceptor.address().getAddress().isAnyLocalAddress();
        String name = any ? "127.0.0.1" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (options.tls() == null ? "nats://" : "tls://") + name + ":" + port();
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
        String scheme = options.webSocket().tls() == null ? "ws://" : "wss://";
        return scheme + reachable(options.webSocket().host()) + ":" + webSocket.port();
    }

    /** The host for a URL, and loopback where every address is listened on. */
    private static String reachable(String host) {
        boolean any = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        return any ? "127.0.0.1" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    String host() {
        return options.listen().host();
    }

    ServerInfo.Facts facts() {
        return context.info().facts();
    }

    ServerOptions options() {
        return options;
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

    void checkInvariants() {
        new Invariants(context).check();
    }

    void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        if (acceptor != null) {
            acceptor.close();
        }
        if (webSocket != null) {
            webSocket.close();
        }
        if (jetStream != null) {
            jetStream.announceEnd();
        }
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
        if (systemRequests != null) {
            systemRequests.close();
        }
        if (jetStream != null) {
            jetStream.close();
        }
        loops.stop();
        if (storage != null) {
            storage.close();
        }
        blocking.close();
        passwords.close();
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
