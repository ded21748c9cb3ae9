// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.account.Account;
import io.natskit.server.config.MqttOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerCreateRequest;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the MQTT clients of one account share: the streams, made when the first of them comes, the book of sessions, the retained messages, and a way
 * to JetStream for each loop. Made on any thread; what it has belongs to its home loop, but for {@link #requests}.
 */
final class MqttAccount {
    private static final long INBOX_MESSAGES = 1 << 20;
    private static final long INBOX_BYTES = 64L << 20;
    private static final Duration CONSUMER_IDLE = Duration.ofMinutes(5);

    private final MqttDoor door;
    private final Account<Subscription> account;
    private final EventLoop home;
    private final @Nullable String domain;
    private final String domainToken;
    private final AtomicReferenceArray<@Nullable Requests> requests;
    private final SessionBook book;
    private final CompletableFuture<MqttAccount> ready = new CompletableFuture<>();

    // of the home loop
    private @Nullable RetainedMessages retained;
    private @Nullable LocalSubscription retainedFeed;

    MqttAccount(MqttDoor door, Account<Subscription> account) {
        this.door = door;
        this.account = account;
        this.home = door.clients()
                .loops()
                .get(Math.floorMod(
                        account.name().hashCode(), door.clients().loops().count()));
        ServerOptions options = door.options();
        String own = options.jetStream().defaultDomains().get(account.name());
        MqttOptions mqtt = options.mqtt();
        this.domain = own != null && !own.isEmpty() ? own : mqtt.domain();
        String told =
                domain != null || own != null ? domain : options.jetStream().domain();
        this.domainToken = told == null ? "" : told + ".";
        this.requests = new AtomicReferenceArray<>(door.clients().loops().count());
        this.book = new SessionBook(home);
    }

    /** Complete once the streams are there; told on the home loop. */
    CompletableFuture<MqttAccount> ready() {
        return ready;
    }

    EventLoop home() {
        return home;
    }

    SessionBook book() {
        return book;
    }

    Account<Subscription> account() {
        return account;
    }

    /** The subject of the record of a session. */
    String recordSubject(MqttSession session) {
        return Names.SESSIONS_SUBJECT + domainToken + session.hash();
    }

    /** The way to JetStream of a loop; on that loop. */
    Requests requests(EventLoop loop) {
        Requests own = requests.get(loop.index());
        if (own == null) {
            own = new Requests(
                    door.clients(),
                    loop,
                    account,
                    door.log(),
                    door.serverId(),
                    domain,
                    door.options().mqtt().apiTimeout().toNanos());
            requests.set(loop.index(), own);
        }
        return own;
    }

    /** Makes what is not there yet; on the home loop, once. */
    void prepare() {
        int replicas = Math.max(1, door.options().mqtt().streamReplicas());
        door.log()
                .notice("Creating MQTT streams/consumers with replicas " + replicas + " for account "
                        + SessionBook.quoted(account.name())
                        + (domain == null ? "" : " in domain " + SessionBook.quoted(domain)));
        Requests own = requests(home);
        Streams.ensure(own, domainToken, replicas)
                .thenCompose(made -> feedRetained(own))
                .whenComplete((fed, failure) -> {
                    if (failure == null) {
                        ready.complete(this);
                    } else {
                        close();
                        ready.completeExceptionally(new RequestFailedException(
                                reason(failure) + " for account " + SessionBook.quoted(account.name())));
                    }
                });
    }

    /** What a failure says without what futures put around it. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof RequestFailedException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** A consumer of this life, as a server of nats-server's has one. */
    private CompletableFuture<Void> feedRetained(Requests own) {
        String delivery = Names.DELIVERY + Nuid.next();
        RetainedMessages messages = new RetainedMessages(own, door.serverId());
        LocalInbox inbox = new LocalInbox(home, messages, INBOX_MESSAGES, INBOX_BYTES, false);
        retained = messages;
        retainedFeed = door.clients().subscribe(account, delivery, null, inbox);
        String name = Names.RETAINED + "_" + Nuid.next();
        ConsumerConfig config = ConsumerConfig.builder()
                .name(name)
                .filterSubject(Names.RETAINED_SUBJECT + ">")
                .deliverSubject(delivery)
                .ackPolicy(AckPolicy.NONE)
                .inactiveThreshold(CONSUMER_IDLE)
                .build();
        byte[] body =
                new ConsumerCreateRequest(Names.RETAINED, config, ConsumerAction.CREATE_OR_UPDATE, false).toJson();
        return own.ask("CONSUMER.CREATE." + Names.RETAINED + "." + name + "." + Names.RETAINED_SUBJECT + ">", body)
                .thenCompose(info -> messages.catchUp(there(info)));
    }

    private static long there(JsonObject info) {
        JsonObject delivered = info.object("delivered");
        return info.integer("num_pending", 0) + (delivered == null ? 0 : delivered.integer("consumer_seq", 0));
    }

    /** The retained messages; on the home loop, once it is {@link #ready}. */
    RetainedMessages retained() {
        RetainedMessages own = retained;
        if (own == null) {
            throw new IllegalStateException("not ready");
        }
        return own;
    }

    /** Rules have changed: what its source may not publish any more is given to nobody. On the home loop. */
    void rulesChanged() {
        RetainedMessages own = retained;
        if (own != null) {
            own.deleteIf(this::isOrphan);
        }
    }

    private boolean isOrphan(RetainedMessage message) {
        String source = message.source();
        return source != null
                && !door.context().authenticator().mayStillPublish(source, Names.bytes(message.subject()));
    }

    private void close() {
        LocalSubscription feed = retainedFeed;
        if (feed != null) {
            feed.close();
        }
        requests(home).close();
    }
}
