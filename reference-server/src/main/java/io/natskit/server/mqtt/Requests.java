// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.account.Account;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalPublisher;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.SessionLog;
import io.natskit.server.subject.SubjectTokens;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Requests to JetStream for the clients of one account on one loop. Each has a reply subject of its own, under a name that nobody can guess, and
 * is answered, refused or given up after the same time. Confined to its loop, where answers are told too.
 */
final class Requests implements LocalInbox.Handler {
    private static final byte[] NOTHING = {};
    private static final long WAITING_MAX = 1L << 20;
    private static final long WAITING_BYTES_MAX = 256L << 20;
    private static final String API = "$JS.API.";

    private final EventLoop loop;
    private final Account<Subscription> account;
    private final LocalPublisher publisher;
    private final SessionLog log;
    private final LocalInbox inbox;
    private final LocalSubscription replies;
    private final @Nullable String domain;
    private final long patienceNanos;
    private final byte[] prefix;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final LoopTimer overdue;
    private long last;
    private boolean waiting;

    /** What becomes of a message that was sent to a stream. Called on the loop, once. */
    interface Stored {
        /** It is stored under that sequence; {@code duplicate} if it had been before. */
        void stored(long sequence, boolean duplicate);

        /** It is not, or nobody knows. */
        void failed(RequestFailedException cause);
    }

    /** One request under way: told of by one of both. */
    private record Pending(
            long deadline,
            String what,
            @Nullable Stored stored,
            @Nullable CompletableFuture<JsonObject> answered,
            @Nullable Runnable confirmed) {
        void fail(RequestFailedException cause) {
            if (stored != null) {
                stored.failed(cause);
            } else if (answered != null) {
                answered.completeExceptionally(cause);
            } else if (confirmed != null) {
                confirmed.run();
            }
        }
    }

    Requests(
            LocalClients clients,
            EventLoop loop,
            Account<Subscription> account,
            SessionLog log,
            String serverId,
            @Nullable String domain,
            long patienceNanos) {
        this.loop = loop;
        this.account = account;
        this.publisher = clients.publisher(loop);
        this.log = log;
        this.domain = domain;
        this.patienceNanos = patienceNanos;
        String own = Names.REPLIES + serverId + "." + Nuid.next() + ".";
        this.prefix = Names.bytes(own);
        this.inbox = new LocalInbox(loop, this, WAITING_MAX, WAITING_BYTES_MAX, false);
        this.replies = clients.subscribe(account, own + "*", null, inbox);
        this.overdue = new LoopTimer(this::giveUpOverdue);
    }

    EventLoop loop() {
        return loop;
    }

    Account<Subscription> account() {
        return account;
    }

    /** Asks the API; {@code operation} is what follows {@code $JS.API.}. The answer's error is a {@link RequestFailedException}. */
    CompletableFuture<JsonObject> ask(String operation, byte[] body) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        byte[] reply = expect(operation, null, answer, null);
        publisher.publish(account, Names.bytes(api(operation)), reply, NOTHING, body);
        return answer;
    }

    /** Asks the API, and does not care for the answer. */
    void tell(String operation, byte[] body) {
        publisher.publish(account, Names.bytes(api(operation)), body);
    }

    private String api(String operation) {
        return domain == null ? API + operation : "$JS." + domain + ".API." + operation;
    }

    /** Sends a message to the stream that has its subject. */
    void store(byte[] subject, byte[] header, byte[] payload, Stored told) {
        store(subject, header, payload, 0, payload.length, told);
    }

    /** As the other, with a range for the payload. */
    void store(byte[] subject, byte[] header, byte[] payload, int offset, int length, Stored told) {
        byte[] reply = expect("", told, null, null);
        publisher.publish(
                account,
                subject,
                subject.length,
                NOTHING,
                0,
                0,
                reply,
                reply.length,
                header,
                0,
                header.length,
                payload,
                offset,
                length);
    }

    /** Sends a message without a reply: an acknowledgement, or what nobody answers. */
    void send(byte[] subject, byte[] payload) {
        publisher.publish(account, subject, payload);
    }

    /** Sends an acknowledgement; {@code confirmed} runs once it is safe with the consumer, or nobody has said so in time. */
    void confirm(byte[] acknowledgement, Runnable confirmed) {
        publisher.publish(account, acknowledgement, expect("", null, null, confirmed), NOTHING, NOTHING);
    }

    private byte[] expect(
            String what,
            @Nullable Stored stored,
            @Nullable CompletableFuture<JsonObject> answered,
            @Nullable Runnable confirmed) {
        long number = ++last;
        pending.put(number, new Pending(loop.now() + patienceNanos, what, stored, answered, confirmed));
        if (!waiting) {
            waiting = true;
            loop.schedule(overdue, patienceNanos);
        }
        byte[] digits = Names.bytes(Long.toString(number));
        byte[] reply = new byte[prefix.length + digits.length];
        System.arraycopy(prefix, 0, reply, 0, prefix.length);
        System.arraycopy(digits, 0, reply, prefix.length, digits.length);
        return reply;
    }

    @Override
    public void received(LocalMessage message) {
        Pending one = pending.remove(SubjectTokens.number(message.bytes(), prefix.length, message.subjectLength()));
        if (one == null) {
            return;
        }
        if (message.isRefused() || message.headerLength() > 0) {
            one.fail(new RequestFailedException("no answer that could be read"));
            return;
        }
        try {
            tell(one, message);
        } catch (JsonException e) {
            one.fail(new RequestFailedException(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // whoever asked is at fault, and nobody else's answers must wait for that
            log.error("MQTT: an answer of JetStream could not be used: " + Fence.describe(e));
        }
    }

    private static void tell(Pending one, LocalMessage message) {
        Stored stored = one.stored();
        CompletableFuture<JsonObject> answered = one.answered();
        Runnable confirmed = one.confirmed();
        if (confirmed != null) {
            confirmed.run();
        } else if (stored != null) {
            PubAck ack = PubAck.read(message.bytes(), message.payload(), message.payloadLength(), "");
            if (ack == null) {
                stored.failed(new RequestFailedException(ApiError.find(message.payloadBytes())
                        .orElseGet(() -> new ApiError(500, 0, "no acknowledgement"))));
            } else {
                stored.stored(ack.sequence(), ack.duplicate());
            }
        } else if (answered != null) {
            ApiError error = ApiError.find(message.payloadBytes()).orElse(null);
            if (error != null) {
                answered.completeExceptionally(new RequestFailedException(error));
            } else {
                answered.complete(JsonObject.parse(message.bytes(), message.payload(), message.payloadLength()));
            }
        }
    }

    /** The oldest stand first. */
    private void giveUpOverdue() {
        Iterator<Pending> all = pending.values().iterator();
        waiting = false;
        while (all.hasNext()) {
            Pending oldest = all.next();
            long left = oldest.deadline() - loop.now();
            if (left > 0) {
                waiting = true;
                loop.schedule(overdue, left);
                return;
            }
            all.remove();
            oldest.fail(new RequestFailedException(
                    "no answer of JetStream in time" + (oldest.what().isEmpty() ? "" : ": " + oldest.what())));
            all = pending.values().iterator();
        }
    }

    void close() {
        loop.cancel(overdue);
        replies.close();
        inbox.close();
    }
}
