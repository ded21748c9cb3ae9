// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.auth.Identity;
import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.ReplyPermits;
import io.natskit.server.auth.ReservedSubjects;
import io.natskit.server.auth.Violations;
import io.natskit.server.config.ConnectionType;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.WriteTimeoutPolicy;
import io.natskit.server.protocol.ClientOpDecoder;
import io.natskit.server.protocol.ClientOps;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.protocol.Malformed;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Route;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.Connection;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.Outbound;
import io.natskit.server.transport.Stage;
import io.natskit.server.transport.TlsLink;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.subject.Subjects;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One client, from its greeting to its end. Confined to its connection's loop, except where said otherwise. */
public final class ClientSession implements ClientOps, Connection.Handler {
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long STALL_FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STALL_TOTAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerContext context;
    private final long id;
    private final EventLoop loop;
    private final RouterLane lane;
    private final Connection connection;
    private final ClientOutbox outbox;
    private final ClientOpDecoder decoder;
    private final Handshake handshake;
    private final Liveness liveness;
    private final Arrival arrival;
    private final Trace trace;
    private final Sids sids = new Sids();
    private final @Nullable Hooks hooks;
    private final boolean tracing;
    private final boolean inProcess;
    private final Instant started;

    private final LoopTimer stallTimer = new LoopTimer(this::stallOver);

    private @Nullable String host;
    private int port;
    private String label;

    // who it is
    private ConnectOptions options = ConnectOptions.DEFAULT;
    private Account<Subscription> account;
    private Permissions permissions = Permissions.ALL;
    private @Nullable String user;
    private int maxPayload;
    private int maxSubscriptions;
    private boolean headers;

    // the last message, whose verdict and route hold for the next one on the same subject
    private boolean lastAllowed;
    private @Nullable Route lastRoute;

    // counted by the loop, read by monitoring
    private long inMessages;
    private long inBytes;

    private boolean active;
    private boolean firstPongSent;
    private boolean closed;
    private long stallNanos;

    /** A client over a link; {@link #open} greets it. On the loop. */
    public ClientSession(ServerContext context, EventLoop loop, Link link, boolean inProcess) {
        ServerOptions all = context.options();
        this.context = context;
        this.id = context.registry().nextId();
        this.loop = loop;
        this.lane = context.lanes()[loop.index()];
        this.hooks = context.hooks();
        this.tracing = context.log().isTrace();
        this.inProcess = inProcess;
        this.started = context.wallClock().instant();
        this.host = inProcess ? null : link.remoteHost();
        this.port = inProcess ? 0 : link.remotePort();
        this.label = inProcess ? "pipe - cid:" + id : host + ":" + port + " - cid:" + id;
        this.account = context.accounts().global();
        this.maxPayload = all.limits().maxPayloadBytes();
        this.maxSubscriptions =
                account.maxSubscriptionsPerConnection(all.limits().maxSubscriptions());
        this.decoder = new ClientOpDecoder(this, all.limits().maxControlLineBytes(), maxPayload);
        this.connection = new Connection(
                loop,
                context.loops(),
                link,
                this,
                all.limits().maxPendingBytes(),
                all.liveness().writeDeadline().toNanos());
        this.outbox = new ClientOutbox(
                this, connection.output(), all.liveness().noFastProducerStall(), tracing || hooks != null);
        this.trace = new Trace(this, all.logging());
        this.liveness = new Liveness(this, loop, all.liveness());
        this.handshake = new Handshake(this, context);
        this.arrival = new Arrival(this, context, link instanceof TlsLink tls ? tls : null);
    }

    /** Greets the client. */
    public void open() {
        debug("Client connection created");
        account.tryConnect();
        decoder.traceLines(tracing);
        decoder.announceSubjects(true);
        decoder.gated(context.authenticator().isRequired());
        context.totals().connections.increment();
        try {
            connection.open();
        } catch (IOException e) {
            close(ClosedReason.READ_ERROR);
            return;
        }
        send(handshake.greeting());
        if (!context.registry().tryAdd(this, context.options().limits().maxConnections())) {
            sendError("maximum connections exceeded");
            context.log().error(label + " - maximum connections exceeded");
            close(ClosedReason.MAXIMUM_CONNECTIONS_EXCEEDED);
            return;
        }
        if (arrival.isOver()) {
            arrived();
        } else {
            stage().flush();
            arrival.begin();
        }
    }

    /** Nothing stands between the client and the protocol any more. */
    void arrived() {
        liveness.start(handshake.loginNanos());
    }

    // ---- bytes in

    @Override
    public int received(byte[] bytes, int offset, int end) {
        stallNanos = 0;
        active = false;
        int from = arrival.isOver() ? offset : arrival.received(bytes, offset, end);
        if (!arrival.isOver()) {
            return from;
        }
        int used = decoder.decode(bytes, from, end);
        if (active) {
            liveness.heard();
        }
        if (stallNanos > 0 && !closed) {
            connection.pause(Connection.STALLED);
            loop.schedule(stallTimer, stallNanos);
        }
        return used;
    }

    @Override
    public int wanted() {
        return decoder.wanted();
    }

    @Override
    public void inputEnded(@Nullable IOException cause) {
        if (!arrival.isOver() && cause instanceof SSLException) {
            error("TLS handshake error: " + cause.getMessage());
            close(ClosedReason.TLS_HANDSHAKE_FAILURE);
            return;
        }
        close(cause == null ? ClosedReason.CLIENT_CLOSED : ClosedReason.READ_ERROR);
    }

    // ---- operations

    @Override
    public void connect(byte[] bytes, int offset, int length) {
        liveness.connectReceived();
        handshake.connect(bytes, offset, length);
    }

    @Override
    public void ping() {
        liveness.heard();
        if (tracing) {
            trace.out("PONG");
        }
        send(Lines.PONG);
        if (handshake.isConnected() && !firstPongSent) {
            firstPongSent = true;
            if (options.protocol() >= 1) {
                send(handshake.connectInfo());
            }
        }
    }

    @Override
    public void pong() {
        liveness.pong();
    }

    @Override
    public void publishing(byte[] bytes, int subject, int subjectLength) {
        if (!Subjects.isValid(bytes, subject, subjectLength) || !Subjects.isLiteral(bytes, subject, subjectLength)) {
            sendError("Invalid Publish Subject");
        }
    }

    @Override
    public void publish(PublishFrame frame) {
        inMessages++;
        inBytes += frame.size;
        active = true;
        boolean known = frame.sameSubject && lastAllowed;
        if (!known) {
            lastRoute = null;
            lastAllowed = false;
            if (!mayPublish(frame)) {
                return;
            }
        }
        if (frame.replyLength > 0 && ReservedSubjects.isReservedForReply(frame.bytes, frame.reply, frame.replyLength)) {
            refusePublish(
                    Violations.publishWithReply(frame.bytes, frame.reply, frame.replyLength),
                    "Publish Violation - Reply " + Violations.quoted(frame.bytes, frame.reply, frame.replyLength));
            return;
        }
        if (options.verbose()) {
            send(Lines.OK);
        }
        if (tracing) {
            trace.payloadIn(frame);
        }
        if (hooks != null && !hooks(frame, hooks)) {
            return;
        }
        route(frame);
    }

    private void route(PublishFrame frame) {
        int delivered = lane.publish(account.interest(), frame, outbox, lastRoute);
        lastRoute = lane.lastRoute();
        if (delivered == 0 && frame.replyLength > 0 && options.noResponders()) {
            noResponders(frame);
        }
    }

    private boolean mayPublish(PublishFrame frame) {
        byte[] bytes = frame.bytes;
        int subject = frame.subject;
        int length = frame.subjectLength;
        if (frame.unsafe) {
            sendError("Invalid Publish Subject");
            return false;
        }
        boolean always = true;
        if (!permissions.mayPublish(bytes, subject, length)) {
            ReplyPermits permits = outbox.replyPermits();
            always = false;
            if (permits == null || !permits.use(bytes, subject, length, loop.now())) {
                refusePublish(bytes, subject, length);
                return false;
            }
        }
        if (ReservedSubjects.isReservedForPublish(bytes, subject, length, account.isSystem())) {
            refusePublish(bytes, subject, length);
            return false;
        }
        lastAllowed = always;
        return true;
    }

    private void refusePublish(byte[] bytes, int subject, int length) {
        refusePublish(
                Violations.publish(bytes, subject, length),
                "Publish Violation - Subject " + Violations.quoted(bytes, subject, length));
    }

    private void refusePublish(String text, String line) {
        sendError(text);
        error(line);
    }

    /** Tells a requester that nobody was there, if it waits for the reply itself. */
    private void noResponders(PublishFrame frame) {
        byte[] sid = NoResponders.sidFor(account.interest(), outbox, frame);
        if (sid != null) {
            NoResponders.answer(stage(), sid, frame);
        }
    }

    @Override
    public void subscribe(
            byte[] bytes, int subject, int subjectLength, int queue, int queueLength, int sid, int sidLength) {
        active = true;
        byte[] pattern = Arrays.copyOfRange(bytes, subject, subject + subjectLength);
        byte[] group = queueLength == 0 ? null : Arrays.copyOfRange(bytes, queue, queue + queueLength);
        byte[] name = Arrays.copyOfRange(bytes, sid, sid + sidLength);
        if (!maySubscribe(pattern, group, name)) {
            return;
        }
        Subscription before = sids.find(name, 0, name.length);
        if (before == null || before.isClosed()) {
            if (!Subjects.isValid(pattern) || holdsControl(pattern) || (group != null && holdsControl(group))) {
                sendError("Invalid Subject");
                return;
            }
            boolean filtered = permissions.filtersDelivery(pattern, group);
            Subscription fresh = new Subscription(
                    outbox, pattern, group, name, filtered, context.loops().count());
            sids.put(fresh);
            account.interest().insert(pattern, group, fresh);
            if (hooks != null) {
                hooks.subscribed(this, pattern, group, name);
            }
        }
        if (options.verbose()) {
            send(Lines.OK);
        }
    }

    private boolean maySubscribe(byte[] pattern, byte @Nullable [] group, byte[] sid) {
        if (!permissions.maySubscribe(pattern, group)) {
            sendError(Violations.subscription(pattern, group));
            error("Subscription Violation - Subject " + Violations.quoted(pattern, 0, pattern.length)
                    + (group == null ? "" : ", Queue: " + Violations.quoted(group, 0, group.length))
                    + ", SID " + Lines.text(sid));
            return false;
        }
        int maxTokens = context.options().limits().maxSubscriptionTokens();
        if (maxTokens > 0 && tokens(pattern) > maxTokens) {
            sendError(Violations.tooManyTokens(pattern));
            error("Subscription Violation Too Many Tokens - Subject \"" + Lines.text(pattern) + "\", SID "
                    + Lines.text(sid));
            return false;
        }
        if (maxSubscriptions >= 0 && sids.size() >= maxSubscriptions) {
            error("maximum subscriptions exceeded");
            sendError("maximum subscriptions exceeded");
            return false;
        }
        return true;
    }

    private static int tokens(byte[] pattern) {
        int count = 1;
        for (byte b : pattern) {
            if (b == '.') {
                count++;
            }
        }
        return count;
    }

    private static boolean holdsControl(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0 || b == '\r' || b == '\n') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void unsubscribe(byte[] bytes, int sid, int sidLength, int max) {
        active = true;
        if (options.verbose()) {
            send(Lines.OK);
        }
        Subscription known = sids.find(bytes, sid, sidLength);
        if (known != null && (max <= 0 || !known.endAfter(max))) {
            remove(known);
        }
    }

    private void remove(Subscription subscription) {
        if (tracing) {
            trace.line("<-> [DELSUB " + Lines.text(subscription.sid()) + ']');
        }
        sids.remove(subscription);
        subscription.close();
        if (account.interest().remove(subscription.subject(), subscription.queue(), subscription) && hooks != null) {
            hooks.unsubscribed(this, subscription.subject(), subscription.queue(), subscription.sid());
        }
    }

    /** A subscription has had its last message. Called by any loop. */
    void expired(Subscription subscription) {
        Account<Subscription> of = account;
        boolean removed = of.interest().remove(subscription.subject(), subscription.queue(), subscription);
        loop.execute(() -> {
            sids.remove(subscription);
            if (removed && hooks != null) {
                hooks.unsubscribed(this, subscription.subject(), subscription.queue(), subscription.sid());
            }
        });
    }

    void dropSubscriptions() {
        for (Subscription one : sids.all()) {
            one.close();
            if (account.interest().remove(one.subject(), one.queue(), one) && hooks != null) {
                hooks.unsubscribed(this, one.subject(), one.queue(), one.sid());
            }
        }
    }

    @Override
    public void error(byte[] bytes, int offset, int length) {
        error("Client Error " + Lines.text(bytes, offset, length));
        close(ClosedReason.PARSE_ERROR);
    }

    @Override
    public void info(byte[] bytes, int offset, int length) {
        try {
            JsonObject.parse(bytes, offset, length);
        } catch (JsonException e) {
            error(String.valueOf(e.getMessage()));
            close(ClosedReason.PARSE_ERROR);
        }
    }

    @Override
    public void line(String verb, byte[] bytes, int offset, int length) {
        trace.in(verb, bytes, offset, length);
    }

    @Override
    public boolean openGate() {
        return handshake.admitWithoutConnect();
    }

    @Override
    public void malformed(Malformed kind, String detail) {
        switch (kind) {
            case UNKNOWN_OPERATION -> {
                sendError("Unknown Protocol Operation");
                error("Client parser ERROR, proto='" + detail + "...'");
                close(ClosedReason.PROTOCOL_VIOLATION);
            }
            case BAD_ARGUMENTS, HEADERS_NOT_SUPPORTED -> {
                error(detail);
                close(ClosedReason.PROTOCOL_VIOLATION);
            }
            case CONTROL_LINE_TOO_LONG -> {
                sendError("maximum control line exceeded");
                error("maximum control line exceeded (snip: " + detail + "...)");
                close(ClosedReason.MAXIMUM_CONTROL_LINE_EXCEEDED);
            }
            case PAYLOAD_TOO_LARGE -> {
                error("maximum payload exceeded: " + detail);
                sendError("Maximum Payload Violation");
                close(ClosedReason.MAXIMUM_MESSAGE_PAYLOAD_EXCEEDED);
            }
            case NOT_LOGGED_IN -> handshake.violation("no CONNECT");
        }
    }

    // ---- hooks

    private boolean hooks(PublishFrame frame, Hooks looking) {
        Hooks.Decision decision = looking.published(this, frame);
        switch (decision.kind()) {
            case DELIVER -> {
                return true;
            }
            case REFUSE -> sendError(decision.error());
            case DELAY -> later(frame, decision.delayNanos());
            default -> {}
        }
        return false;
    }

    private void later(PublishFrame frame, long nanos) {
        PublishFrame copy = Frames.copy(frame);
        loop.schedule(
                new LoopTimer(() -> {
                    if (closed) {
                        // a message under way outlives its publisher
                        lane.publish(account.interest(), copy, outbox, null);
                        return;
                    }
                    lastRoute = null;
                    route(copy);
                    lastRoute = null;
                }),
                nanos);
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

    // ---- holding back

    /** Somebody whom this client publishes to has fallen behind: reading pauses after this turn, for a while or until that is over. */
    void holdBack(Outbound behind) {
        if (stallNanos >= STALL_TOTAL_NANOS) {
            return;
        }
        if (stallNanos == 0) {
            context.totals().stalls.increment();
            behind.whenReleased(() -> loop.execute(this::stallOver));
        }
        stallNanos = Math.min(STALL_TOTAL_NANOS, stallNanos + (behind.isFull() ? STALL_FULL_NANOS : STALL_NANOS));
    }

    private void stallOver() {
        if (!closed) {
            loop.cancel(stallTimer);
            connection.resume(Connection.STALLED);
        }
    }

    // ---- bytes out

    Stage stage() {
        return connection.ownStage();
    }

    void send(byte[] line) {
        connection.ownStage().append(line);
    }

    void sendError(String text) {
        if (tracing) {
            trace.out("-ERR " + text);
        }
        send(Lines.error(text));
    }

    void sendPing() {
        if (tracing) {
            trace.out("PING");
        }
        send(Lines.PING);
    }

    @Override
    public void outputFailed(IOException cause) {
        debug("Error flushing: " + cause.getMessage());
        close(ClosedReason.WRITE_ERROR);
    }

    @Override
    public void outputOverflowed() {
        context.totals().slowConsumers.increment();
        notice("Slow Consumer Detected: MaxPending of "
                + context.options().limits().maxPendingBytes() + " Exceeded");
        close(ClosedReason.SLOW_CONSUMER_PENDING_BYTES);
    }

    @Override
    public boolean outputBlocked(long bytes, int chunks) {
        context.totals().slowConsumers.increment();
        notice("Slow Consumer Detected: WriteDeadline of "
                + context.options().liveness().writeDeadline().toMillis() / 1000.0 + "s exceeded with " + chunks
                + " chunks of " + bytes + " total bytes.");
        if (context.options().liveness().writeTimeout() == WriteTimeoutPolicy.RETRY) {
            return true;
        }
        close(ClosedReason.SLOW_CONSUMER_WRITE_DEADLINE);
        return false;
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

    /** Ends the session, letting what was said last get through where that can be. */
    public void close(ClosedReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        decoder.halt();
        outbox.close();
        liveness.stop();
        arrival.stop();
        loop.cancel(stallTimer);
        debug("Client connection closed: " + reason.text());
        context.closed().add(ClosedConnection.of(this, reason, sids.size()));
        dropSubscriptions();
        sids.clear();
        account.disconnected();
        context.registry().remove(this);
        if (hooks != null && handshake.isConnected()) {
            hooks.disconnected(this, reason);
        }
        if (reason.skipsFlush() || reason == ClosedReason.CLIENT_CLOSED) {
            connection.close();
        } else {
            connection.closeAfterFlush(LAST_WORDS_NANOS);
        }
    }

    /** Gives up what still waits to be sent; after {@link #close}. */
    public void abandon() {
        connection.close();
    }

    /** Ends the session from any thread. */
    public void closeLater(ClosedReason reason) {
        loop.execute(() -> close(reason));
    }

    // ---- what the handshake sets

    void options(ConnectOptions said, boolean withHeaders) {
        options = said;
        headers = withHeaders;
        decoder.headers(withHeaders);
        decoder.announceSubjects(said.pedantic());
        outbox.options(said.echo(), withHeaders);
    }

    void gateOpened() {
        decoder.gated(false);
    }

    void loggedIn() {
        liveness.loggedIn();
    }

    void awaitAnswer() {
        decoder.halt();
        connection.pause(Connection.AWAITING);
    }

    void answered() {
        if (!closed) {
            decoder.proceed();
            connection.resume(Connection.AWAITING);
        }
    }

    /** Moves to the account of an identity; false if that is full. */
    boolean become(Identity identity) {
        Account<Subscription> to = context.accounts().of(identity);
        if (to != account) {
            if (!to.tryConnect()) {
                return false;
            }
            account.disconnected();
            account = to;
        }
        user = identity.user();
        permissions = identity.permissions();
        outbox.become(permissions);
        lastAllowed = false;
        lastRoute = null;
        ServerOptions all = context.options();
        maxPayload = smaller(
                identity.maxPayloadBytes(), to.maxPayloadBytes(all.limits().maxPayloadBytes()));
        maxSubscriptions = smaller(
                identity.maxSubscriptions(),
                to.maxSubscriptionsPerConnection(all.limits().maxSubscriptions()));
        decoder.maxPayload(maxPayload);
        return true;
    }

    /** Goes back to the state before any CONNECT. */
    void forgetIdentity() {
        dropSubscriptions();
        sids.clear();
        become(Identity.anonymous());
    }

    private static int smaller(int limit, int other) {
        return limit < 0 || other < 0 ? Math.max(limit, other) : Math.min(limit, other);
    }

    void describe(String newLabel) {
        label = newLabel;
    }

    void cameFrom(String sourceHost, int sourcePort) {
        host = sourceHost;
        port = sourcePort;
    }

    // ---- what others ask

    /** The client's number. Safe on any thread. */
    public long id() {
        return id;
    }

    /** The client's address, null for one in this process. */
    public @Nullable String host() {
        return host;
    }

    /** The client's port, 0 for one in this process. */
    public int port() {
        return port;
    }

    /** Who it is in log lines. */
    public String label() {
        return label;
    }

    /** Its account. */
    public Account<Subscription> account() {
        return account;
    }

    /** The name that it logged in with. */
    public @Nullable String user() {
        return user;
    }

    /** What it said in CONNECT. */
    public ConnectOptions options() {
        return options;
    }

    /** When it came. */
    public Instant started() {
        return started;
    }

    /** The messages that it published. Read without a lock; may lag. */
    public long inMessages() {
        return inMessages;
    }

    /** The bytes of those messages. Read without a lock; may lag. */
    public long inBytes() {
        return inBytes;
    }

    /** The number of its subscriptions; on its loop. */
    public int subscriptions() {
        return sids.size();
    }

    /** Its output. */
    public Outbound output() {
        return connection.output();
    }

    /** The loop that it lives on. */
    public EventLoop loop() {
        return loop;
    }

    ConnectionType connectionType() {
        return inProcess ? ConnectionType.IN_PROCESS : ConnectionType.STANDARD;
    }

    boolean isInProcess() {
        return inProcess;
    }

    boolean isClosed() {
        return closed;
    }

    int maxPayload() {
        return maxPayload;
    }

    boolean headers() {
        return headers;
    }

    ServerContext context() {
        return context;
    }

    long nanosOn(int laneIndex) {
        return context.loops().get(laneIndex).now();
    }

    void debug(String text) {
        if (context.log().isDebug()) {
            context.log().debug(label + " - " + text);
        }
    }

    void notice(String text) {
        context.log().notice(label + " - " + text);
    }

    void error(String text) {
        context.log().error(label + " - " + text);
    }
}
