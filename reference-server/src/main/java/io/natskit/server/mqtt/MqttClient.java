// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.Language;
import io.natskit.server.session.Publishing;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.Stage;
import io.natskit.wire.Nuid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client that speaks MQTT: takes its packets to those who act upon them, and knows what stage it is in. Confined to its session's loop.
 */
final class MqttClient implements Language, Packets {
    private static final ConnectOptions QUIET = quiet();

    private final MqttDoor door;
    private final ClientSession session;
    private final PacketDecoder decoder;
    private final LoopTimer keepAlive;
    private final Deque<Runnable> whenIdle = new ArrayDeque<>();

    // from CONNECT on
    private @Nullable ConnectPacket said;
    private volatile String clientId = "";
    private @Nullable Will will;

    // once it is seated
    private @Nullable MqttAccount account;
    private @Nullable Seating seating;
    private @Nullable Inbound inbound;
    private @Nullable Outbound outbound;
    private @Nullable Subscriber subscriber;
    private @Nullable MqttSession own;

    private long heardAt;
    private int ongoing;
    private boolean closed;
    private boolean evicted;

    MqttClient(MqttDoor door, ClientSession session) {
        this.door = door;
        this.session = session;
        this.decoder = new PacketDecoder(
                this, session.maxPayload(), door.options().mqtt().rejectQos2Publish());
        this.keepAlive = session.timer(this::lookAlive);
    }

    /** What holds for every client: it understands headers, hears itself, and is answered in its own language. */
    private static ConnectOptions quiet() {
        byte[] json = "{\"verbose\":false,\"pedantic\":false,\"headers\":true,\"echo\":true}"
                .getBytes(StandardCharsets.US_ASCII);
        return ConnectOptions.DEFAULT.with(json, 0, json.length);
    }

    // ---- bytes in

    @Override
    public int decode(byte[] bytes, int offset, int end) {
        heardAt = session.loop().now();
        return decoder.decode(bytes, offset, end);
    }

    @Override
    public int wanted() {
        return decoder.wanted();
    }

    @Override
    public void halt() {
        decoder.halt();
    }

    @Override
    public void proceed() {
        decoder.proceed();
    }

    @Override
    public void maxPayload(int bytes) {
        decoder.maxPayload(bytes);
    }

    // ---- packets

    @Override
    public void connect(ConnectPacket packet) {
        said = packet;
        will = packet.will();
        clientId = packet.clientId().isEmpty() ? Nuid.next() : packet.clientId();
        session.log().describe(session.log().label() + " - " + SessionBook.quoted(clientId));
        traceIn(() -> "CONNECT " + packet);
        String password = packet.password();
        session.logIn(QUIET.completed(packet.user(), password, password, isJwt(password) ? password : null));
    }

    private static boolean isJwt(@Nullable String password) {
        return password != null && password.startsWith("eyJ") && password.indexOf('.') > 0;
    }

    @Override
    public void publish(PublishPacket packet) throws MalformedPacketException {
        traceIn(() -> "PUBLISH "
                + Trace.publish(
                        Arrays.copyOfRange(packet.bytes, packet.topic, packet.topic + packet.topicLength),
                        packet.flags,
                        packet.identifier,
                        packet.payloadLength));
        Inbound in = inbound;
        if (in != null) {
            in.publish(packet);
        }
    }

    @Override
    public void acknowledge(int type, int identifier) {
        traceIn(() -> PacketType.name(type) + " pi=" + identifier);
        Outbound out = outbound;
        Inbound in = inbound;
        if (out == null || in == null) {
            return;
        }
        switch (type) {
            case PacketType.PUBACK -> out.acknowledged(identifier);
            case PacketType.PUBREC -> out.had(identifier);
            case PacketType.PUBCOMP -> out.completed(identifier);
            default -> in.release(identifier);
        }
    }

    @Override
    public void subscribe(int identifier, List<TopicFilter> filters) {
        traceIn(() -> "SUBSCRIBE " + Trace.filters(filters, identifier));
        Subscriber all = subscriber;
        if (all != null) {
            all.subscribe(identifier, filters);
        }
    }

    @Override
    public void unsubscribe(int identifier, List<TopicFilter> filters) {
        traceIn(() -> "UNSUBSCRIBE " + Trace.filters(filters, identifier));
        Subscriber all = subscriber;
        if (all != null) {
            all.unsubscribe(identifier, filters);
        }
    }

    @Override
    public void ping() {
        traceIn(() -> "PINGREQ");
        session.send(PacketWriter.pong());
        traceOut(() -> "PINGRESP");
    }

    @Override
    public void disconnect() {
        traceIn(() -> "DISCONNECT");
        will = null;
        session.close(ClosedReason.CLIENT_CLOSED);
    }

    @Override
    public void malformed(int code, String text) {
        if (code != 0) {
            answer(code, false);
        }
        fail(text);
    }

    @Override
    public void tooLong(int bytes) {
        session.log().error("maximum payload exceeded: " + bytes + " vs " + session.maxPayload());
        session.close(ClosedReason.MAXIMUM_MESSAGE_PAYLOAD_EXCEEDED);
    }

    // ---- what the session tells

    @Override
    public void loggedIn() {
        session.awaitAnswer();
        ConnectPacket packet = said;
        if (packet == null) {
            return;
        }
        begin();
        door.account(session.account())
                .whenComplete((made, failure) -> session.execute(() -> {
                    end();
                    if (closed) {
                        return;
                    }
                    if (failure != null) {
                        fail("unable to connect: " + MqttAccount.reason(failure));
                        return;
                    }
                    account = made;
                    seating = new Seating(this, made, clientId, packet.clean(), session.user());
                    seating.begin();
                }));
    }

    /** The session is there, and its record kept: the client hears that first (MQTT-3.2.0-1). */
    void seated(Seating by, MqttSession mine, boolean present) {
        MqttAccount of = account;
        ConnectPacket packet = said;
        if (of == null || packet == null || closed) {
            return;
        }
        Requests requests = of.requests(loop());
        own = mine;
        inbound = new Inbound(this, requests);
        Outbound out = new Outbound(this, requests, mine);
        outbound = out;
        subscriber = new Subscriber(
                this,
                mine,
                out,
                new Consumers(requests, door.options().mqtt(), mine),
                door.options().mqtt().downgradeQos2Subscribe());
        answer(PacketWriter.ACCEPTED, present);
        session.log().debug("Client connected");
        if (packet.keepAliveSeconds() > 0) {
            session.loop().schedule(keepAlive, patienceNanos(packet));
        }
        subscriber.restore();
        session.answered();
    }

    private void answer(int code, boolean present) {
        session.send(PacketWriter.connectionAnswer(code, present));
        traceOut(() -> "CONNACK sp=" + (present && code == 0) + " rc=" + code);
    }

    /** One and a half times what the client promised (MQTT-3.1.2-24). */
    private static long patienceNanos(ConnectPacket packet) {
        return TimeUnit.MILLISECONDS.toNanos(packet.keepAliveSeconds() * 1_500L);
    }

    private void lookAlive() {
        ConnectPacket packet = said;
        if (packet == null || closed) {
            return;
        }
        long left = heardAt + patienceNanos(packet) - session.loop().now();
        if (left > 0) {
            session.loop().schedule(keepAlive, left);
        } else {
            session.log().debug("nothing heard for one and a half times the keep alive");
            session.close(ClosedReason.READ_ERROR);
        }
    }

    @Override
    public void refused() {
        answer(ConnectPacket.NOT_AUTHORIZED, false);
    }

    @Override
    public void permissionsChanged() {
        Subscriber all = subscriber;
        if (all != null) {
            all.permissionsChanged();
        }
    }

    @Override
    public void ended(ClosedReason reason) {
        closed = true;
        session.loop().cancel(keepAlive);
        Outbound out = outbound;
        if (out != null) {
            out.close();
        }
        lastWords();
        if (ongoing == 0) {
            leave();
        }
    }

    private void lastWords() {
        Will last = will;
        Inbound in = inbound;
        will = null;
        if (last == null || in == null) {
            return;
        }
        try {
            in.will(last);
        } catch (MalformedPacketException e) {
            throw new IllegalStateException("a topic that was one in CONNECT", e);
        }
    }

    /** Another client has come with the same name. */
    void putOut(Runnable gone) {
        if (closed && ongoing == 0) {
            gone.run();
            return;
        }
        whenIdle.add(gone);
        if (!closed) {
            evicted = true;
            will = null;
            session.log()
                    .warn("Closing because another client has come with the same client ID "
                            + SessionBook.quoted(clientId));
            session.close(ClosedReason.DUPLICATE_CLIENT_ID);
        }
    }

    private void leave() {
        Seating by = seating;
        if (by != null && !evicted) {
            by.leave();
        }
        whenIdle.forEach(Runnable::run);
        whenIdle.clear();
    }

    // ---- for those who act upon packets

    /** Something begins that uses the session: it is handed on only when that has come to its {@link #end}. */
    void begin() {
        ongoing++;
    }

    void end() {
        if (--ongoing == 0 && closed) {
            leave();
        }
    }

    /** Takes no input until {@link #release}. */
    void hold() {
        session.awaitAnswer();
    }

    void release() {
        session.answered();
    }

    /** Lets no packet in before something is done, and then does another thing; a failure ends the connection. */
    void whileWaiting(CompletableFuture<?> something, Runnable then) {
        hold();
        begin();
        something.whenComplete((done, failure) -> session.execute(() -> {
            if (!closed && failure != null) {
                fail(MqttAccount.reason(failure));
            } else if (!closed) {
                then.run();
            }
            end();
            release();
        }));
    }

    /** Something is wrong that ends the connection. */
    void fail(String text) {
        session.log().error(text);
        session.close(ClosedReason.PROTOCOL_VIOLATION);
    }

    /** As {@link #fail}, behind a CONNACK that says why. */
    void refuse(int code, String text) {
        if (!closed) {
            answer(code, false);
            fail(text);
        }
    }

    void close(ClosedReason reason) {
        session.close(reason);
    }

    /** Does something for this client on its loop, soon: what it throws ends this client alone. */
    void execute(Runnable work) {
        session.execute(work);
    }

    /** As {@link #execute}, now. */
    void guarded(Runnable work) {
        session.guarded(work);
    }

    /** The retained messages that match; complete on this client's loop. */
    CompletableFuture<List<RetainedMessage>> retained(Collection<String> patterns) {
        CompletableFuture<List<RetainedMessage>> here = new CompletableFuture<>();
        MqttAccount of = account;
        if (of == null || patterns.isEmpty()) {
            here.complete(List.of());
            return here;
        }
        of.home()
                .execute(() -> of.retained()
                        .matching(patterns)
                        .whenComplete((found, failure) ->
                                session.loop().execute(() -> here.complete(failure == null ? found : List.of()))));
        return here;
    }

    CompletableFuture<Void> save() {
        Seating by = seating;
        MqttSession mine = own;
        return by == null || mine == null ? CompletableFuture.completedFuture(null) : by.save(mine);
    }

    LiveTarget target(boolean wild, int qos) {
        return new LiveTarget(door, session, wild, qos);
    }

    boolean subscribe(LiveTarget target, byte[] pattern, byte[] sid) {
        return session.subscribe(target, pattern, sid);
    }

    void unsubscribe(byte[] sid) {
        session.unsubscribe(sid);
    }

    boolean maySubscribe(String filter) {
        return session.permissions().maySubscribe(Names.bytes(filter), null);
    }

    /** Hears a subject in the server's own name. */
    LocalSubscription hear(String subject, LocalInbox inbox) {
        return door.clients().subscribe(session.account(), subject, null, inbox);
    }

    /** Whether a message on this subject may come to it. */
    boolean admits(byte[] subject) {
        return session.permissions().mayDeliver(subject, 0, subject.length, null);
    }

    /** As the other, of a range. */
    boolean admits(byte[] bytes, int offset, int length) {
        return session.permissions().mayDeliver(bytes, offset, length, null);
    }

    /** Sends PUBACK, PUBREC, PUBREL or PUBCOMP. */
    void answer(int type, int identifier) {
        session.send(PacketWriter.acknowledgement(type, identifier));
        traceOut(() -> PacketType.name(type) + " pi=" + identifier);
    }

    void send(byte[] packet) {
        session.send(packet);
    }

    Stage stage() {
        return session.stage();
    }

    Lane lane() {
        return door.lane(session.loop().index());
    }

    EventLoop loop() {
        return session.loop();
    }

    Publishing publishing() {
        return session.publishing();
    }

    Account<Subscription> account() {
        return session.account();
    }

    boolean isClosed() {
        return closed;
    }

    int maxPayload() {
        return session.maxPayload();
    }

    int maxAckPending() {
        return door.options().mqtt().maxAckPending();
    }

    long maxPendingBytes() {
        return door.options().limits().maxPendingBytes();
    }

    long nowMillis() {
        return door.context().wallClock().instant().toEpochMilli();
    }

    String serverId() {
        return door.serverId();
    }

    /** The name of the user, or null. */
    @Nullable
    String userName() {
        ConnectPacket packet = said;
        return packet == null ? null : packet.user();
    }

    @Override
    public String clientId() {
        return clientId;
    }

    void warn(String text) {
        session.log().warn(text);
    }

    void error(String text) {
        session.log().error(text);
    }

    private void traceIn(Supplier<String> line) {
        if (session.trace().isOn()) {
            session.trace().in(line.get());
        }
    }

    void traceOut(Supplier<String> line) {
        if (session.trace().isOn()) {
            session.trace().out(line.get());
        }
    }
}
