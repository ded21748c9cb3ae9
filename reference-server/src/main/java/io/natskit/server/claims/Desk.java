// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.claims;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalRequests;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Receives requests in the system account and sends answers from it. {@link #listen} before anybody may connect; the rest on any thread. */
final class Desk {
    static final byte[] NOTHING = {};

    private static final long WAITING_MAX = 10_000;
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    private final ServerContext context;
    private final LocalClients clients;
    private final Executor work;
    private final Account<Subscription> system;
    private final EventLoop loop;
    private final List<LocalSubscription> subscriptions = new ArrayList<>();
    private final AtomicLong sequence = new AtomicLong();
    private final LocalRequests requests;

    Desk(
            ServerContext context,
            LocalClients clients,
            LocalRequests requests,
            Executor work,
            Account<Subscription> system) {
        this.context = context;
        this.clients = clients;
        this.requests = requests;
        this.work = work;
        this.system = system;
        this.loop = context.loops().get(0);
    }

    /** What somebody asks. */
    record Request(String subject, String text, byte[] bytes, String reply) {
        /** The token in front of the last two, as in {@code $SYS.REQ.ACCOUNT.<account>.CLAIMS.UPDATE}. */
        String account() {
            int end = subject.lastIndexOf('.', subject.lastIndexOf('.') - 1);
            return subject.substring(subject.lastIndexOf('.', end - 1) + 1, end);
        }
    }

    /** What becomes of a request. On a thread that may wait. */
    interface Operation {
        void work(Request request);
    }

    ServerContext context() {
        return context;
    }

    EventLoop loop() {
        return loop;
    }

    /** How the subjects begin on which this server awaits answers. */
    String inbox() {
        return requests.inbox();
    }

    /** Asks in the system account; what this server itself listens to does not count. */
    CompletableFuture<byte[]> ask(String subject, Duration timeout, int ownListeners) {
        return requests.ask(system, subject, NOTHING, NOTHING, timeout, ownListeners);
    }

    /** Hears requests from now on, but this server's own, as a member of a queue group unless that is null. */
    void listen(String subject, @Nullable String queue, Operation operation) {
        hear(subject, queue, message -> {
            Request request = new Request(
                    message.subject(),
                    new String(message.payloadBytes(), StandardCharsets.UTF_8),
                    message.payloadBytes(),
                    message.replyText());
            if (!request.reply.startsWith(requests.inbox())) {
                later(() -> operation.work(request));
            }
        });
    }

    /** Hears messages from now on, on the loop; what there was no room for is left out. */
    void hear(String subject, @Nullable String queue, LocalInbox.Handler handler) {
        LocalInbox.Handler whole = new LocalInbox.Handler() {
            @Override
            public void received(LocalMessage message) {
                if (!message.isRefused()) {
                    handler.received(message);
                }
            }
        };
        LocalInbox inbox = new LocalInbox(loop, whole, WAITING_MAX, WAITING_BYTES_MAX, false);
        subscriptions.add(clients.subscribe(system, subject, queue, inbox));
    }

    /** Works something out on a thread that may wait. */
    void later(Runnable task) {
        try {
            work.execute(task);
        } catch (RejectedExecutionException e) {
            context.log().error("a request about claims was left out: too many at once");
        }
    }

    /** Sends a message from the system account. */
    void send(String subject, String reply, byte[] payload) {
        loop.execute(() -> publish(subject, reply, payload));
    }

    /** As {@link #send}, on the loop; answers how many got it. */
    int publish(String subject, String reply, byte[] payload) {
        return clients.publisher(loop)
                .publish(
                        system,
                        subject.getBytes(StandardCharsets.UTF_8),
                        reply.getBytes(StandardCharsets.UTF_8),
                        NOTHING,
                        payload);
    }

    /** Says that something was done, of that account unless it is empty. */
    void done(Request request, String account, String message) {
        context.log().debug(account.isEmpty() ? message : message + " - " + account);
        answer(request, "data", account, 200, "message", message);
    }

    /** Says that something was not done, and why. */
    void failed(Request request, String account, String message, String why) {
        context.log().error(account.isEmpty() ? message + " - " + why : message + " - " + account + " - " + why);
        answer(request, "error", account, 500, "description", message + " - " + why);
    }

    private void answer(Request request, String part, String account, int code, String field, String text) {
        if (!request.reply.isEmpty()) {
            JsonWriter json = new JsonWriter();
            server(json);
            json.begin(part)
                    .fieldIfPresent("account", account)
                    .field("code", code)
                    .field(field, text)
                    .end();
            send(request.reply, "", json.toBytes());
        }
    }

    /** Answers by a list of texts. */
    void answer(Request request, Iterable<String> texts) {
        JsonWriter json = new JsonWriter().strings("data", texts);
        server(json);
        send(request.reply, "", json.toBytes());
    }

    private void server(JsonWriter json) {
        ServerInfo.Facts facts = context.info().facts();
        json.begin("server")
                .field("name", facts.name())
                .field("host", facts.host())
                .field("id", facts.id())
                .field("ver", facts.version())
                .field("jetstream", facts.jetStream())
                .field("seq", sequence.incrementAndGet())
                .time("time", context.wallClock().instant())
                .end();
    }

    void close() {
        subscriptions.forEach(LocalSubscription::close);
    }
}
