// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.session.ClosedReason;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way of a client from its log-in to its session: claims the name, finds or makes the session, discards it where a clean one is asked for, and keeps
 * its record. Confined to the client's loop, but for what the book calls.
 */
final class Seating implements SessionBook.Holder {
    private final MqttClient client;
    private final MqttAccount account;
    private final String clientId;
    private final boolean clean;
    private final @Nullable String user;
    private @Nullable MqttSession seated;
    private boolean present;

    Seating(MqttClient client, MqttAccount account, String clientId, boolean clean, @Nullable String user) {
        this.client = client;
        this.account = account;
        this.clientId = clientId;
        this.clean = clean;
        this.user = user;
    }

    void begin() {
        account.home().execute(() -> account.book().claim(clientId, this));
    }

    // ---- on the home loop

    @Override
    public @Nullable String user() {
        return user;
    }

    @Override
    public void seated(@Nullable MqttSession session) {
        client.execute(() -> have(session));
    }

    @Override
    public void putOut(Runnable gone) {
        client.execute(() -> client.putOut(() -> account.home().execute(gone)));
    }

    @Override
    public void jailed() {
        client.execute(() -> client.close(ClosedReason.DUPLICATE_CLIENT_ID));
    }

    @Override
    public void failed(String reason) {
        client.execute(() -> client.fail("unable to connect: " + reason));
    }

    @Override
    public void refused() {
        client.execute(() -> client.refuse(
                ConnectPacket.BAD_IDENTIFIER,
                "unable to connect: session " + SessionBook.quoted(clientId) + " belongs to another user"));
    }

    // ---- on the client's loop

    private Requests requests() {
        return account.requests(client.loop());
    }

    private void have(@Nullable MqttSession known) {
        if (client.isClosed()) {
            leave(known != null);
            return;
        }
        client.begin();
        CompletableFuture<MqttSession> found =
                known == null ? load() : CompletableFuture.completedFuture(existing(known));
        found.thenCompose(this::discarded)
                .thenCompose(this::saved)
                .thenCompose(session -> StoredRelease.recall(requests(), session))
                .whenComplete((session, failure) -> client.execute(() -> {
                    if (failure == null) {
                        seated = session;
                        client.seated(this, session, present);
                        settle(session);
                    } else {
                        failed(failure);
                    }
                    client.end();
                }));
    }

    private void failed(Throwable failure) {
        settle(null);
        if (!client.isClosed()) {
            client.fail("unable to connect: " + MqttAccount.reason(failure) + " for account "
                    + SessionBook.quoted(account.account().name()) + ", session " + SessionBook.quoted(clientId));
        }
    }

    private MqttSession existing(MqttSession session) {
        present = true;
        return session;
    }

    private CompletableFuture<MqttSession> load() {
        MqttSession fresh = new MqttSession(clientId, user);
        byte[] body = new JsonWriter()
                .field("last_by_subj", account.recordSubject(fresh))
                .toBytes();
        return requests().ask("STREAM.MSG.GET." + Names.SESSIONS, body).handle((answer, failure) -> {
            if (failure == null) {
                return existing(read(answer));
            }
            if (!Streams.isError(failure, JetStreamError.NO_MESSAGE_FOUND)) {
                throw new RequestFailedException("loading session record: " + MqttAccount.reason(failure));
            }
            return fresh;
        });
    }

    private MqttSession read(JsonObject answer) {
        JsonObject message = answer.object("message");
        if (message == null) {
            throw new RequestFailedException("loading session record: no message");
        }
        MqttSession session;
        try {
            session = MqttSession.read(
                    clientId, JsonObject.parse(RetainedMessages.binary(message, "data")), message.integer("seq", 0));
        } catch (JsonException e) {
            throw new RequestFailedException("session record: " + e.getMessage());
        }
        if (session == null || !session.belongsTo(user)) {
            client.refuse(ConnectPacket.BAD_IDENTIFIER, "stored session does not match client ID");
            throw new RequestFailedException("stored session does not match client ID");
        }
        return session;
    }

    /** Who wants a clean session starts anew, and so does who had one before (MQTT-3.1.2-6). */
    private CompletableFuture<MqttSession> discarded(MqttSession session) {
        boolean starts = present && (clean || session.isClean());
        if (!starts) {
            session.clean(clean);
            return CompletableFuture.completedFuture(session);
        }
        present = false;
        long record = session.sequence();
        Map<String, String> orphans = session.clear();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Map.Entry<String, String> one : orphans.entrySet()) {
            all = all.thenCompose(
                    before -> deleted("CONSUMER.DELETE." + one.getValue() + "." + one.getKey(), new byte[0]));
        }
        if (record > 0) {
            all = all.thenCompose(
                    before -> deleted("STREAM.MSG.DELETE." + Names.SESSIONS, RetainedMessages.deletion(record)));
        }
        return all.thenApply(done -> {
            MqttSession fresh = new MqttSession(clientId, user);
            fresh.clean(clean);
            return fresh;
        });
    }

    /** What is gone already may be. */
    private CompletableFuture<Void> deleted(String operation, byte[] body) {
        return requests().ask(operation, body).handle((answer, failure) -> {
            if (failure != null && !Streams.isGone(failure)) {
                throw new RequestFailedException("unable to clear the session: " + MqttAccount.reason(failure));
            }
            return null;
        });
    }

    private CompletableFuture<MqttSession> saved(MqttSession session) {
        return save(session).thenApply(done -> session);
    }

    /** Keeps the record; complete once it is kept. Nobody else can have changed it meanwhile. */
    CompletableFuture<Void> save(MqttSession session) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        byte[] header = session.sequence() == 0
                ? new byte[0]
                : Names.bytes("NATS/1.0\r\nNats-Expected-Last-Subject-Sequence:" + session.sequence() + "\r\n\r\n");
        requests()
                .store(
                        Names.bytes(account.recordSubject(session)),
                        header,
                        session.write(client.serverId()),
                        new Requests.Stored() {
                            @Override
                            public void stored(long sequence, boolean duplicate) {
                                session.sequence(sequence);
                                kept.complete(null);
                            }

                            @Override
                            public void failed(RequestFailedException cause) {
                                kept.completeExceptionally(
                                        new RequestFailedException("unable to persist session: " + cause.getMessage()));
                            }
                        });
        return kept;
    }

    private void settle(@Nullable MqttSession session) {
        account.home().execute(() -> account.book().settle(clientId, this, session));
    }

    /** The client is gone, and nothing of the session is in use: a clean one ends. */
    void leave() {
        MqttSession session = seated;
        if (session == null) {
            return;
        }
        boolean lasts = !session.isClean();
        if (!lasts) {
            long record = session.sequence();
            session.clear()
                    .forEach((consumer, stream) ->
                            requests().tell("CONSUMER.DELETE." + stream + "." + consumer, new byte[0]));
            if (record > 0) {
                requests().tell("STREAM.MSG.DELETE." + Names.SESSIONS, RetainedMessages.deletion(record));
            }
        }
        leave(lasts);
    }

    private void leave(boolean lasts) {
        account.home().execute(() -> account.book().left(clientId, this, lasts));
    }
}
