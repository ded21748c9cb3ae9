// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.mqtt.Unacknowledged.Had;
import io.natskit.server.router.Subscription;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What consumers bring for a client: messages of QoS 1 and 2, and the releases of those of QoS 2. A consumer's message is acknowledged once the client
 * has it, and comes again until then. Confined to the client's loop.
 */
final class Outbound implements LocalInbox.Handler {
    private static final byte[] NOTHING = {};
    private static final byte[] AGAIN = Names.bytes("-NAK");
    private static final long MESSAGES_MAX = 2L * 0xFFFF;

    private final MqttClient client;
    private final Requests requests;
    private final MqttSession session;
    private final boolean rejectsQos2;
    private final LocalInbox inbox;
    private final Map<Subscription, Feed> feeds = new IdentityHashMap<>();
    private final Map<String, Feed> bySid = new HashMap<>();
    private @Nullable LocalSubscription releases;

    /** {@code rejectsQos2} keeps back retained messages of QoS 2, as no others are taken. */
    Outbound(MqttClient client, Requests requests, MqttSession session, boolean rejectsQos2) {
        this.client = client;
        this.requests = requests;
        this.session = session;
        this.rejectsQos2 = rejectsQos2;
        this.inbox = new LocalInbox(client.loop(), this, MESSAGES_MAX, client.maxPendingBytes(), false);
    }

    /** What one subscription gets from its consumer. */
    private static final class Feed {
        final String consumer;
        final boolean wild;
        final LocalSubscription subscription;
        int qos;

        Feed(String consumer, boolean wild, LocalSubscription subscription, int qos) {
            this.consumer = consumer;
            this.wild = wild;
            this.subscription = subscription;
            this.qos = qos;
        }
    }

    /** Hears the consumer of a subscription, or changes its quality of service. */
    void listen(String sid, ConsumerConfig consumer, boolean wild, int qos) {
        Feed known = bySid.get(sid);
        if (known != null) {
            known.qos = qos;
            return;
        }
        LocalSubscription subscription = client.hear(consumer.deliverSubject(), inbox);
        Feed feed = new Feed(consumer.durable(), wild, subscription, qos);
        feeds.put(subscription.subscription(), feed);
        bySid.put(sid, feed);
    }

    /** Hears it no more. */
    void ignore(String sid) {
        Feed feed = bySid.remove(sid);
        if (feed != null) {
            feed.subscription.close();
            feeds.remove(feed.subscription.subscription());
            session.unacknowledged().forget(feed.consumer, sid);
        }
    }

    /** Hears which messages of QoS 2 are released. */
    void listenForReleases() {
        if (releases == null) {
            releases = client.hear(Names.RELEASE_DELIVERY + session.hash(), inbox);
        }
    }

    /**
     * Has everything come again that the client had not acknowledged when it went (MQTT-4.4.0-1): made before the session hears anything again, since
     * what comes then for the first time is not to come twice.
     */
    Runnable resumption() {
        List<byte[]> awaited = session.unacknowledged().awaited();
        return () -> awaited.forEach(one -> requests.send(one, AGAIN));
    }

    void close() {
        feeds.values().forEach(feed -> feed.subscription.close());
        if (releases != null) {
            releases.close();
        }
        inbox.close();
    }

    @Override
    public void received(LocalMessage message) {
        if (!client.isClosed() && !message.isRefused()) {
            client.guarded(() -> take(message));
        }
    }

    private void take(LocalMessage message) {
        if (releases != null && message.subscription() == releases.subscription()) {
            released(message);
            return;
        }
        Feed feed = feeds.get(message.subscription());
        if (feed != null && message.subjectLength() > Names.MESSAGES_SUBJECT.length()) {
            deliver(feed, message);
        }
    }

    private void deliver(Feed feed, LocalMessage message) {
        int published = PublishHeaders.qos(message.bytes(), message.header(), message.headerLength());
        int qos = Math.min(published, feed.qos);
        if (qos == 0) {
            return;
        }
        byte[] acknowledgement = message.replyBytes();
        int from = Names.MESSAGES_SUBJECT.length();
        int length = message.subjectLength() - from;
        boolean hidden = feed.wild && message.bytes()[from] == '$';
        if (hidden || !client.admits(message.bytes(), from, length)) {
            requests.send(acknowledgement, NOTHING);
            return;
        }
        Delivered delivered = Delivered.of(message.bytes(), message.reply(), message.replyLength());
        String messageId = qos < 2
                ? null
                : HeaderBlock.text(message.bytes(), message.header(), message.headerLength(), HeaderNames.MSG_ID);
        Unacknowledged.Message one =
                new Unacknowledged.Message(feed.consumer, delivered.sequence(), acknowledgement, qos, messageId);
        if (session.unacknowledged().isFinished(one)) {
            requests.send(acknowledgement, NOTHING);
            return;
        }
        int identifier = session.unacknowledged().track(one, client.maxAckPending());
        if (identifier > 0) {
            int flags = qos << 1 | (delivered.times() > 1 ? PublishPacket.DUP : 0);
            client.lane().turnTo(message.bytes(), from, length);
            send(flags, identifier, message.bytes(), message.payload(), message.payloadLength());
        }
    }

    /** A message on the topic that the lane has turned to. */
    private void send(int flags, int identifier, byte[] payload, int offset, int length) {
        byte[] bytes = payload;
        int from = offset;
        int size = length;
        if (client.lane().kind() == Sparkplug.Kind.DEATH) {
            bytes = Sparkplug.stamped(payload, offset, length, client.nowMillis());
            from = 0;
            size = bytes.length;
        }
        int head = client.lane().writeHead(flags, identifier, size);
        client.stage().message(client.lane().head(), 0, head, bytes, from, size, size);
        client.traceOut(() -> "PUBLISH " + Trace.publish(client.lane().topic(), flags, identifier, length));
    }

    /** A retained message for a subscription that is new. */
    void sendRetained(String filter, int granted, RetainedMessage message) {
        byte[] subject = Names.bytes(message.subject());
        if (!client.admits(subject)) {
            return;
        }
        int qos = Math.min(message.qos(), granted);
        if (rejectsQos2 && qos == 2) {
            client.warn("Rejecting retained message with QoS2 for subscription " + SessionBook.quoted(filter)
                    + ", as configured");
            return;
        }
        int identifier = qos == 0 ? 0 : session.unacknowledged().trackRetained(filter, qos);
        int flags = (identifier == 0 ? 0 : qos << 1) | PublishPacket.RETAIN;
        client.lane().turnTo(subject, 0, subject.length);
        byte[] payload = message.payload();
        int head = client.lane().writeHead(flags, identifier, payload.length);
        client.stage().message(client.lane().head(), 0, head, payload, 0, payload.length, payload.length);
        client.traceOut(() -> "PUBLISH " + Trace.publish(client.lane().topic(), flags, identifier, payload.length));
    }

    private void released(LocalMessage message) {
        StoredRelease release = message.replyLength() == 0 ? null : StoredRelease.read(message.headerBytes());
        if (release != null) {
            session.unacknowledged().release(release.identifier(), release.of(), message.replyBytes());
            client.answer(PacketType.PUBREL, release.identifier());
        }
    }

    /** PUBACK came. */
    void acknowledged(int identifier) {
        settle(session.unacknowledged().acknowledged(identifier));
    }

    private void settle(Unacknowledged.@Nullable Message message) {
        if (message != null && message.acknowledgement().length > 0) {
            requests.send(message.acknowledgement(), NOTHING);
        }
    }

    /** PUBREC came: that it is released is kept before the message is let go. */
    void had(int identifier) {
        Unacknowledged.Message message = session.unacknowledged().published(identifier);
        if (message == null || message.qos() != 2) {
            client.answer(PacketType.PUBREL, identifier); // so that the client can finish
            return;
        }
        session.unacknowledged().acknowledged(identifier);
        session.unacknowledged().release(identifier, Had.of(message), null);
        client.begin();
        requests.store(
                Names.bytes(Names.RELEASE_SUBJECT + session.hash()),
                PublishHeaders.released(identifier, message),
                NOTHING,
                new Requests.Stored() {
                    @Override
                    public void stored(long sequence, boolean duplicate) {
                        settle(message);
                        client.end();
                    }

                    @Override
                    public void failed(RequestFailedException cause) {
                        session.unacknowledged().takeBack(identifier, message);
                        if (!client.isClosed()) {
                            client.fail("unable to keep a release: " + cause.getMessage());
                        }
                        client.end();
                    }
                });
    }

    /** PUBCOMP came: the release is kept until it is safe that its message does not come again. */
    void completed(int identifier) {
        Unacknowledged.Release release = session.unacknowledged().completed(identifier);
        byte[] acknowledgement = release == null ? null : release.acknowledgement();
        if (release == null || acknowledgement == null) {
            return;
        }
        Runnable forget = () -> requests.send(acknowledgement, NOTHING);
        if (isHeard(release.of().consumer())) {
            requests.confirm(release.of().acknowledgement(), forget);
        } else {
            forget.run();
        }
    }

    private boolean isHeard(String consumer) {
        return bySid.values().stream().anyMatch(feed -> feed.consumer.equals(consumer));
    }
}
