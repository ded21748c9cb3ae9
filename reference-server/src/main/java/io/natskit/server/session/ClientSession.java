// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.auth.Permissions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.protocol.ClientOpDecoder;
import io.natskit.server.protocol.ConnectOptions;
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
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One client, from its greeting to its end. Confined to its connection's loop, except where said otherwise. */
public final class ClientSession implements Connection.Handler {
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerContext context;
    private final long id;
    private final EventLoop loop;
    private final Connection connection;
    private final ClientOutbox outbox;
    private final Handshake handshake;
    private final Liveness liveness;
    private final Arrival arrival;
    private final ClientLog log;
    private final Trace trace;
    private final ControlLines lines;
    private final Standing standing;
    private final Subscriptions subscriptions;
    private final Publishing publishing;
    private final Operations operations;
    private final @Nullable Language language;
    private final ProducerStall stall;
    private final SlowConsumer slowConsumer;
    private final Intake intake;
    private final Membership membership;
    private final Directives directives;
    private final @Nullable Hooks hooks;
    private final Origin origin;
    private final @Nullable Visitor visitor;
    private final Instant started;

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
        this.origin = new Origin(link, inProcess, visitor);
        this.started = context.wallClock().instant();
        this.visitor = visitor;
        this.log = new ClientLog(context.log(), Labels.first(origin.host(), origin.port(), id, visitor));
        this.trace = new Trace(log, context);
        this.lines = new ControlLines(this, trace);
        this.standing = new Standing(context);
        this.connection = new Connection(
                loop,
                context.loops(),
                link,
                this,
                all.limits().maxPendingBytes(),
                all.liveness().writeDeadline().toNanos());
        this.outbox = new ClientOutbox(
                this, connection.output(), all.liveness().noFastProducerStall(), trace.isOn() || hooks != null);
        this.liveness = new Liveness(this, loop, all.liveness());
        this.handshake = new Handshake(this, context);
        this.arrival = new Arrival(this, context, link instanceof TlsLink tls ? tls : null);
        this.subscriptions = new Subscriptions(this, context);
        this.slowConsumer = new SlowConsumer(this, context);
        this.stall = new ProducerStall(loop, connection, context.totals());
        this.publishing = new Publishing(this, context);
        this.operations = new Operations(this, publishing, handshake, liveness, subscriptions);
        this.language = visitor == null ? null : visitor.language(this);
        ClientOpDecoder decoder =
                new ClientOpDecoder(operations, all.limits().maxControlLineBytes(), standing.maxPayload());
        this.intake = new Intake(connection, operations, liveness, stall, decoder, language);
        this.membership = new Membership(this, standing, subscriptions, publishing, intake);
        this.directives = new Directives(this, handshake, operations);
    }

    /** Greets the client. */
    public void open() {
        connection.guarded(this::greet);
    }

    private void greet() {
        ServerContext.Rules greetedBy = context.rules();
        account().tryConnect();
        log.debug("Client connection created");
        intake.begin(context.authenticator().isRequired(), trace.isOn());
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
            directives.reloaded(true); // it was not to be found yet when the others were told
        }
        if (visitor != null && !arrival.isTrusted(visitor)) {
            return;
        }
        if (arrival.isPlain()) {
            arrived();
        } else {
            stage().flush();
            arrival.begin();
        }
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
        return arrival.isOver() ? intake.received(bytes, from, end) : from;
    }

    @Override
    public int wanted() {
        return intake.wanted();
    }

    @Override
    public void inputEnded(@Nullable IOException cause) {
        if (!arrival.isOver() && cause instanceof SSLException) {
            arrival.failed(cause);
            close(ClosedReason.TLS_HANDSHAKE_FAILURE);
            return;
        }
        if (cause instanceof ProtocolException) {
            log.error("read error: " + cause.getMessage());
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

    @Override
    public void outputFailed(IOException cause) {
        log.debug("Error flushing: " + cause.getMessage());
        close(ClosedReason.WRITE_ERROR);
    }

    @Override
    public void outputOverflowed() {
        slowConsumer.overflowed();
    }

    @Override
    public boolean outputBlocked(long bytes, int chunks) {
        return slowConsumer.blocked(bytes, chunks);
    }

    // ---- ends

    /** Says to the client why it ends, and ends it. */
    void end(String error, ClosedReason reason) {
        lines.error(error);
        log.debug(error);
        close(reason);
    }

    void stale() {
        log.debug("Stale Client Connection - Closing");
        context.totals().staleConnections.increment();
        lines.error("Stale Connection");
        close(ClosedReason.STALE_CONNECTION);
    }

    /** Ends the session, letting what was said last get through where that can be. */
    public void close(ClosedReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        log.debug("Client connection closed: " + reason.text());
        leave(reason);
        // a visitor says good-bye before it goes, and may wait for what it asked for before
        if (reason.skipsFlush() || reason == ClosedReason.CLIENT_CLOSED && visitor == null) {
            connection.close();
        } else {
            connection.closeAfterFlush(LAST_WORDS_NANOS);
        }
        ended = true;
    }

    private void stop() {
        intake.end();
        outbox.close();
        liveness.stop();
        arrival.stop();
        handshake.stop();
        stall.stop();
        membership.stop();
    }

    /** Gives back what it had of the server's, and tells those who want to know. */
    private void leave(ClosedReason reason) {
        ClosedConnection last = ClosedConnection.of(this, reason, subscriptions);
        context.closed().add(last);
        if (language != null) {
            language.ended(reason);
        }
        subscriptions.endAll();
        membership.leave();
        context.registry().remove(this);
        context.witnesses().disconnected(this, last.stop(), reason);
        if (hooks != null && handshake.isConnected()) {
            hooks.disconnected(this, reason);
        }
        if (visitor != null) {
            visitor.leaves(reason);
        }
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
        log.error("Internal error: " + Faults.described(cause));
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

    /** It has as much time as it likes. */
    void loggedIn() {
        liveness.loggedIn();
    }

    /** Takes no more input, and reads none, until {@link #answered} has been called as often as this. */
    public void awaitAnswer() {
        intake.awaitAnswer();
    }

    /** Goes on with what came meanwhile, unless something else is awaited. */
    public void answered() {
        intake.answered();
    }

    /** Takes anew what its parts keep of the rules. */
    void reloaded() {
        ServerOptions now = context.options();
        boolean tracing = context.log().isTrace();
        trace.on(tracing);
        intake.reloaded(now.limits(), tracing);
        publishing.tracing(tracing);
        outbox.observed(tracing || hooks != null);
        outbox.dropsWhenStalled(now.liveness().noFastProducerStall());
        liveness.reloaded(now.liveness());
        membership.limitsChanged();
    }

    /** Whether it came by this door. */
    public boolean isBehind(ServerContext door) {
        return context == door;
    }

    /** It is one of too many. */
    void surplus() {
        lines.error("maximum connections exceeded");
        log.error("maximum connections exceeded");
        close(ClosedReason.MAXIMUM_CONNECTIONS_EXCEEDED);
    }

    // ---- for languages

    /** Logs in with what was said; the language hears how it went, now or later. */
    public void logIn(ConnectOptions said) {
        loggedIn();
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

    /** What it speaks where that is not NATS, else null. */
    @Nullable
    Language language() {
        return language;
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
        return membership.traffic();
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
        return membership.expires();
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

    /** What it may do. Any thread; may lag. */
    public Permissions permissions() {
        return standing.permissions();
    }

    ClientOutbox outbox() {
        return outbox;
    }

    /** What it is told of the server's own accord. On its loop. */
    ControlLines lines() {
        return lines;
    }

    /** What is taken of what it sends. */
    Intake intake() {
        return intake;
    }

    /** What it is in its account. */
    Membership membership() {
        return membership;
    }

    /** What it can be asked for from elsewhere. Safe on any thread. */
    public Directives directives() {
        return directives;
    }

    /** Log lines in its name. Safe on any thread. */
    public ClientLog log() {
        return log;
    }

    /** Its protocol lines in the log. Safe on any thread. */
    public Trace trace() {
        return trace;
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
        if (trace.isOn()) {
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
}
