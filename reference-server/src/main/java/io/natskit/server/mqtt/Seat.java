// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a client has from the moment that its session is its own: the ways of its messages in and out, and its subscriptions. Confined to its loop. */
final class Seat {
    private final Seating seating;
    private final MqttSession session;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Subscriber subscriber;

    Seat(MqttClient client, MqttDoor door, Requests requests, Seating seating, MqttSession session) {
        this.seating = seating;
        this.session = session;
        this.inbound = new Inbound(client, requests);
        this.outbound =
                new Outbound(client, requests, session, door.options().mqtt().rejectQos2Publish());
        this.subscriber = new Subscriber(
                client,
                session,
                outbound,
                new Consumers(requests, () -> door.options().mqtt(), session),
                door.options().mqtt().downgradeQos2Subscribe());
    }

    /** Goes on with what the session was subscribed to, and what it had not acknowledged. */
    void restore() {
        subscriber.restore();
    }

    void publish(PublishPacket packet) throws MalformedPacketException {
        inbound.publish(packet);
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP came. */
    void acknowledge(int type, int identifier) {
        switch (type) {
            case PacketType.PUBACK -> outbound.acknowledged(identifier);
            case PacketType.PUBREC -> outbound.had(identifier);
            case PacketType.PUBCOMP -> outbound.completed(identifier);
            default -> inbound.release(identifier);
        }
    }

    void subscribe(int identifier, List<TopicFilter> filters) {
        subscriber.subscribe(identifier, filters);
    }

    void unsubscribe(int identifier, List<TopicFilter> filters) {
        subscriber.unsubscribe(identifier, filters);
    }

    void permissionsChanged() {
        subscriber.permissionsChanged();
    }

    /** Keeps the session's record. */
    CompletableFuture<Void> save() {
        return seating.save(session);
    }

    /** Delivers nothing any more. */
    void close() {
        outbound.close();
    }

    /** Publishes what the client wanted to be told of its end. */
    void publish(Will will) {
        try {
            inbound.will(will);
        } catch (MalformedPacketException e) {
            throw new IllegalStateException("a topic that was one in CONNECT", e);
        }
    }
}
