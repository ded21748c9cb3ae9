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
import io.natskit.server.transport.Stage;
import io.natskit.wire.Nuid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private final KeepAlive keepAlive;
    private final Undertakings undertakings = new Undertakings(this::leave);

    // from CONNECT on
    private @Nullable ConnectPacket said;
    private volatile String clientId = "";
    private @Nullable Will will;

    // once it has logged in, and once it is seated
    private @Nullable MqttAccount account;
    private @Nullable Seating seating;
    private @Nullable Seat seat;

    private boolean closed;
    private boolean evicted;

    MqttClient(MqttDoor door, ClientSession session) {
        this.door = door;
        this.session = session;
        this.decoder = new PacketDecoder(
                this, session.maxPayload(), door.options().mqtt().rejectQos2Publish());
        this.keepAlive = new KeepAlive(session);
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
        keepAlive.heard();
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
        Seat mine = seat;
        if (mine != null) {
            mine.publish(packet);
        }
    }

    @Override
    public void acknowledge(int type, int identifier) {
        traceIn(() -> PacketType.name(type) + " pi=" + identifier);
        Seat mine = seat;
        if (mine != null) {
            mine.acknowledge(type, identifier);
        }
    }

    @Override
    public void subscribe(int identifier, List<TopicFilter> filters) {
        traceIn(() -> "SUBSCRIBE " + Trace.filters(filters, identifier));
        Seat mine = seat;
        if (mine != null) {
            mine.subscribe(identifier, filters);
        }
    }

    @Override
    public void unsubscribe(int identifier, List<TopicFilter> filters) {
        traceIn(() -> "UNSUBSCRIBE " + Trace.filters(filters, identifier));
        Seat mine = seat;
        if (mine != null) {
            mine.unsubscribe(identifier, filters);
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
        undertakings.begin();
        door.account(session.account())
                .whenComplete((made, failure) -> session.execute(() -> {
                    undertakings.end();
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
        Seat taken = new Seat(this, door, of.requests(loop()), by, mine);
        seat = taken;
        answer(PacketWriter.ACCEPTED, present);
        session.log().debug("Client connected");
        keepAlive.start(packet.keepAliveSeconds());
        taken.restore();
        session.answered();
    }

    private void answer(int code, boolean present) {
        session.send(PacketWriter.connectionAnswer(code, present));
        traceOut(() -> "CONNACK sp=" + (present && code == 0) + " rc=" + code);
    }

    @Override
    public void refused() {
        answer(ConnectPacket.NOT_AUTHORIZED, false);
    }

    @Override
    public void permissionsChanged() {
        Seat mine = seat;
        if (mine != null) {
            mine.permissionsChanged();
        }
    }

    @Override
    public void ended(ClosedReason reason) {
        closed = true;
        keepAlive.stop();
        Seat mine = seat;
        Will last = will;
        will = null;
        if (mine != null) {
            mine.close();
            if (last != null) {
                mine.publish(last);
            }
        }
        undertakings.clientEnded();
    }

    /** Another client has come with the same name. */
    void putOut(Runnable gone) {
        undertakings.whenLeft(gone);
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
    }

    // ---- for those who act upon packets

    /** Something begins that uses the session: it is handed on only when that has come to its {@link #end}. */
    void begin() {
        undertakings.begin();
    }

    void end() {
        undertakings.end();
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
        Seat mine = seat;
        return mine == null ? CompletableFuture.completedFuture(null) : mine.save();
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

    /** The name that it gave itself, else that of the user that it is; null for neither. */
    @Nullable
    String userName() {
        ConnectPacket packet = said;
        return packet == null || packet.user() == null ? session.user() : packet.user();
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
