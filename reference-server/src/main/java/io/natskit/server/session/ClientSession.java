// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.auth.Identity;
import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.UserToken;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.config.WriteTimeoutPolicy;
import io.natskit.server.protocol.ClientOpDecoder;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.protocol.InputDecoder;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Subscription;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.transport.Connection;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.Outbound;
import io.natskit.server.transport.Stage;
import io.natskit.server.transport.TlsLink;
import io.natskit.wire.jwt.AccountClaims;
import java.io.IOException;
import java.net.ProtocolException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One client, from its greeting to its end. Confined to its connection's loop, except where said otherwise. */
public final class ClientSession implements Connection.Handler {
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerContext context;
    private final long id;
    private final EventLoop loop;
    private final Connection connection;
    private final ClientOutbox outbox;
    private final ClientOpDecoder decoder;
    private final Handshake handshake;
    private final Liveness liveness;
    private final Arrival arrival;
    private final Trace trace;
    private final Standing standing;
    private final Subscriptions subscriptions;
    private final Publishing publishing;
    private final Operations operations;
    private final @Nullable Language language;
    private final InputDecoder input;
    private final ProducerStall stall;
    private final LoopTimer expiry;
    private final @Nullable Hooks hooks;
    private final Origin origin;
    private final @Nullable Visitor visitor;
    private final Instant started;

    private String label;
    // changed on the loop, read by those that deliver here
    private volatile boolean tracing;
    private Traffic settled = Traffic.NONE;
    private @Nullable Instant expires;

    private boolean gated;
    private int awaited;
    private boolean closed;
    private boolean ended;

    /** A client over a link; {@link #open} greets it. On the loop. */
    public ClientSession(ServerContext context, EventLoop loop, Link link, boolean inProcess) {
        this(context, loop, link, inProcess, null);
    }

    /** As the other, for one that came by a door of its own. */
    public ClientSession(ServerContext context, EventLoop loop, Link link, Visitor visitor) {
        this(context, loop, link, false, visitor);
    }

    private ClientSession(
            ServerContext context, EventLoop loop, Link link, boolean inProcess, @Nullable Visitor visitor) {
        ServerOptions all = context.options();
        this.context = context;
        this.id = context.registry().nextId();
        this.loop = loop;
        this.hooks = context.hooks();
        this.tracing = context.log().isTrace();
        this.origin = new Origin(link, inProcess, visitor);
        this.started = context.wallClock().instant();
        this.visitor = visitor;
        this.label = Labels.first(origin.host(), origin.port(), id, visitor);
        this.standing = new Standing(context);
        this.connection = new Connection(
                loop,
                context.loops(),
                link,
                this,
                all.limits().maxPendingBytes(),
                all.liveness().writeDeadline().toNanos());
        this.expiry = connection.timer(this::loginExpired);
        this.outbox = new ClientOutbox(
                this, connection.output(), all.liveness().noFastProducerStall(), tracing || hooks != null);
        this.trace = new Trace(this);
        this.liveness = new Liveness(this, loop, all.liveness());
        this.handshake = new Handshake(this, context);
        this.arrival = new Arrival(this, context, link instanceof TlsLink tls ? tls : null);
        this.subscriptions = new Subscriptions(this, context);
        this.stall = new ProducerStall(loop, connection, context.totals());
        this.publishing = new Publishing(this, context);
        this.operations = new Operations(this, publishing, handshake, liveness, subscriptions);
        this.decoder = new ClientOpDecoder(operations, all.limits().maxControlLineBytes(), standing.maxPayload());
        this.language = visitor == null ? null : visitor.language(this);
        this.input = language == null ? decoder : language;
    }

    /** Greets the client. */
    public void open() {
        connection.guarded(this::greet);
    }

    private void greet() {
        ServerContext.Rules greetedBy = context.rules();
        account().tryConnect();
        debug("Client connection created");
        decoder.traceLines(tracing);
        decoder.announceSubjects(true);
        gated = context.authenticator().isRequired();
        decoder.gated(gated);
        context.totals().connections.increment();
        try {
            connection.open();
        } catch (IOException e) {
            close(ClosedReason.READ_ERROR);
            return;
        }
        if (!arrival.greetsLater()) {
            sayGreeting();
        }
        if (!context.registry().tryAdd(this, context.options().limits().maxConnections())) {
            surplus();
            return;
        }
        if (context.rules() != greetedBy) {
            reloadedLater(true); // it was not to be found yet when the others were told
        }
        if (visitor != null && !isTrusted(visitor.secured())) {
            return;
        }
        if (arrival.isPlain()) {
            arrived();
        } else {
            stage().flush();
            arrival.begin();
        }
    }

    /** Looks at what a visitor showed at its door; false if that does not do. */
    private boolean isTrusted(@Nullable SSLSession shown) {
        TlsOptions rules = context.options().tls();
        if (shown == null || rules == null) {
            return true;
        }
        String problem = PeerCertificate.notPinned(shown, rules.pinnedCertificates());
        if (problem != null) {
            debug(problem);
            error("TLS handshake error: certificate not pinned");
            close(ClosedReason.TLS_HANDSHAKE_FAILURE);
            return false;
        }
        origin.secured(shown, true);
        return true;
    }

    /** Says INFO for the first time. */
    void sayGreeting() {
        if (language == null) {
            send(handshake.greeting(arrival.greetsLater()));
        }
    }

    /** Nothing stands between the client and the protocol any more. */
    void arrived() {
        liveness.start(handshake.loginNanos());
    }

    // ---- bytes in

    @Override
    public int received(byte[] bytes, int offset, int end) {
        int from = arrival.isOver() ? offset : arrival.received(bytes, offset, end);
        if (!arrival.isOver()) {
            return from;
        }
        stall.turnBegins();
        int used = input.decode(bytes, from, end);
        if (operations.takeActivity()) {
            liveness.active();
        }
        stall.turnEnds();
        return used;
    }

    @Override
    public int wanted() {
        return input.wanted();
    }

    @Override
    public void inputEnded(@Nullable IOException cause) {
        if (!arrival.isOver() && cause instanceof SSLException) {
            arrival.failed(cause);
            close(ClosedReason.TLS_HANDSHAKE_FAILURE);
            return;
        }
        if (cause instanceof ProtocolException) {
            error("read error: " + cause.getMessage());
        }
        close(cause == null ? ClosedReason.CLIENT_CLOSED : ClosedReason.READ_ERROR);
    }

    /** Somebody whom this client publishes to has fallen behind. */
    void holdBack(Outbound behind) {
        stall.add(behind);
    }

    // ---- bytes out

    /** Where this loop puts what goes to the client. */
    public Stage stage() {
        return connection.ownStage();
    }

    /** Sends bytes as they are. */
    public void send(byte[] line) {
        connection.ownStage().append(line);
    }

    void sendError(String text) {
        say(Lines.error(text), "-ERR " + text);
    }

    void sendOk() {
        say(Lines.OK, "OK");
    }

    void sendPong() {
        say(Lines.PONG, "PONG");
    }

    void sendPing() {
        say(Lines.PING, "PING");
    }

    private void say(byte[] line, String traced) {
        if (tracing) {
            trace.out(traced);
        }
        if (language == null) {
            send(line);
        }
    }

    @Override
    public void outputFailed(IOException cause) {
        debug("Error flushing: " + cause.getMessage());
        close(ClosedReason.WRITE_ERROR);
    }

    @Override
    public void outputOverflowed() {
        slowConsumer("MaxPending of " + context.options().limits().maxPendingBytes() + " Exceeded");
        close(ClosedReason.SLOW_CONSUMER_PENDING_BYTES);
    }

    @Override
    public boolean outputBlocked(long bytes, int chunks) {
        slowConsumer("WriteDeadline of "
                + context.options().liveness().writeDeadline().toMillis() / 1000.0 + "s exceeded with " + chunks
                + " chunks of " + bytes + " total bytes.");
        if (context.options().liveness().writeTimeout() == WriteTimeoutPolicy.RETRY) {
            return true;
        }
        close(ClosedReason.SLOW_CONSUMER_WRITE_DEADLINE);
        return false;
    }

    private void slowConsumer(String why) {
        context.totals().slowConsumers.increment();
        account().totals().slowConsumer();
        context.log().slowConsumer(label + " - Slow Consumer Detected: " + why);
    }

    // ---- ends

    void loginTimedOut() {
        sendError("Authentication Timeout");
        debug("Authentication Timeout");
        close(ClosedReason.AUTHENTICATION_TIMEOUT);
    }

    void stale() {
        debug("Stale Client Connection - Closing");
        context.totals().staleConnections.increment();
        sendError("Stale Connection");
        close(ClosedReason.STALE_CONNECTION);
    }

    /** The time of its token is over. */
    private void loginExpired() {
        sendError("User Authentication Expired");
        debug("User Authentication Expired");
        close(ClosedReason.AUTHENTICATION_EXPIRED);
    }

    /** The time of its account's token is over. Safe on any thread. */
    public void accountExpiredLater() {
        execute(() -> {
            sendError("Account Authentication Expired");
            debug("Account Authentication Expired");
            close(ClosedReason.AUTHENTICATION_EXPIRED);
        });
    }

    /** Its account has other claims than before; {@code tooMany} says that it has no place any more. Safe on any thread. */
    public void claimsChangedLater(
            Account<Subscription> changed, AccountClaims claims, AccountClaims before, boolean tooMany) {
        execute(() -> {
            if (!closed && account() == changed) {
                new ClaimsChange(this, claims, before).apply(standing.token(), tooMany);
            }
        });
    }

    /** It may do something else than before; subscriptions that it may not have any more end. */
    void permissionsChanged(Permissions now) {
        standing.permissions(now);
        outbox.become(now);
        publishing.identityChanged();
        subscriptions.permissionsChanged();
        if (language != null) {
            language.permissionsChanged();
        }
    }

    /** Nobody whom we know, any more. */
    void violation(String reason) {
        handshake.violation(reason);
    }

    /** It is said who it is not; NATS' own word for it has been said. */
    void refused() {
        if (language != null) {
            language.refused();
        }
    }

    /** It is somebody now. */
    void welcomed() {
        if (language != null) {
            language.loggedIn();
        }
    }

    /** Looks at the limits of its account again. */
    void limitsChanged() {
        standing.limits();
        input.maxPayload(standing.maxPayload());
        int most = standing.maxSubscriptions();
        if (most >= 0 && subscriptions.size() > most) {
            sendError("maximum subscriptions exceeded");
            close(ClosedReason.MAXIMUM_SUBSCRIPTIONS_EXCEEDED);
        }
    }

    /** Ends the session, letting what was said last get through where that can be. */
    public void close(ClosedReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        input.halt();
        outbox.close();
        liveness.stop();
        arrival.stop();
        handshake.stop();
        stall.stop();
        loop.cancel(expiry);
        debug("Client connection closed: " + reason.text());
        ClosedConnection last = ClosedConnection.of(this, reason, subscriptions);
        context.closed().add(last);
        if (language != null) {
            language.ended(reason);
        }
        subscriptions.endAll();
        leaveAccount();
        account().disconnected();
        context.registry().remove(this);
        context.witnesses().disconnected(this, last.stop(), reason);
        if (hooks != null && handshake.isConnected()) {
            hooks.disconnected(this, reason);
        }
        if (visitor != null) {
            visitor.leaves(reason);
        }
        // a visitor says good-bye before it goes, and may wait for what it asked for before
        if (reason.skipsFlush() || reason == ClosedReason.CLIENT_CLOSED && visitor == null) {
            connection.close();
        } else {
            connection.closeAfterFlush(LAST_WORDS_NANOS);
        }
        ended = true;
    }

    /** Runs something for this client on its loop, soon and in order; if it throws, this client ends alone. Safe on any thread. */
    public void execute(Runnable work) {
        connection.execute(work);
    }

    /** As {@link #execute}, now; on its loop. */
    public void guarded(Runnable work) {
        connection.guarded(work);
    }

    /** A timer of this client; if it throws, this client ends alone. */
    public LoopTimer timer(Runnable action) {
        return connection.timer(action);
    }

    @Override
    public void failed(RuntimeException cause) {
        error("Internal error: " + Faults.described(cause));
        if (closed && !ended) {
            // What a half-done end has left behind (subscriptions, counts) nobody can tell: a broken invariant.
            throw cause;
        }
        close(ClosedReason.INTERNAL_ERROR);
    }

    /** Gives up what still waits to be sent; after {@link #close}. */
    public void abandon() {
        connection.close();
    }

    /** Ends the session from any thread. */
    public void closeLater(ClosedReason reason) {
        execute(() -> close(reason));
    }

    // ---- what the handshake sets

    void options(ConnectOptions said, boolean withHeaders) {
        standing.options(said, withHeaders);
        decoder.headers(withHeaders);
        decoder.announceSubjects(said.pedantic());
        outbox.options(said.echo(), withHeaders);
    }

    /** Whether nothing but CONNECT is taken of it. */
    boolean isGated() {
        return gated;
    }

    void gateOpened() {
        gated = false;
        decoder.gated(false);
    }

    void loggedIn() {
        liveness.loggedIn();
    }

    /** Takes no more input, and reads none, until {@link #answered} has been called as often as this. */
    public void awaitAnswer() {
        if (awaited++ == 0) {
            input.halt();
            connection.pause(Connection.AWAITING);
        }
    }

    /** Goes on with what came meanwhile, unless something else is awaited. */
    public void answered() {
        if (--awaited == 0 && !closed) {
            input.proceed();
            connection.resume(Connection.AWAITING);
        }
    }

    /** Moves to the account of an identity; false if that is full. */
    boolean become(Identity identity) {
        leaveAccount();
        if (!standing.become(identity)) {
            return false;
        }
        outbox.become(standing.permissions());
        publishing.identityChanged();
        UserToken token = identity.token();
        if (token == null || token.validFor().isZero()) {
            loop.cancel(expiry);
            expires = null;
        } else {
            loop.schedule(expiry, token.validFor().toNanos());
            expires = context.wallClock().instant().plus(token.validFor());
        }
        input.maxPayload(standing.maxPayload());
        return true;
    }

    /**
     * The rules have changed, and what the session keeps of them is taken anew; with {@code access} it is judged again who this is and what
     * that client may. Safe on any thread.
     */
    public void reloadedLater(boolean access) {
        execute(() -> {
            if (closed) {
                return;
            }
            reloaded(context.options());
            if (access) {
                handshake.judgeAgain();
            }
        });
    }

    private void reloaded(ServerOptions now) {
        tracing = context.log().isTrace();
        decoder.traceLines(tracing);
        decoder.maxControlLine(now.limits().maxControlLineBytes());
        publishing.tracing(tracing);
        outbox.observed(tracing || hooks != null);
        outbox.dropsWhenStalled(now.liveness().noFastProducerStall());
        liveness.reloaded(now.liveness());
        limitsChanged();
    }

    /** What it may has changed: ends the subscriptions that it may not have any more. */
    void subscriptionsJudgedAgain() {
        subscriptions.permissionsChanged();
    }

    /** Whether it came by this door. */
    public boolean isBehind(ServerContext door) {
        return context == door;
    }

    /** Only these certificates are taken from now on. Safe on any thread. */
    public void unpinnedLater(Set<String> pinned) {
        execute(() -> {
            X509Certificate shown = origin.certificate();
            if (!closed && (shown == null || !PeerCertificate.isPinned(shown, pinned))) {
                close(ClosedReason.TLS_HANDSHAKE_FAILURE);
            }
        });
    }

    /** The server leaves: who understands it is told. Safe on any thread. */
    public void lameDuckLater() {
        execute(() -> {
            if (!closed && operations.isGreeted() && options().protocol() >= 1) {
                send(handshake.lameDuck());
            }
        });
    }

    /** Tells the client to look for another server; false if it would not understand that. Safe on any thread. */
    public boolean sayLameDuckLater() {
        if (!operations.isGreeted() || options().protocol() < 1) {
            return false;
        }
        debug("Sending Lame Duck Mode info to client");
        lameDuckLater();
        return true;
    }

    /** It is one of too many. Safe on any thread. */
    public void surplusLater() {
        execute(this::surplus);
    }

    private void surplus() {
        if (!closed) {
            sendError("maximum connections exceeded");
            error("maximum connections exceeded");
            close(ClosedReason.MAXIMUM_CONNECTIONS_EXCEEDED);
        }
    }

    /** Goes back to the state before any CONNECT. */
    void forgetIdentity() {
        subscriptions.endAll();
        become(Identity.anonymous());
    }

    /** How it is called in log lines from now on. */
    public void describe(String newLabel) {
        label = newLabel;
    }

    // ---- for languages

    /** Logs in with what was said; the language hears how it went, now or later. */
    public void logIn(ConnectOptions said) {
        liveness.loggedIn();
        handshake.logIn(said);
    }

    /** The way of its messages. */
    public Publishing publishing() {
        return publishing;
    }

    /**
     * Subscribes, under the rules for subscriptions; messages go to {@code target}. False if that was refused, and the log told so. A sid that
     * is in use keeps what it has.
     */
    public boolean subscribe(Outbox target, byte[] pattern, byte[] sid) {
        return subscriptions.add(target, pattern, null, sid, standing.maxSubscriptions());
    }

    /** Ends a subscription; an unknown sid is no error. */
    public void unsubscribe(byte[] sid) {
        subscriptions.end(sid, 0, sid.length, 0);
    }

    /** Whether it takes a message of that publisher now; who publishes too fast for it is held back. Called by every loop. */
    public boolean takes(@Nullable Outbox origin) {
        return outbox.takes(origin);
    }

    /** Whether a message on this subject may go out to it. Called by every loop. */
    public boolean admits(byte[] bytes, int offset, int length, Subscription subscription) {
        return outbox.admits(bytes, offset, length, subscription);
    }

    /** A protocol line that came, for the trace. */
    public void traceIn(String line) {
        if (tracing) {
            trace.line("<<- [" + line + ']');
        }
    }

    /** A protocol line that goes, for the trace. Called by every loop. */
    public void traceOut(String line) {
        if (tracing) {
            trace.out(line);
        }
    }

    /** Whether protocol lines are traced. */
    public boolean isTraced() {
        return tracing;
    }

    boolean isForeign() {
        return language != null;
    }

    // ---- what others ask

    /** The name of its MQTT session, or null if it has none. */
    public @Nullable String mqttClient() {
        return language == null ? null : language.clientId();
    }

    /** The client's number. Safe on any thread. */
    public long id() {
        return id;
    }

    /** The client's address, null for one in this process. */
    public @Nullable String host() {
        return origin.host();
    }

    /** The client's port, 0 for one in this process. */
    public int port() {
        return origin.port();
    }

    /** Who it is in log lines. */
    public String label() {
        return label;
    }

    /** Its account. */
    public Account<Subscription> account() {
        return standing.account();
    }

    /** The name that it logged in with. */
    public @Nullable String user() {
        return standing.user();
    }

    /** What a trace says of it. */
    MessageTrace.Connection traced() {
        return new MessageTrace.Connection(
                id, standing.options().name(), standing.account().name());
    }

    /** What it said in CONNECT. */
    public ConnectOptions options() {
        return standing.options();
    }

    /** When it came. */
    public Instant started() {
        return started;
    }

    /** The messages that it published. Read without a lock; may lag. */
    public long inMessages() {
        return publishing.messages();
    }

    /** The bytes of those messages. Read without a lock; may lag. */
    public long inBytes() {
        return publishing.payloadBytes();
    }

    /** How long the last PING took to be answered, the log-in before the first; 0 if nothing was measured yet. On its loop. */
    long roundTripNanos() {
        return liveness.roundTripNanos();
    }

    /** The number of its subscriptions; on its loop. */
    public int subscriptions() {
        return subscriptions.size();
    }

    /** What it counted since it has been in its account. Any thread; may lag. */
    public Traffic traffic() {
        return counted().since(settled);
    }

    private Traffic counted() {
        Outbound output = output();
        return new Traffic(inMessages(), inBytes(), output.messages(), output.payloadBytes());
    }

    /** What it counted in its account stays there. */
    void leaveAccount() {
        Traffic now = counted();
        account().totals().left(now.since(settled));
        settled = now;
    }

    /** When it last published, subscribed or was given a message. Any thread; may lag. */
    Instant lastActivity() {
        Instant last = context.wallClock().instant().minusNanos(liveness.idleNanos(output().lastMessageNanos()));
        return last.isBefore(started) ? started : last;
    }

    /** How often it was held back. Any thread; may lag. */
    long stalls() {
        return stall.count();
    }

    Standing standing() {
        return standing;
    }

    /** When its token is over, or null for never. Any thread; may lag. */
    public @Nullable Instant expires() {
        return expires;
    }

    /** Its output. */
    public Outbound output() {
        return connection.output();
    }

    /** The loop that it lives on. */
    public EventLoop loop() {
        return loop;
    }

    /** Where it comes from. */
    Origin origin() {
        return origin;
    }

    /** What the client said in CONNECT, with what its door knows beside. */
    ConnectOptions completed(ConnectOptions said) {
        return visitor == null ? said : visitor.completed(said);
    }

    /** Whether it has ended. */
    public boolean isClosed() {
        return closed;
    }

    /** The largest message that it may send, -1 for any. */
    public int maxPayload() {
        return standing.maxPayload();
    }

    int maxSubscriptions() {
        return standing.maxSubscriptions();
    }

    /** What it may do. Any thread; may lag. */
    public Permissions permissions() {
        return standing.permissions();
    }

    ClientOutbox outbox() {
        return outbox;
    }

    Trace trace() {
        return trace;
    }

    boolean headers() {
        return standing.headers();
    }

    /** What it shares with the others. */
    public ServerContext context() {
        return context;
    }

    /** A subscription has had its last message. Called by any loop. */
    public void expired(Subscription subscription) {
        subscriptions.expired(subscription);
    }

    /** A message went out here: for the trace and whoever looks on. Called by any loop. */
    void observeDelivery(Publication message, PublishFrame frame, Subscription subscription, boolean withHeaders) {
        if (tracing) {
            trace.delivered(message, frame, withHeaders);
        }
        if (hooks != null) {
            hooks.delivered(this, frame, subscription.sid(), subscription.queue());
        }
    }

    /** A message went out in another language: for whoever looks on. Called by any loop. */
    public void observed(PublishFrame frame, Subscription subscription) {
        if (hooks != null) {
            hooks.delivered(this, frame, subscription.sid(), subscription.queue());
        }
    }

    long nanosOn(int laneIndex) {
        return context.loops().get(laneIndex).now();
    }

    /** A line for developers, in its name. */
    public void debug(String text) {
        if (context.log().isDebug()) {
            context.log().debug(label + " - " + text);
        }
    }

    /** A line about something that changed, in its name. */
    public void notice(String text) {
        context.log().notice(label + " - " + text);
    }

    /** A line about something that looks wrong, in its name. */
    public void warn(String text) {
        context.log().warn(label + " - " + text);
    }

    /** A line about something that went wrong, in its name. */
    public void error(String text) {
        context.log().error(label + " - " + text);
    }
}
