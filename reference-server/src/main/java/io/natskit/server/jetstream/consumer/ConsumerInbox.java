// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.jetstream.stream.RequiredLevel;
import io.natskit.server.jetstream.stream.StableHash;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.router.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes for a consumer: acknowledgements, pull requests and answers to flow control, each by a subscription of its own. On the consumer's loop.
 */
final class ConsumerInbox implements LocalInbox.Handler {
    /** What whoever pulls hears when the consumer is no more. */
    static final String DELETED = "Consumer Deleted";

    /** What whoever pulls hears when the server ends. */
    static final String ENDS = "Server Shutdown";

    /** What whoever pulls hears after a fault. */
    static final String OFFLINE = "Consumer Offline";

    private static final byte[] NOTHING = {};
    private static final byte[] LAST_CONSUMER = "Nats-Last-Consumer".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_STREAM = "Nats-Last-Stream".getBytes(StandardCharsets.US_ASCII);

    private final ConsumerActor actor;
    private final ConsumerPlace place;
    private final Consumer consumer;
    private final Stream stream;
    private final ConsumerIdentity identity;
    private final Fence fence;
    private final LocalInbox inbox;
    private final List<LocalSubscription> subscriptions = new ArrayList<>();
    private final ByteRange subject = new ByteRange();
    private final ByteRange body = new ByteRange();
    private @Nullable Subscription next;
    private @Nullable Subscription nextByDomain;
    private @Nullable Subscription flow;
    private @Nullable Subscription newFlow;
    private String goodbye = DELETED;

    ConsumerInbox(
            ConsumerActor actor,
            ConsumerPlace place,
            Consumer consumer,
            Stream stream,
            ConsumerIdentity identity,
            Fence fence) {
        this.actor = actor;
        this.place = place;
        this.consumer = consumer;
        this.stream = stream;
        this.identity = identity;
        this.fence = fence;
        this.inbox = new LocalInbox(stream.loop(), fence.handler(this), 1 << 20, 64L << 20, false);
    }

    void open() {
        String domain = identity.domain() == null ? "_" : identity.domain();
        String names = identity.stream() + "." + identity.name();
        String place = domain + "." + StableHash.of(identity.account()) + "." + names;
        if (!consumer.terms().acksNothing() && !consumer.terms().acksByFlowControl()) {
            subscribe("$JS.ACK." + names + ".*.*.*.*.*");
            subscribe("$JS.ACK." + place + ".*.*.*.*.>");
        }
        next = subscribe("$JS.API.CONSUMER.MSG.NEXT." + names);
        if (identity.domain() != null) {
            nextByDomain = subscribe("$JS." + domain + ".API.CONSUMER.MSG.NEXT." + names);
        }
        if (consumer.terms().config().flowControl()) {
            flow = subscribe("$JS.FC." + names + ".*");
            newFlow = subscribe("$JS.FC." + place + ".*");
        }
    }

    private Subscription subscribe(String pattern) {
        LocalSubscription made = stream.host().clients().subscribe(stream.account(), pattern, null, inbox);
        subscriptions.add(made);
        return made.subscription();
    }

    /** Takes no more. Whoever pulled too late is told {@code why}. */
    void close(String why) {
        goodbye = why;
        subscriptions.forEach(LocalSubscription::close);
        subscriptions.clear();
        inbox.close();
    }

    @Override
    public void received(LocalMessage message) {
        if (message.isRefused()) {
            return;
        }
        if (consumer.isClosed()) {
            tooLate(message);
            return;
        }
        fence.run(() -> take(message));
        if (actor.isOffline()) {
            tooLate(message);
        }
    }

    @Override
    public void tooLate(LocalMessage message) {
        if (message.isRefused() || message.replyLength() == 0) {
            return;
        }
        // an empty answer would confirm an acknowledgement
        boolean pull = isPull(message.subscription());
        byte[] status = pull ? Statuses.of(409, goodbye) : Statuses.of(503, "No Responders");
        place.send(message.replyBytes(), NOTHING, status, NOTHING);
    }

    private void take(LocalMessage message) {
        Subscription from = message.subscription();
        if (isPull(from)) {
            pull(message);
        } else if (from == flow || from == newFlow) {
            subject.set(message.bytes(), 0, message.subjectLength());
            consumer.flowed(subject, number(message, LAST_CONSUMER), number(message, LAST_STREAM));
            actor.turns().wake();
        } else {
            subject.set(message.bytes(), 0, message.subjectLength());
            body.set(message.bytes(), message.payload(), message.payloadLength());
            consumer.acknowledged(subject, message.replyBytes(), body);
            actor.turns().wake();
        }
    }

    private boolean isPull(Subscription from) {
        return from == next || from == nextByDomain;
    }

    private void pull(LocalMessage message) {
        if (message.replyLength() == 0) {
            return;
        }
        String level = HeaderBlock.text(
                message.bytes(), message.header(), message.headerLength(), HeaderNames.REQUIRED_API_LEVEL);
        if (level != null && !level.isEmpty() && !RequiredLevel.isSupported(level)) {
            place.send(message.replyBytes(), NOTHING, Statuses.of(412, "Required Api Level"), NOTHING);
            return;
        }
        consumer.pulled(message.replyBytes(), message.bytes(), message.payload(), message.payloadLength());
    }

    private static long number(LocalMessage message, byte[] name) {
        String text = HeaderBlock.text(message.bytes(), message.header(), message.headerLength(), name);
        try {
            return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void batchEnded() {
        actor.turns().batchEnded();
    }
}
